"""Short remarks of the draft card: what was just taken, what could not be, and why."""

from collections.abc import Callable

from bot.translator import Html, Translator
from bot.views import words
from domain import terms
from services.geography import BAIKONUR, Place


def outside(t: Translator) -> Html:
    """A point that is in no region."""
    return t.gettext(
        "🧭 This point lies outside Kazakhstan or at sea, so no akimat can take it. Please check it and send another."
    )


def no_coordinates(t: Translator) -> Html:
    """Numbers that look like coordinates but are none."""
    return t.gettext("🧭 These are not coordinates. They look like this: <code>43.238, 76.945</code>")


def blind_link(t: Translator) -> Html:
    """A link to a map that carries no position."""
    return t.gettext(
        "🔗 This link does not say where the place is. Open it, hold your finger on the place and copy the "
        "coordinates — or send the point here: 📎 → Location."
    )


def baikonur(t: Translator) -> Html:
    """A point in the Baikonur complex."""
    return t.gettext(
        "ℹ️ This seems to be in the Baikonur complex, which Russia leases: the akimat may not be the one to help there."
    )


def of_place(t: Translator, place: Place) -> Html | None:
    """What should be said of a point that was taken."""
    return baikonur(t) if BAIKONUR in place.flags else None


def swapped(t: Translator) -> Html:
    """Coordinates that were turned round."""
    return t.gettext("🔄 I have taken the first number as longitude: only so is the point in Kazakhstan.")


def double(t: Translator) -> Html:
    """A photo that is there already."""
    return t.gettext("👌 This photo is already here.")


def full(t: Translator) -> Html:
    """More photos than fit."""
    return t.ngettext(
        "📷 At most {n} photo or video fits. The others were left out.",
        "📷 At most {n} photos and videos fit. The others were left out.",
        terms.PHOTOS,
    )


def too_big(t: Translator) -> Html:
    """A file over the limit."""
    megabytes = terms.FILE_BYTES // 1024 // 1024
    return t.gettext(
        "🐘 This file is too large: at most {limit} MB can be taken. Please send a shorter video, "
        "or the photo as usual.",
        limit=megabytes,
    )


def not_a_picture(t: Translator) -> Html:
    """A document that is neither photo nor video."""
    return t.gettext("📄 Documents cannot be taken, only photos and videos: JPEG, PNG, WebP, HEIC or MP4.")


def words_taken(t: Translator) -> Html:
    """A text that became the description."""
    return t.gettext("📝 I have taken your words as the description.")


def caption_added(t: Translator) -> Html:
    """A caption, where there was a description already."""
    return t.gettext("📝 I have added the caption to the description.")


def caption_left(t: Translator) -> Html:
    """A caption that does not fit the description."""
    return t.gettext("📝 The caption is too long for the description, so it was left out.")


def exif_place(t: Translator, where: str) -> Html:
    """The question about a photo's own position."""
    return t.gettext("🛰 The photo knows where it was taken: {place}. Use it?", place=where)


def border_place(t: Translator, region: str) -> Html:
    """The question about a point just across a border."""
    return t.gettext(
        "🧭 This point lies right at a border, and our map is not that exact. Is it in this region: {region}?",
        region=words.region_name(t, region),
    )


def edited(t: Translator) -> Html:
    """A message that was changed after sending."""
    return t.gettext("✏️ Changes of sent messages do not reach me. Please send it again as a new message.")


_PROBLEMS: dict[str, Callable[[Translator], Html]] = {
    "Empty": lambda t: t.gettext("the file is empty"),
    "TooBig": lambda t: t.gettext("the file is too large"),
    "NotAnImage": lambda t: t.gettext("it is not a picture, whatever its name says"),
    "NotAVideo": lambda t: t.gettext("it is not a video, whatever its name says"),
    "UnsupportedFormat": lambda t: t.gettext("pictures of this kind cannot be opened here"),
    "TooManyPixels": lambda t: t.gettext("the picture is too large"),
    "Truncated": lambda t: t.gettext("the file is damaged or cut short"),
}


def problem(t: Translator, name: str | None) -> Html:
    """Why a file could not be opened, as the end of a sentence."""
    if name not in _PROBLEMS:
        return t.gettext("it could not be fetched from Telegram")
    return _PROBLEMS[name](t)


def refused_file(t: Translator, name: str | None) -> Html:
    """A file of the draft that had to be taken off."""
    return t.gettext(
        "🖼 One of your files had to be left out: {reason}. Please send another photo.", reason=problem(t, name)
    )


def refused_later(t: Translator, number: int, name: str | None) -> Html:
    """A file of a request that could not be opened after sending."""
    return t.gettext(
        "🖼 One file of your request № {number} could not be opened: {reason}. The request itself is with the akimat.",
        number=number,
        reason=problem(t, name),
    )


def reminder(t: Translator) -> Html:
    """A draft that has been waiting."""
    return t.gettext(
        "⏳ This draft has been waiting for a week. Finish it, or cancel it; in another week it will be deleted."
    )


def nothing_readable(t: Translator) -> Html:
    """A text of nothing but invisible characters."""
    return t.gettext("🤔 I can see no words in this message. Please write it again.")
