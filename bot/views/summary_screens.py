"""/summary: the list of weeks, one of them, the week to come, a correction, and the report on whom nothing reached."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import amounts, places, summary, summary_changes, summary_pictures, words
from bot.views.layout import lines, paragraphs
from bot.views.setup import code_of
from bot.views.summary import AREA, place
from models import Summary
from services.past_weeks import Coming, Entry, Page
from services.scopes import COUNTRY
from services.summary_readers import Unreached
from services.weeks import Week

YEAR = 6
"""Pages of weeks that make up about a year."""
CHANGES = 25
"""Changes listed before a correction is confirmed."""


def region_choice(t: Translator, regions: Sequence[str]) -> Content:
    """Whose summaries?"""
    known = set(regions)
    buttons = [button(r.name(t.locale), AREA, "list", 0, r.iso) for r in places.sorted_regions(t) if r.iso in known]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    if COUNTRY in known:
        rows.insert(0, [button(t.gettext("🇰🇿 Whole country"), AREA, "list", 0, code_of(COUNTRY))])
    return Content(t.gettext("📚 <b>Whose weekly summaries?</b>"), rows)


def listing(t: Translator, region: str, page: Page, coming: Coming, *, several: bool) -> Content:
    """The weeks, the newest first."""
    code = code_of(region)
    rows = [[_entry(t, code, entry)] for entry in page.entries]
    steps = (("⏪", -YEAR), ("◀️", -1), ("▶️", 1), ("⏩", YEAR))
    arrows = [
        button(sign, AREA, "list", page.number + step, code)
        for sign, step in steps
        if 0 <= page.number + step <= page.last
    ]
    first = [[button(t.gettext("👁 Preview of the next one"), AREA, "next", 0, code)]] if page.number == 0 else []
    other = [button(t.gettext("🌍 Another region"), AREA, "regions")] if several else []
    text = paragraphs(
        lines(t.gettext("📚 <b>Weekly summaries</b>"), escape(place(t, region))),
        t.gettext("The next one goes out on {moment}.", moment=words.due(t, coming.slot)),
        t.gettext("▫️ no summary was made of this week: it is worked out now") if _any_untold(page.entries) else "",
    )
    return Content(text, [*first, *rows, arrows, other])


def _any_untold(entries: Sequence[Entry]) -> bool:
    return any(entry.summary_id is None for entry in entries)


def _entry(t: Translator, code: str, entry: Entry) -> Button:
    days = amounts.span(t, entry.span)
    if entry.summary_id is None:
        return button(f"▫️ {days}", AREA, "week", 0, f"{code}.{entry.span.pack()}")
    return button(f"{'✏️' if entry.versions > 1 else '📊'} {days}", AREA, "open", entry.summary_id)


def told(
    t: Translator, versions: Sequence[Summary], kept: Summary, week: Week, old: Week | None, *, may_correct: bool
) -> Content:
    """A past week as it was told, with all its versions a tap away and what can be done with it."""
    content = summary.message(t, kept, week, old, private=True)
    oldest = content.rows[: -len(summary.rows_of(t, kept.id))]
    others = [
        button(t.gettext("Version {n}", n=v.version), AREA, "open", v.id) for v in versions if v.version != kept.version
    ]
    rows = [
        *oldest,
        [button(t.gettext("📜 Official paragraph"), AREA, "text", kept.id)],
        [
            button(t.gettext("🔁 Send it to me again"), AREA, "again", kept.id),
            button(t.gettext("📗 XLSX"), AREA, "table", kept.id),
        ],
        others[-4:],
        [button(t.gettext("✏️ Correct"), AREA, "fix", kept.id)] if may_correct and kept is versions[-1] else [],
        [
            button(t.gettext("📊 In /stats"), AREA, "stats", kept.id),
            button(t.gettext("⬅️ Back"), AREA, "list", 0, code_of(kept.region)),
        ],
    ]
    return Content(content.text, rows, drawing=content.drawing)


def worked_out(t: Translator, week: Week, coming: Coming | None) -> Content:
    """A week of which no summary was made, as it stands now; with `coming` the one that goes out next."""
    if coming is not None:
        note = t.gettext("👁 <b>Preview: goes out on {moment}</b>", moment=words.due(t, coming.slot))
    else:
        note = t.gettext("▫️ <b>No summary was made of this week: worked out now</b>")
    parts = {"note": note, "head": summary.head(t, week)} | summary.body(t, week, week.statement.as_of)
    rows = [[button(t.gettext("⬅️ Back"), AREA, "list", 0, code_of(week.region))]]
    return Content(summary.fit(parts), rows, drawing=summary_pictures.drawing(t, week))


def ask_remark(t: Translator, kept: Summary, old: Week, new: Week, *, only_words: bool = False) -> Content:
    """What would change; the words that explain it are awaited."""
    found = summary_changes.changes(t, old, new)
    more = len(found) - CHANGES
    text = paragraphs(
        lines(t.gettext("✏️ <b>Correct the summary</b>"), escape(place(t, kept.region)), amounts.span(t, old.span)),
        lines(t.gettext("What would change:"), *found[:CHANGES], f"… +{more}" if more > 0 else "")
        if found
        else t.gettext("Some smaller figures would change."),
        t.gettext(
            "Write in a message what is corrected and why. The correction goes out at once, to everybody who gets the "
            "summary; the earlier version stays to be seen."
        ),
        t.gettext("⚠️ Words are needed here: please write a message, or press Back.") if only_words else "",
    )
    return Content(text, [[button(t.gettext("⬅️ Back"), AREA, "open", kept.id)]])


def corrected(t: Translator, version: int) -> Html:
    """The correction is on its way."""
    return t.gettext("✅ Version {n} has been made and is being sent.", n=version)


def sent_again(t: Translator) -> Html:
    """The short answer to "send again"."""
    return t.gettext("It comes below.")


def table_name(kept: Summary) -> str:
    """The name of a summary's workbook."""
    return (
        f"tazalyq-{kept.region or 'KZ'}-{kept.last_day:%Y-%m-%d}{f'-v{kept.version}' if kept.version > 1 else ''}.xlsx"
    )


def table_caption(t: Translator, region: str, days: str) -> Html:
    """What is written under the workbook."""
    return t.gettext("📗 {place}, {days}: all figures as a table", place=place(t, region), days=days)


def unreached(t: Translator, found: Sequence[Unreached]) -> Content:
    """To the admins: whom the summaries of a morning did not reach."""
    rows = [
        f"• {escape(place(t, one.region))}: "
        + t.gettext("{n} of {all} not reached", n=t.number(one.number), all=t.number(one.of))
        for one in found
    ]
    text = lines(
        t.gettext("📮 <b>The weekly summary did not reach everybody</b>"),
        "",
        *rows,
        "",
        t.gettext("They have blocked the bot, left, or their group or channel is closed to it."),
    )
    return Content(text)
