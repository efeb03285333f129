"""Doubtful photo reports: the list, and each with what speaks against it. Flags for people, never a verdict."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import dumps, staff_words, words
from bot.views.fitting import CAPTION, visible
from bot.views.layout import cut, lines
from bot.views.whereabouts import distance
from domain.proof import Doubt
from models import WorkReport
from services.doubts import Case, DoubtPage

SHOWN = 10
"""Doubts on one screen; a report has ten photos at the most, and few of them are doubtful twice."""


def listing(t: Translator, page: DoubtPage) -> Content:
    """Doubtful reports that nobody has looked at, the oldest first."""
    rows: list[Sequence[Button]] = [[button(_label(t, row), "doubts", "show", row.id)] for row in page.rows]
    turn = [button("◀️", "doubts", "before", page.previous)] if page.previous else []
    if page.next:
        turn.append(button("▶️", "doubts", "from", page.next))
    text = lines(
        t.gettext("🔍 <b>Doubtful reports</b>"),
        t.gettext("Something speaks against the photos of these reports. Please look: only people decide.")
        if page.rows
        else t.gettext("Nothing to look at. 🌿"),
    )
    return Content(text, [*rows, turn, [button(t.gettext("⬅️ To the queue"), "queue", "open")]])


def _label(t: Translator, row: Any) -> str:
    name = cut(words.category_name(t, row.category), 40)
    number = t.gettext("№ {number}", number=row.request_id)
    return f"⚠️ {t.number(len(row.doubts))} · {number} · {t.date(row.at)} · {name}"


def case(t: Translator, found: Case, *, may_pass: bool) -> Content:
    """One report with all that speaks against it, showing the first photo in question."""
    report, doubts = found.report, (found.report.doubts or [])[:SHOWN]
    photo = next((d["media"] for d in doubts if "media" in d), None)
    executor = cut(found.executor or "", staff_words.NAME)
    before = [
        t.gettext("🔍 <b>The report on № {number}</b>", number=report.request_id),
        escape(words.category_name(t, found.request.category)),
        t.gettext("👷 Executor: {name}", name=executor) if executor else "",
        t.gettext("Reported: {moment}", moment=t.moment(report.at)),
        *dumps.staff_lines(t, report),
        _whereabouts(t, report),
        *(f"⚠️ {n}. {sentence(t, doubt)}" for n, doubt in enumerate(doubts, 1)),
    ]
    text = lines(
        *before,
        _looked(t, found) or t.gettext("A flag is no verdict: please compare the pictures and decide."),
    )
    # Where more speaks against it than fits under a photo, the words matter more.
    shown = photo if visible(text) <= CAPTION else None
    return Content(text, _case_rows(t, report, doubts, may_pass=may_pass), media_id=shown)


def _case_rows(
    t: Translator, report: WorkReport, doubts: Sequence[dict[str, Any]], *, may_pass: bool
) -> list[Sequence[Button]]:
    pairs = [
        button(t.gettext("🖼 Side by side: {n}", n=n), "doubts", "pair", report.id, n)
        for n, doubt in enumerate(doubts, 1)
        if "other" in doubt
    ]
    fine = [button(t.gettext("👌 Looks fine"), "doubts", "fine", report.id)] if may_pass else []
    return [
        *(pairs[start : start + 2] for start in range(0, len(pairs), 2)),
        [button(t.gettext("📋 The card"), "card", "open", report.request_id), *fine],
        [button(t.gettext("⬅️ Doubtful reports"), "doubts", "open")],
    ]


def _whereabouts(t: Translator, report: WorkReport) -> str:
    if report.lat is None:
        return t.gettext("📍 No location was sent with it.")
    if report.metres is None:
        return ""
    return t.gettext("📍 From the place: {distance}", distance=distance(t, report.metres))


def _looked(t: Translator, found: Case) -> str:
    at = found.report.looked_at
    if at is None:
        return ""
    name = cut(found.looked_by or "", staff_words.NAME)
    return t.gettext("👌 {name} looked at it on {moment}: it looks fine.", name=name, moment=t.moment(at))


def sentence(t: Translator, doubt: dict[str, Any]) -> Html:
    """What one doubt says."""
    kind = Doubt(doubt["doubt"])
    if kind is Doubt.FROM_CITIZEN:
        return t.gettext("A photo looks like the one the citizen sent, from before the work.")
    if kind is Doubt.USED_BEFORE:
        return t.gettext("A photo looks the same as one in the report on № {number}.", number=doubt["number"])
    if kind is Doubt.FAR:
        return t.gettext("The executor's location is {distance} away.", distance=distance(t, doubt["metres"]))
    if kind is Doubt.TAKEN_FAR:
        return t.gettext("By the camera, a photo was taken {distance} away.", distance=distance(t, doubt["metres"]))
    taken = t.moment(datetime.fromisoformat(doubt["taken"]))
    if kind is Doubt.TAKEN_BEFORE:
        return t.gettext("By the camera, a photo was taken before the request was sent: {moment}.", moment=taken)
    return t.gettext("By the camera, a photo was taken long before the report: {moment}.", moment=taken)


def pair_caption(t: Translator, number: int, doubt: dict[str, Any]) -> str:
    """What is written under two photos side by side: the photo in question first."""
    head = t.gettext("№ {number}: the report's photo, then the other one.", number=number)
    return lines(head, f"⚠️ {sentence(t, doubt)}")


def card_lines(t: Translator, report: WorkReport | None) -> list[str]:
    """On the card of a request: what was reported of a dump, and that something is doubtful."""
    if report is None:
        return []
    return [*dumps.staff_lines(t, report), _flag(t, report)]


def _flag(t: Translator, report: WorkReport) -> str:
    n = len(report.doubts or [])
    if not n or report.looked_at is not None:
        return ""
    return t.ngettext("⚠️ {n} doubt about the photo report", "⚠️ {n} doubts about the photo report", n)


def card_row(t: Translator, report: WorkReport | None) -> list[Button]:
    """On the card of a request: the way to the doubts; nothing where there are none."""
    if report is None or not report.doubts:
        return []
    return [button(t.gettext("🔍 Doubts about the report"), "doubts", "show", report.id)]


def queue_row(t: Translator, number: int) -> list[Button]:
    """On the queue: the way to the doubtful reports; nothing where there are none."""
    return [button(t.gettext("🔍 Doubtful reports: {n}", n=t.number(number)), "doubts", "open")] if number else []
