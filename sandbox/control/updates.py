"""The queue of updates: looked at, repeated, held back, filled by hand."""

from __future__ import annotations

from itertools import islice

from ..errors import ControlError
from ..model import Json
from ..updates import UpdateQueue
from .asking import Ask, route


def queue(ask: Ask) -> UpdateQueue:
    """The queue of the bot asked about."""
    return ask.state.bot(ask.body.get("bot")).queue


@route("GET", "/updates")
async def updates(ask: Ask) -> list[Json]:
    """Everything generated after `since`."""
    since = ask.number("since", 0)
    later = (update for number, update in queue(ask).log.items() if number > since)
    return list(islice(later, ask.number("limit", 1000)))


@route("GET", "/updates/pending")
async def pending(ask: Ask) -> Json:
    """How many wait for the bot."""
    waiting = queue(ask)
    return {"count": len(waiting.pending) + len(waiting.again), "held": len(waiting.held)}


@route("POST", "/updates/redeliver")
async def redeliver(ask: Ask) -> Json:
    """Deliver old updates once more."""
    target = queue(ask)
    if ask.body.get("last"):
        numbers = list(target.log)[-int(ask.body["last"]) :]
    else:
        numbers = [int(number) for number in ask.need("update_ids")]
    return {"count": target.repeat(numbers)}


@route("POST", "/updates/hold")
async def hold(ask: Ask) -> Json:
    """Hold updates back, or let them go in some order."""
    target = queue(ask)
    if ask.need("hold"):
        target.holding = True
        return {"held": len(target.held)}
    order = ask.body.get("order", "same")
    if order not in {"same", "reverse", "random"}:
        raise ControlError("order is same, reverse or random")
    return {"released": target.release(order, ask.number("seed", 0))}


@route("POST", "/updates/inject")
async def inject(ask: Ask) -> Json:
    """Any update of any shape."""
    return {"update_id": queue(ask).inject(ask.need("update"))}


@route("GET", "/webhook")
async def webhook(ask: Ask) -> Json:
    """How the webhook fares."""
    target = queue(ask)
    hook = target.webhook
    return {
        "url": hook.url if hook else "",
        "pending": len(target.pending),
        "delivered": hook.delivered if hook else 0,
        "failed": hook.failed if hook else 0,
        "last_error_message": hook.last_error_message if hook else None,
    }
