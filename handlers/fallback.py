"""What happens to everything that nobody else has taken: a short answer, and nothing is lost."""

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import Talk
from bot.views import fallback as views
from bot.views import notes
from handlers.citizen.intake import say_on_card
from models import Person

router = Router(name="fallback")

_KINDS = ("sticker", "voice", "audio", "video_note", "poll", "dice", "contact", "story", "paid_media", "game",
          "invoice", "checklist", "giveaway")  # fmt: skip
"""Content that people send; everything else without text is Telegram's own news of the chat."""


@router.message()
async def unknown_message(message: Message, session: AsyncSession, talk: Talk, person: Person) -> None:
    """A command nobody knows, or content that cannot be taken."""
    if message.text is not None:
        await say_on_card(session, talk, person, views.unknown_command(talk.t))
        return
    kind = next((name for name in _KINDS if getattr(message, name, None) is not None), None)
    if kind is not None:
        await say_on_card(session, talk, person, views.unreadable(talk.t, kind))


@router.edited_message()
async def edited(message: Message, session: AsyncSession, talk: Talk, person: Person) -> None:
    """A changed message: told once more as new, it counts; a live location that moves is no news."""
    if message.location is None:
        await say_on_card(session, talk, person, notes.edited(talk.t))


@router.callback_query()
async def stale_press(query: CallbackQuery, talk: Talk) -> None:
    """A button of another time, or one that never was."""
    talk.answer(views.stale_button(talk.t), alert=True)


@router.my_chat_member()
async def membership(change: ChatMemberUpdated, person: Person) -> None:
    """Somebody blocks the bot, or lets it in again."""
    person.reachable = change.new_chat_member.status != "kicked"
