"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

from __future__ import annotations

import asyncio
import re
import time

from ..calling import Call, method
from ..errors import bad, conflict
from ..model import Json
from ..updates import UpdateQueue, Webhook
from ..webhook import Pump

MAX_TIMEOUT = 50
_SECRET = re.compile(r"^[A-Za-z0-9_-]{1,256}$")


def set_allowed(call: Call, queue: UpdateQueue) -> None:
    """`allowed_updates`, which stays in force until it is given again."""
    wanted = call.params.decoded("allowed_updates", "allowed updates")
    if wanted is None:
        return
    if not isinstance(wanted, list):
        raise bad("can't parse allowed updates: expected an Array of String")
    queue.allowed = frozenset(str(kind) for kind in wanted) or None


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """Long polling: one poller at a time, `offset` acknowledges, at most 100 updates and 50 seconds."""
    queue, params = call.bot.queue, call.params
    if queue.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    set_allowed(call, queue)
    queue.turn += 1
    turn = queue.turn
    queue.wake.set()  # an older poll sees that its turn is over
    queue.acknowledge(params.integer("offset"))
    limit = min(max(params.integer("limit", 100), 1), 100)
    deadline = time.monotonic() + min(max(params.integer("timeout"), 0), MAX_TIMEOUT)
    while True:
        batch = queue.take(limit)
        left = deadline - time.monotonic()
        if batch or left <= 0:
            return batch
        queue.wake.clear()
        await wait(queue, left)
        if queue.turn != turn:
            raise conflict(
                "terminated by setWebhook request"
                if queue.webhook is not None
                else "terminated by other getUpdates request; make sure that only one bot instance is running"
            )


async def wait(queue: UpdateQueue, seconds: float) -> None:
    """Until something happens in the queue, or time is up."""
    try:
        async with asyncio.timeout(seconds):
            await queue.wake.wait()
    except TimeoutError:
        return


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    """Deliver updates to `url` from now on; plain http is fine here. An empty url deletes the webhook."""
    params, queue = call.params, call.bot.queue
    url = (params.text("url") or "").strip()
    secret = params.text("secret_token") or None
    if secret is not None and not _SECRET.match(secret):
        raise bad("secret token contains unallowed characters")
    if url and not re.match(r"^https?://[^/\s]+", url):
        raise bad("bad webhook: invalid webhook URL specified")
    set_allowed(call, queue)
    drop(call)
    queue.turn += 1
    queue.webhook = Webhook(url, secret, min(max(params.integer("max_connections", 40), 1), 100)) if url else None
    queue.wake.set()
    if queue.webhook is not None:
        for update in queue.again:
            queue.pending[update["update_id"]] = update
        queue.again.clear()
        assert call.state.spawn is not None
        call.state.spawn(Pump(call.state, call.bot, queue.webhook).run())
    return True


def drop(call: Call) -> None:
    """`drop_pending_updates`."""
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.pending.clear()
        call.bot.queue.again.clear()


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    """Back to long polling."""
    drop(call)
    call.bot.queue.webhook = None
    call.bot.queue.wake.set()
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> Json:
    """Where updates go and how that went."""
    queue = call.bot.queue
    webhook = queue.webhook
    about: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
    }
    if webhook is not None:
        about["max_connections"] = webhook.max_connections
        if webhook.last_error_date is not None:
            about |= {
                "last_error_date": webhook.last_error_date,
                "last_error_message": webhook.last_error_message,
            }
    if queue.allowed is not None:
        about["allowed_updates"] = sorted(queue.allowed)
    return about
