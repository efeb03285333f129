"""The executors' photo report in the making: what is there, what is missing, and what could not be taken."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import dumps, templates, words
from bot.views.fitting import CAPTION, MESSAGE, fitted
from bot.views.layout import cut
from bot.views.whereabouts import distance
from domain import terms
from domain.proof import REPORT_METRES, metres_between
from domain.words import TemplateUse
from services.reports import Report
from services.tasks import Beside
from services.templates import Ready


def report(t: Translator, made: Report, note: str = "") -> Content:
    """The report so far; `note` says what could not be taken, and why."""
    request_id, n = made.request.id, len(made.files)
    collected = t.ngettext(
        "📷 {n} photo or video of {limit}", "📷 {n} photos and videos of {limit}", n, limit=terms.PHOTOS
    )
    before = [
        t.gettext("✅ <b>Report on № {number}</b>", number=request_id),
        collected if n else t.gettext("📷 Send photos of what was done: at least one."),
        *(dumps.said_lines(t, made.said.dump) if made.is_dump else []),
        _place(t, made),
        _together(t, made),
    ]
    after = [note, _hint(t, made)]
    text = fitted(before, made.said.comment, after, CAPTION if n else MESSAGE)
    return Content(text, _rows(t, made), media_id=made.files[-1].id if n else None)


def _rows(t: Translator, made: Report) -> list[Sequence[Button]]:
    request_id = made.request.id
    send = [] if made.missing() else [button(t.gettext("📨 Send the report"), "report", "send", request_id)]
    again: list[Button] = []
    if made.files or made.said.comment or made.said.place:
        again = [button(t.gettext("🗑 Begin anew"), "report", "clear", request_id)]
    ready = button(t.gettext("💬 Ready words"), "report", "words", request_id)
    return [
        *(dumps.rows(t, request_id, made.said.dump) if made.is_dump else []),
        *([_beside(t, made, task)] for task in made.beside),
        [ready],
        send,
        [*again, button(t.gettext("⬅️ Back"), "report", "leave", request_id)],
    ]


def ready_words(t: Translator, request_id: int, found: Sequence[Ready], page: int = 0) -> Content:
    """Ready words for the comment."""
    text = t.gettext("💬 <b>Ready words</b>\nEverybody reads them in their own language.")
    back = button(t.gettext("⬅️ Back"), "report", "open", request_id)
    return Content(text, [*templates.rows(t, "report", request_id, TemplateUse.DONE, found, page), [back]])


def _beside(t: Translator, made: Report, task: Beside) -> Button:
    mark = "☑️" if task.id in made.said.also else "☐"
    name = cut(words.category_name(t, task.category), 40)
    label = f"{mark} № {task.id} · {distance(t, task.metres)} · {name}"
    return button(label, "report", "also", made.request.id, task.id)


def _together(t: Translator, made: Report) -> str:
    if not made.beside:
        return ""
    if made.said.also:
        listed = ", ".join(t.gettext("№ {number}", number=number) for number in made.said.also)
        return t.gettext("🔗 The same report goes to: {requests}", requests=Html(listed))
    return t.gettext("🔗 You have other tasks here. Done together? Tick them: they get the same report.")


def _place(t: Translator, made: Report) -> str:
    request, place = made.request, made.said.place
    if place is None:
        return t.gettext(
            "📍 Send your location too (📎 → Location): it shows that you were there. You may leave it out."
        )
    metres = metres_between(request.lat, request.lon, place)
    if metres is None:
        return t.gettext("📍 Your location is there.")
    if metres <= REPORT_METRES:
        return t.gettext("📍 Your location: {distance} from the place.", distance=distance(t, metres))
    return t.gettext(
        "📍 Your location is {distance} from the place. If you are there now, send it once more.",
        distance=distance(t, metres),
    )


def _hint(t: Translator, made: Report) -> str:
    if made.files and not made.has_photo:
        return t.gettext("A video alone is not enough: please add a photo.")
    if not made.files:
        return t.gettext("Take them on the spot. You may also write a comment.")
    if made.missing():
        return ""
    if made.said.comment:
        return t.gettext("You can add photos, write again to replace the comment, or send the report.")
    return t.gettext("You can add photos, write a comment, or send the report.")


def reported(t: Translator, numbers: Sequence[int]) -> Content:
    """The report is sent, for one task or several."""
    if len(numbers) == 1:
        text = t.gettext(
            "✅ The report on № {number} is sent. The citizen sees the photos and says what they think of the work.",
            number=numbers[0],
        )
    else:
        listed = ", ".join(t.gettext("№ {number}", number=number) for number in numbers)
        text = t.gettext(
            "✅ The report is sent for {requests}. The citizens see the photos and say what they think of the work.",
            requests=Html(listed),
        )
    return Content(text, [_to_tasks(t)])


def whose(t: Translator, numbers: Sequence[int], since: int) -> Content:
    """Photos came from somebody in the middle of a task: a report, or a request of their own? `since`: a moment."""
    text = t.gettext("📷 <b>Are these photos a report on your task?</b>\nNothing is lost, whatever you choose.")
    rows = [
        [button(t.gettext("✅ Yes, № {number}", number=number), "whose", "report", number, since)] for number in numbers
    ]
    return Content(text, [*rows, [button(t.gettext("📝 No, a new request"), "whose", "draft")]])


def no_forwards(t: Translator) -> Html:
    """A forwarded photo came."""
    return t.gettext("⚠️ Forwarded photos cannot be part of a report. Please send your own, taken on the spot.")


def no_forwarded_place(t: Translator) -> Html:
    """A forwarded location came."""
    return t.gettext("⚠️ A forwarded location says nothing of where you are. Please send your own.")


def full(t: Translator) -> Html:
    """An eleventh photo came."""
    return t.gettext("⚠️ {limit} photos and videos are there already; the others were left out.", limit=terms.PHOTOS)


def unfit(t: Translator) -> Html:
    """A file that is too large, or no picture."""
    return t.gettext("⚠️ This file is not a photo or video of up to 20 MB. Please send another one.")


def unreadable(t: Translator) -> Html:
    """A file turned out to be no picture when it was fetched."""
    return t.gettext("⚠️ One of the files could not be read as a photo or video and was taken out.")


def unreadable_later(t: Translator, request_id: int) -> Html:
    """The same, found out when the report had been sent already."""
    return t.gettext(
        "⚠️ A file of your report on № {number} could not be read as a photo or video. Others will not see it.",
        number=request_id,
    )


def nothing_for_report(t: Translator) -> Html:
    """Neither a picture nor words nor a place."""
    return t.gettext("⚠️ Photos, videos, your location and a comment in words can be part of a report.")


def gone(t: Translator, why: str) -> Content:
    """A report that can no longer be made."""
    return Content(why, [_to_tasks(t)])


def _to_tasks(t: Translator) -> list[Button]:
    return [button(t.gettext("⬅️ To my tasks"), "tasks", "open")]
