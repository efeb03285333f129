"""The web application: Telegram's webhook, `/health` and `/metrics`."""

from fastapi import FastAPI

from web import health, webhook
from web.health import Reading
from web.webhook import Receive


def make_app(reading: Reading, receive: Receive | None = None, secret: str = "") -> FastAPI:
    """The application. `reading` opens a session to look into the database.

    With `receive` there is a webhook: it gets each update whose sender shows `secret`, and returns when it is safe.
    ValueError for a webhook without a secret: anybody could then play Telegram.
    """
    # No pages about the interface: there is nothing in it for the public.
    app = FastAPI(title="Tazalyq", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(health.router(reading))
    if receive is not None:
        app.include_router(webhook.router(receive, secret))
    return app
