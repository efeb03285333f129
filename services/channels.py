"""Public channels in which a region's weekly summary is published: offered by whoever brings the bot in, then bound."""

from datetime import datetime

import structlog
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from models import Channel, OutboxMessage
from services.groups import check_duty
from services.timers import set_timer

log = structlog.get_logger("channels")

OFFERED, ACTIVE, GONE = "offered", "active", "gone"
"""The bot may write there and nobody has said yes; the summary is published there; the bot may not write there."""
TROUBLE = "channel_trouble"
"""The timer by which supervisors hear that their channel is closed to the bot."""
_ACTIVE = text("channels.state = 'active'")


async def of_region(session: AsyncSession, region: str) -> Channel | None:
    """The channel in which a region's summary is published; None where there is none."""
    found: Channel | None = await session.scalar(select(Channel).where(Channel.region == region, _ACTIVE))
    return found


async def offer(session: AsyncSession, actor: Actor, chat_id: int, title: str, locale: str, now: datetime) -> Channel:
    """A supervisor has made the bot an administrator of a channel. One that is bound already stays so."""
    channel = await session.get(Channel, chat_id, with_for_update=True)
    if channel is None:
        channel = Channel(chat_id=chat_id, region="", locale=locale, state=OFFERED)
        session.add(channel)
    channel.title = title[:255]
    if channel.state != ACTIVE:
        channel.state, channel.bound_by, channel.bound_at = OFFERED, actor.id, now
    await session.flush()
    return channel


async def offered(session: AsyncSession, actor: Actor, chat_id: int) -> Channel:
    """A channel that the actor brought the bot into, or that is published in for a region whose groups they keep.

    Raises NotFound for all others, and where the bot may not write any more.
    """
    channel = await session.get(Channel, chat_id, with_for_update=True)
    if channel is None or channel.state == GONE or channel.bound_by != actor.id:
        raise NotFound
    return channel


async def bind(session: AsyncSession, actor: Actor, chat_id: int, region: str, locale: str, now: datetime) -> Channel:
    """Publish a region's summary in a channel from now on, and in no other. Raises NotFound for a channel that the
    actor did not offer, NotAllowed where the region is not theirs.
    """
    check_duty(actor, region)
    channel = await offered(session, actor, chat_id)
    before = await of_region(session, region)
    if before is not None and before.chat_id != chat_id:
        before.state = OFFERED
        await session.flush()
    channel.region, channel.locale, channel.state = region, locale, ACTIVE
    channel.bound_by, channel.bound_at = actor.id, now
    await session.flush()
    log.info("channel bound", region=region, by=actor.id)
    return channel


async def unbind(session: AsyncSession, actor: Actor, region: str) -> Channel:
    """Publish no more. Raises NotAllowed for other regions, NotFound where there is no channel."""
    check_duty(actor, region)
    channel = await of_region(session, region)
    if channel is None:
        raise NotFound
    channel.state = OFFERED
    log.info("channel unbound", region=region, by=actor.id)
    return channel


async def note_trouble(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """The bot may not write to a chat any more. If it is a channel that we publish in, its supervisors hear of it."""
    channel = await session.get(Channel, chat_id, with_for_update=True)
    if channel is None or channel.state == GONE:
        return
    if channel.state == ACTIVE:
        await set_timer(session, TROUBLE, chat_id, now)
    channel.state = GONE
    await session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.chat_id == chat_id, OutboxMessage.state == "pending")
        .execution_options(synchronize_session=False)
    )


async def renamed(session: AsyncSession, chat_id: int, title: str) -> None:
    """A channel has another name."""
    channel = await session.get(Channel, chat_id)
    if channel is not None:
        channel.title = title[:255]
