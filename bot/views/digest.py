"""The morning's digest: what waits for somebody today, in one message."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import words
from bot.views.layout import lines, paragraphs
from bot.views.notices_staff import task_button
from services.digest import CountryDigest, Digest, QueueDigest, TaskDigest

REGIONS = 5
"""Regions that are named in the ministry's digest."""


def digest(t: Translator, found: Digest, now: datetime) -> Content:
    """Everything one person is told in the morning; parts that are empty are left out."""
    text = paragraphs(
        lines(
            t.gettext("☀️ <b>Good morning! Today is {date}.</b>", date=t.date(now)),
            escape(", ".join(words.region_name(t, region) for region in found.regions)) if found.queue else "",
        ),
        _tasks(t, found.tasks) if found.tasks else "",
        _queue(t, found.queue) if found.queue else "",
        _country(t, found.country) if found.country else "",
    )
    return Content(text, _rows(t, found))


def _count(sign: str, sentence: Html, n: int) -> Html:
    return Html(f"{sign} {sentence}") if n else Html("")


def _tasks(t: Translator, own: TaskDigest) -> str:
    return lines(
        f"<b>{t.gettext('Your tasks')}</b>",
        _count("⏰", t.gettext("Overdue: {n}", n=t.number(own.overdue)), own.overdue),
        _count("📅", t.gettext("Due today: {n}", n=t.number(own.today)), own.today),
    )


def _queue(t: Translator, queue: QueueDigest) -> str:
    return lines(
        f"<b>{t.gettext('The queue')}</b>",
        _count("⏰", t.gettext("Overdue: {n}", n=t.number(queue.overdue)), queue.overdue),
        _count("📅", t.gettext("Due today: {n}", n=t.number(queue.today)), queue.today),
        _count("🆕", t.gettext("Waiting for a decision: {n}", n=t.number(queue.waiting)), queue.waiting),
        _count("↩️", t.gettext("Returned by executors: {n}", n=t.number(queue.returned)), queue.returned),
        _count("🔍", t.gettext("Photo reports to look at: {n}", n=t.number(queue.doubts)), queue.doubts),
        _count("⚖️", t.gettext("Complaints and appeals: {n}", n=t.number(queue.complaints)), queue.complaints),
        _climbed(t, queue.escalated, queue.raised),
    )


def _climbed(t: Translator, all_: int, new: int) -> Html:
    if new:
        said = t.gettext("Overdue for too long: {n}, new since yesterday: {new}", n=t.number(all_), new=t.number(new))
    else:
        said = t.gettext("Overdue for too long: {n}", n=t.number(all_))
    return _count("🔺", said, all_)


def _country(t: Translator, country: CountryDigest) -> str:
    unruled = sum(n for _, n in country.unruled)
    said = t.gettext("Complaints and appeals in regions without a supervisor: {n}", n=t.number(unruled))
    return lines(
        f"<b>{t.gettext('The country')}</b>",
        _climbed(t, sum(n for _, n in country.by_region), country.raised),
        *_by_region(t, country.by_region),
        _count("⚖️", said, unruled),
        *_by_region(t, country.unruled),
    )


def _by_region(t: Translator, regions: Sequence[tuple[str, int]]) -> list[str]:
    rest = sum(n for _, n in regions[REGIONS:])
    named = [f"• {escape(words.region_name(t, region))}: {t.number(n)}" for region, n in regions[:REGIONS]]
    return [*named, f"• {t.gettext('Other regions: {n}', n=t.number(rest))}"] if rest else named


def _rows(t: Translator, found: Digest) -> list[list[Button]]:
    rows: list[list[Button]] = []
    # Of what is listed twice, for the desk and for the hands, one button is enough.
    listed: set[int] = set()
    for part, area in ((found.tasks, "task"), (found.queue, "card"), (found.country, "card")):
        for line in part.oldest if part else ():
            if line.id not in listed:
                listed.add(line.id)
                rows.append([task_button(t, line, area)])
    last = []
    if found.tasks:
        last.append(button(t.gettext("My tasks"), "tasks", "open"))
    if found.queue:
        last.append(button(t.gettext("Open the queue"), "queue", "all"))
    if found.queue and found.queue.complaints:
        last.append(button(t.gettext("Complaints"), "complaints", "open"))
    if found.country and found.country.unruled:
        region, _ = found.country.unruled[0]
        last.append(button(t.gettext("➕ Invite a supervisor"), "team", "open", 0, region))
    return [*rows, last]
