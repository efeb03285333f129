"""Short answers to what cannot be taken: which it was, and what to send instead."""

from collections.abc import Callable

from bot.translator import Html, Translator

_UNREADABLE: dict[str, Callable[[Translator], Html]] = {
    "sticker": lambda t: t.gettext("😊 A fine sticker, but I need a photo of the problem."),
    "voice": lambda t: t.gettext("🎤 I cannot listen to voice messages. Please write it, or send a photo."),
    "audio": lambda t: t.gettext("🎵 I cannot listen to audio. Please write it, or send a photo."),
    "video_note": lambda t: t.gettext("⭕ Round videos cannot be taken. Please send a photo or an ordinary video."),
    "poll": lambda t: t.gettext("📊 I cannot take polls. Please send a photo of the problem."),
    "dice": lambda t: t.gettext("🎲 I do not play, though I would like to. Please send a photo of the problem."),
    "contact": lambda t: t.gettext("👤 I need no phone numbers, and this one was not kept. Please send a photo."),
}


def unreadable(t: Translator, kind: str) -> Html:
    """A message of a kind that cannot be taken."""
    if kind in _UNREADABLE:
        return _UNREADABLE[kind](t)
    return t.gettext("🤔 I cannot take this kind of message. Please send a photo, a place or a few words.")


def unknown_command(t: Translator) -> Html:
    """A command that is none, or none of this person's."""
    return t.gettext("🤔 There is no such command. /help tells what I can do.")


def stale_button(t: Translator) -> Html:
    """A button that nothing belongs to any more."""
    return t.gettext("This button does not work any more. Please use the newest message, or begin with /start.")
