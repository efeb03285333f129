"""Very many updates in a short time: each goes through the bot's own front desk and is undone where it is refused."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from sqlalchemy import update

from bot.inbox import Claimed, lane_of
from domain.errors import Refused
from models import Person
from tests.conftest import Desk

FIRST = 700_000_000
_ids = count(FIRST)


def pressed(person_id: int, data: str) -> dict[str, Any]:
    """The update of a press, as Telegram would send it."""
    number = next(_ids)
    sender = {"id": person_id, "is_bot": False, "first_name": "F"}
    chat = {"id": person_id, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": chat}
    query = {"id": str(number), "from": sender, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


def written(person_id: int, text: str) -> dict[str, Any]:
    """The update of a message, as Telegram would send it."""
    number = next(_ids)
    sender = {"id": person_id, "is_bot": False, "first_name": "F"}
    chat = {"id": person_id, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 0, "chat": chat, "from": sender, "text": text},
    }


async def handle_all(
    desk: Desk, updates: Iterable[dict[str, Any]], awaited: Mapping[int, dict[str, Any] | None] | None = None
) -> None:
    """Let the bot handle updates one after another, as it handles what is in its inbox.

    `awaited` says by update what is awaited of the person just then, as if they had pressed before what asks for it.

    All in one transaction, each behind a savepoint: a thousand transactions would wait for the disk as often. Meanwhile
    the clock stands still, or it could wait for what is held that long and be waited for. Whatever
    breaks a handler, says so with the update it broke on.
    """
    front = desk.runtime.front
    async with desk.ticking, desk.database.begin() as session:
        for body in updates:
            if awaited is not None:
                await session.execute(
                    update(Person).where(Person.id == lane_of(body)).values(expecting=awaited[body["update_id"]])
                )
            claimed = Claimed(body["update_id"], lane_of(body), body)
            try:
                async with session.begin_nested():
                    await front.handle(session, claimed)
            except Refused as refusal:
                # Steps that were undone are told to nobody; where days begin stays with the session.
                for left in session.info.keys() - {"zone"}:
                    del session.info[left]
                await front.explain(session, claimed, refusal)
            except Exception as error:
                error.add_note(str(body))
                raise
            await session.flush()
            session.expunge_all()
