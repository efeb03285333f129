"""Questions that are answered in words: what to write, and the way back."""

from collections.abc import Callable

from bot.content import Content, Rows, button
from bot.translator import Html, Translator
from bot.views import words
from bot.views.layout import lines
from domain import terms

_HINTS: dict[str, Callable[[Translator], Html]] = {
    "ask": lambda t: t.ngettext(
        "❓ Write your question to the citizen. They have {n} day to answer.",
        "❓ Write your question to the citizen. They have {n} days to answer.",
        terms.NO_ANSWER.days,
    ),
    "note": lambda t: t.gettext("📝 Write a note. Only colleagues will read it."),
    "forward": lambda t: t.gettext("Write why it belongs there: its akimat and the citizen will read it."),
    "reject": lambda t: t.gettext("🚫 Write the reason in a message: the citizen will read your words."),
    "category": lambda t: t.gettext("🏷 Type a word to search the categories by."),
    "duplicate": lambda t: t.gettext("🔗 Type the number of the request that it repeats."),
    "return": lambda t: t.gettext("↩️ Write why you cannot do it. The operators will read it."),
    "uphold": lambda t: t.gettext("🌿 The work stands. Write your answer to the citizen."),
    "reopen": lambda t: t.gettext("🔁 The work will be done again. Write your answer to the citizen."),
    "grant": lambda t: t.gettext("👍 The appeal is right. Write your answer to the citizen."),
    "refuse": lambda t: t.gettext("👎 The rejection stands. Write your answer to the citizen."),
}


def prompt(
    t: Translator,
    what: str,
    request_id: int,
    area: str,
    photo: int | None,
    *,
    only_words: bool = False,
    region: str = "",
    ready: Rows = (),
) -> Content:
    """Ask for words. Back leads to the card of `area`; `only_words` says that something else came instead.

    `region` is where the request is to be handed over to; `ready` are buttons with ready answers.
    """
    text = lines(
        f"<b>{t.gettext('№ {number}', number=request_id)}</b>",
        t.gettext("↪️ To: {region}", region=words.region_name(t, region)) if what == "forward" else "",
        _HINTS[what](t),
        or_ready(t) if ready else "",
        needs_words(t) if only_words else "",
    )
    return Content(text, [*ready, [button(t.gettext("⬅️ Back"), area, "open", request_id)]], media_id=photo)


def or_ready(t: Translator) -> Html:
    """That there are ready answers below."""
    return t.gettext("Or choose a ready answer: everybody reads it in their own language.")


def needs_words(t: Translator) -> Html:
    """When a photo or something else came where words are due."""
    return t.gettext("⚠️ Words are needed here: please write a message, or press Back.")
