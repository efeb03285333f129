"""`/health` for load balancers and watchdogs, `/metrics` for Prometheus."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from services import vital_signs
from services.vital_signs import VitalSigns

log = structlog.get_logger("health")

Reading = Callable[[], AbstractAsyncContextManager[AsyncSession]]

METRICS = (
    ("tazalyq_inbox_pending", "Updates written down and not handled yet.", "inbox_pending"),
    ("tazalyq_inbox_oldest_seconds", "How long the oldest of them has been waiting.", "inbox_oldest_s"),
    ("tazalyq_outbox_pending", "Messages to be sent.", "outbox_pending"),
    ("tazalyq_outbox_oldest_seconds", "For how long the oldest of them could have been sent.", "outbox_oldest_s"),
    ("tazalyq_outbox_failed", "Messages given up, kept for the administrator.", "outbox_failed"),
)


def router(reading: Reading) -> APIRouter:
    """The routes; `reading` opens a session to look into the database."""
    routes = APIRouter()

    async def look() -> VitalSigns | None:
        try:
            async with reading() as session:
                return await vital_signs.take(session, datetime.now(UTC))
        except (SQLAlchemyError, OSError) as error:
            log.error("database unavailable", error=type(error).__name__)
            return None

    @routes.get("/health")
    async def health() -> JSONResponse:
        signs = await look()
        problems = ["the database cannot be read"] if signs is None else signs.problems()
        return JSONResponse({"ok": not problems, "problems": problems}, status_code=503 if problems else 200)

    @routes.get("/metrics")
    async def metrics() -> Response:
        signs = await look()
        if signs is None:
            return PlainTextResponse("", status_code=503)
        return PlainTextResponse(_prometheus(signs), media_type="text/plain; version=0.0.4")

    return routes


def _prometheus(signs: VitalSigns) -> str:
    """The numbers in Prometheus' text format."""
    lines = []
    for name, text, field in METRICS:
        lines += [f"# HELP {name} {text}", f"# TYPE {name} gauge", f"{name} {getattr(signs, field)}"]
    missed = signs.sender_missed_s
    leads = int(missed is not None and missed <= 0)
    lines += ["# HELP tazalyq_sender_leads 1 while a process holds the right to send.",
              "# TYPE tazalyq_sender_leads gauge", f"tazalyq_sender_leads {leads}"]  # fmt: skip
    return "\n".join(lines) + "\n"
