"""Ready answers: choosing one for a citizen, and what a supervisor makes of them."""

from collections.abc import Mapping, Sequence

from bot.content import Button, Content, button
from bot.translator import NATIVE_NAMES, Html, Translator
from bot.views import setup, words
from bot.views.choices import paged
from bot.views.fitting import CAPTION, visible
from bot.views.layout import cut, lines, paragraphs, quoted
from domain import terms
from domain.words import TemplateUse
from services.templates import LIMIT, LOCALES, Ready

BEGINNING = 60
"""UTF-16 units of a ready answer on a button."""


def rows(
    t: Translator, area: str, request_id: int, head: str, found: Sequence[Ready], page: int = 0
) -> list[list[Button]]:
    """A page of ready answers to choose from: `ready` shows one whole, `readies` turns the page.

    Both buttons carry `head` and, after a dot, the ready answer's `ref` or the page.
    """
    choices = [
        button(f"💬 {cut(_one_line(r.text(t.locale)), BEGINNING)}", area, "ready", request_id, f"{head}.{r.ref}")
        for r in found
    ]
    return paged(choices, page, lambda label, to: button(label, area, "readies", request_id, f"{head}.{to}"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def chosen(
    t: Translator, request_id: int, ready: Ready, *, head: str, area: str, verb: str, back: Button, photo: int | None
) -> Content:
    """One of them, whole, before it is sent by `verb`."""
    text = lines(
        f"<b>{t.gettext('№ {number}', number=request_id)}</b>",
        quoted(ready.text(t.locale)),
        t.gettext("Everybody reads it in their own language. Send it, or write your own words in a message."),
    )
    send = button(t.gettext("📨 Send"), area, verb, request_id, f"{head}.{ready.ref}")
    # A long one has no room under a photo.
    return Content(text, [[send], [back]], media_id=photo if visible(text) <= CAPTION else None)


def back(t: Translator) -> Html:
    """The words on the way back."""
    return t.gettext("⬅️ Back")


def use_name(t: Translator, use: TemplateUse) -> Html:
    """What ready answers are for."""
    return {
        TemplateUse.REJECT: t.pgettext("ready answers", "🚫 For rejecting"),
        TemplateUse.ASK: t.pgettext("ready answers", "❓ For questions"),
        TemplateUse.DONE: t.pgettext("ready answers", "✅ For finished work"),
    }[use]


def _head(t: Translator, region: str, use: TemplateUse | None = None) -> str:
    return lines(
        t.gettext("📝 <b>Ready answers</b>"),
        words.region_name(t, region),
        use_name(t, use) if use is not None else "",
    )


def uses(t: Translator, region: str, counted: Mapping[TemplateUse, int]) -> Content:
    """What they are for, each with how many are offered."""
    said = t.gettext("They are offered when a request is rejected, when the citizen is asked, and in the report.")
    choices = [
        [button(f"{use_name(t, use)} · {t.number(n)}", "templates", "use", 0, f"{region}.{use}")]
        for use, n in counted.items()
    ]
    return Content(paragraphs(_head(t, region), said), [*choices, [setup.back_to_hub(t, region)]])


def listing(t: Translator, region: str, use: TemplateUse, found: Sequence[Ready], page: int = 0) -> Content:
    """All of one use; a closed eye marks those that are not offered."""
    place = f"{region}.{use}"
    choices = [
        button(cut(f"{_sign(r)}{_one_line(r.text(t.locale))}", BEGINNING), "templates", "one", 0, f"{place}.{r.ref}")
        for r in found
    ]
    new = [button(t.gettext("➕ A new one"), "templates", "new", 0, place)] if len(found) < LIMIT else []
    full = "" if new else t.gettext("The list is full. Delete one of your own to make room for another.")
    buttons = [
        *paged(choices, page, lambda label, to: button(label, "templates", "use", to, place)),
        new,
        [button(t.gettext("⬅️ Back"), "templates", "open", 0, region)],
    ]
    return Content(paragraphs(_head(t, region, use), full), buttons)


def _sign(ready: Ready) -> str:
    if ready.hidden:
        return "🙈 "
    return "✏️ " if ready.changed or not ready.shipped else ""


def one(t: Translator, region: str, ready: Ready) -> Content:
    """One of them in its three languages, with what can be done to it."""
    arg = f"{region}.{ready.use}.{ready.ref}"
    said = [lines(f"<b>{NATIVE_NAMES[at]}</b>", _text(t, ready.texts[at])) for at in LOCALES]
    if ready.hidden:
        said.insert(0, t.gettext("🙈 This one is not offered."))
    edit = [button(f"✏️ {NATIVE_NAMES[at]}", "templates", "edit", 0, f"{arg}.{at}") for at in LOCALES]
    deeds: list[Button] = []
    if ready.hidden:
        deeds.append(button(t.gettext("👁 Offer it again"), "templates", "restore", 0, arg))
    elif ready.changed:
        deeds.append(button(t.gettext("↩️ As it was at first"), "templates", "restore", 0, arg))
    if not ready.hidden:
        gone = t.gettext("🙈 Do not offer") if ready.shipped else t.gettext("🗑 Delete")
        deeds.append(button(gone, "templates", "remove", 0, arg))
    back = [button(t.gettext("⬅️ Back"), "templates", "use", 0, f"{region}.{ready.use}")]
    rows_of = [[] if ready.hidden else edit, *([deed] for deed in deeds), back]
    return Content(paragraphs(_head(t, region, ready.use), *said), rows_of)


def _text(t: Translator, text: str) -> str:
    return quoted(text) if text else t.gettext("⚠️ Not written yet: its readers get another language.")


def asking(
    t: Translator, region: str, use: TemplateUse, locale: str, ready: Ready | None, *, only_words: bool = False
) -> Content:
    """Asks for the text in one language: of a ready answer, or of a new one."""
    text = paragraphs(
        _head(t, region, use),
        quoted(ready.texts[locale]) if ready is not None else "",
        # Translators: {language} is the language's own name for itself, e.g. Қазақша.
        t.gettext("✍️ Write the text in a message. Language: {language}", language=NATIVE_NAMES[locale]),
        t.ngettext("At most {n} character fits.", "At most {n} characters fit.", terms.COMMENT),
        t.gettext("⚠️ Words are needed here: please write a message, or press Back.") if only_words else "",
    )
    place = f"{region}.{use}"
    back = ("use", place) if ready is None else ("one", f"{place}.{ready.ref}")
    return Content(text, [[button(t.gettext("⬅️ Back"), "templates", back[0], 0, back[1])]])
