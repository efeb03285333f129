"""The draft card: what is there, what is missing, and the one thing to do next."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import notes, places, words
from bot.views.layout import cut, lines, paragraphs
from domain import terms
from domain.words import Kind, Located
from models import Draft
from services.drafts import Sketch

DESCRIPTION_SHOWN = 300
"""Of a description on the card, in UTF-16 units: the card should fit on a phone's screen."""


def card(t: Translator, sketch: Sketch, note: str | None = None, *, undo: bool = False) -> Content:
    """The card itself; `note` is a remark on what was just done, `undo` offers to take words back."""
    draft = sketch.draft
    text = paragraphs(
        _title(t, draft),
        lines(_photos_line(t, sketch), _place_line(t, sketch), _category_line(t, sketch), _description_line(t, draft)),
    )
    offer = _offer(t, draft)
    below = "\n\n".join(part for part in (note, offer or _hint(t, sketch)) if part)
    rows = [*(_offer_rows(t, draft) if offer else []), *_rows(t, sketch)]
    if undo:
        rows.append([button(t.gettext("↩️ Not a description"), "draft", "undescribe", draft.id)])
    return Content(f"{text}\n\n{below}", rows)


def foot(t: Translator, draft_id: int) -> list[Button]:
    """Back, Cancel and Send, on every screen of a draft."""
    return [
        button(t.gettext("⬅️ Back"), "draft", "card", draft_id),
        button(t.gettext("✖️ Cancel"), "draft", "cancel", draft_id),
        button(t.gettext("📤 Send"), "draft", "send", draft_id),
    ]


def _title(t: Translator, draft: Draft) -> Html:
    if draft.kind is Kind.SUGGESTION:
        return t.gettext("💡 <b>New suggestion</b>")
    return t.gettext("📝 <b>New request</b>")


def _line(there: bool, what: str) -> str:
    return f"{'✅' if there else '▫️'} {what}"


def _photos_line(t: Translator, sketch: Sketch) -> str:
    n = sketch.files
    if n:
        what = t.gettext("📷 Photos and videos: {n} of {limit}", n=n, limit=terms.PHOTOS)
    else:
        what = t.gettext("📷 Photos: at least one")
    return _line(n > 0, what)


def _place_line(t: Translator, sketch: Sketch) -> str:
    if not sketch.has_place:
        return _line(False, t.gettext("📍 Place: not known yet"))
    return _line(True, f"📍 {places.place(t, sketch.draft)}")


def _category_line(t: Translator, sketch: Sketch) -> str:
    draft = sketch.draft
    if draft.category is not None:
        return _line(True, f"🏷 {escape(words.category_name(t, draft.category))}")
    if draft.category_open:
        return _line(True, t.gettext("🏷 Category: the akimat will choose"))
    return _line(False, t.gettext("🏷 Category: not chosen yet"))


def _description_line(t: Translator, draft: Draft) -> str:
    if draft.description:
        return _line(True, f"📝 {escape(cut(draft.description, DESCRIPTION_SHOWN))}")
    return _line(False, t.gettext("📝 Description: if you like"))


def _hint(t: Translator, sketch: Sketch) -> Html:
    """The next step."""
    match sketch.missing():
        case ["photo", *_]:
            return t.gettext("👉 Send one or more photos of it right here.")
        case ["place", *_]:
            return t.gettext("👉 Now the place: press “Send my location” below, or 📎 → Location.")
        case ["category", *_]:
            return t.gettext("👉 Now choose what it is about.")
        case _:
            return t.gettext("👉 Everything is here. You can send it.")


def _rows(t: Translator, sketch: Sketch) -> list[Sequence[Button]]:
    """The main button on top, the others below."""
    draft_id = sketch.draft.id
    place = button(t.gettext("📍 Place"), "draft", "place", draft_id)
    category = button(t.gettext("🏷 Category"), "draft", "categories", draft_id, 0)
    describe = button(t.gettext("📝 Description"), "draft", "describe", draft_id)
    send = button(t.gettext("📤 Send"), "draft", "send", draft_id)
    cancel = button(t.gettext("✖️ Cancel"), "draft", "cancel", draft_id)
    others = [describe]
    if sketch.files:
        others.append(button(t.gettext("📷 Photos"), "draft", "photos", draft_id, 0))
    match sketch.missing():
        case ["place", *_]:
            return [[{**place, "text": t.gettext("📍 Show the place")}], *_pairs([category, *others]), [cancel, send]]
        case ["category", *_]:
            return [[{**category, "text": t.gettext("🏷 Choose a category")}], *_pairs([place, *others]), [cancel, send]]
        case []:
            label = t.gettext("📤 Send to the akimat")
            return [[{**send, "text": label}], [place, category], [*others], [cancel]]
        case _:
            return [[place, category], others, [cancel, send]]


def _pairs(buttons: Sequence[Button]) -> list[Sequence[Button]]:
    """Two to a row: of three, a narrow phone cuts the words."""
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def _offer(t: Translator, draft: Draft) -> Html | None:
    offered = draft.offered
    if offered is None:
        return None
    if offered["located"] == Located.EXIF:
        return notes.exif_place(t, places.point(t, offered["lat"], offered["lon"], offered["region"]))
    return notes.border_place(t, offered["region"])


def _offer_rows(t: Translator, draft: Draft) -> list[Sequence[Button]]:
    return [
        [
            button(t.gettext("✅ Yes"), "draft", "here", draft.id),
            button(t.gettext("❌ No"), "draft", "elsewhere", draft.id),
        ]
    ]


def photos(t: Translator, sketch: Sketch, media_ids: Sequence[int], at: int) -> Content:
    """The photos one by one, each with a button to remove it."""
    draft_id, n = sketch.draft.id, len(media_ids)
    at = min(max(at, 0), n - 1)
    turn = [button(t.gettext("🗑 Remove this one"), "draft", "unphoto", draft_id, media_ids[at])]
    if n > 1:
        before = button("◀️", "draft", "photos", draft_id, (at - 1) % n)
        after = button("▶️", "draft", "photos", draft_id, (at + 1) % n)
        turn = [before, *turn, after]
    rows: list[Sequence[Button]] = [turn]
    if n > 1:
        rows.append([button(t.gettext("🧹 Remove all"), "draft", "nophotos", draft_id)])
    text = t.gettext("📷 Photo {number} of {count}", number=at + 1, count=n)
    return Content(text, [*rows, foot(t, draft_id)], media_id=media_ids[at])


def describe(t: Translator, draft: Draft) -> Content:
    """Asks for the description, showing the one that is there."""
    shown = f"<blockquote>{escape(draft.description)}</blockquote>" if draft.description else ""
    text = lines(
        t.gettext("📝 <b>What is wrong there?</b>"),
        shown,
        t.gettext("Write a few words, at most {limit} characters.", limit=t.number(terms.DESCRIPTION)),
    )
    remove = [button(t.gettext("🗑 Remove"), "draft", "undescribe", draft.id)] if draft.description else []
    return Content(text, [remove, foot(t, draft.id)])


def more_words(t: Translator, draft: Draft, text: str) -> Content:
    """There is a description already, and more words came."""
    body = lines(
        t.gettext("📝 There is a description already:"),
        f"<blockquote>{escape(cut(draft.description or '', DESCRIPTION_SHOWN))}</blockquote>",
        t.gettext("What shall I do with the new words?"),
        f"<blockquote>{escape(cut(text, DESCRIPTION_SHOWN))}</blockquote>",
    )
    choice = [
        button(t.gettext("➕ Add"), "draft", "addwords", draft.id),
        button(t.gettext("🔄 Replace"), "draft", "newwords", draft.id),
        button(t.gettext("🚫 Leave"), "draft", "card", draft.id),
    ]
    return Content(body, [choice])


def cancelling(t: Translator, draft_id: int) -> Content:
    """Asks whether the draft shall really go."""
    yes = button(t.gettext("🗑 Yes, delete it"), "draft", "drop", draft_id)
    no = button(t.gettext("⬅️ No, keep it"), "draft", "card", draft_id)
    return Content(t.gettext("Delete this draft with its photos?"), [[yes, no]])


def over(t: Translator) -> Html:
    """A button of a draft that is no more."""
    return t.gettext("This draft is over. To begin a new one, just send a photo.")


def unfinished(t: Translator) -> Html:
    """A new request is wanted, and there is a draft still."""
    return t.gettext("✏️ You have an unfinished draft. Send or cancel it first.")


def cancelled(t: Translator) -> Content:
    """The draft is gone."""
    return Content(t.gettext("🗑 The draft is deleted. Whenever you see something, just send a photo."))


def forgotten(t: Translator) -> Content:
    """The draft went after two weeks of silence."""
    return Content(t.gettext("🗑 Your unfinished draft was deleted after two weeks. You can begin anew with a photo."))
