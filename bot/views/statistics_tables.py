"""Figures in words and columns: what is shown of them besides pictures."""

from collections.abc import Mapping, Sequence

from bot.translator import Html, Translator, escape
from bot.views import amounts, words
from bot.views.layout import lines
from domain import durations, measures
from domain.measures import Wait
from domain.words import Article, Ground, Kind, Outcome
from services.figures import Dumps, Figures, Waits
from services.ranking import PER, Place
from services.statistics import Overview

WIDE = 32
"""Letters of one width in a line of a narrow phone."""
INDENT = "· "
TOP = 5
"""Categories named under the table."""
LISTED = 8
"""Categories whose waits are told one by one."""


def columns(rows: Sequence[Sequence[str]]) -> Html:
    """Names to the left, numbers to the right, in letters of one width; a wider gap after the names."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = [
        " ".join(
            [f"{row[0]:<{widths[0]}} ", *(f"{cell:>{wide}}" for cell, wide in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    return Html(f"<pre>{escape(chr(10).join(aligned))}</pre>")


def table(t: Translator, now: Figures, before: Figures | None) -> Html:
    """The outcomes, with their differences to what they are compared with, in numbers or where those are too wide in
    per cent."""
    names = _outcome_names(t)
    rows = [[name, t.number(_value(now, what))] for name, what in names]
    if before is None:
        return columns(rows)
    pairs = [(_value(now, what), _value(before, what)) for _, what in names]
    for say in (_in_numbers, _in_percent):
        with_differences = [[*row, say(t, *pair)] for row, pair in zip(rows, pairs, strict=True)]
        if sum(max(map(len, column)) + 1 for column in zip(*with_differences, strict=True)) <= WIDE:
            return columns(with_differences)
    return columns(rows)


def _outcome_names(t: Translator) -> list[tuple[str, str]]:
    # Translators: the names in this table may have 15 letters at most.
    return [
        (t.pgettext("figures", "Received"), "received"),
        (t.pgettext("figures", "Executed"), "executed"),
        (INDENT + t.pgettext("figures", "of which late"), Outcome.EXECUTED_LATE),
        (t.pgettext("figures", "In work"), "in_work"),
        (INDENT + t.pgettext("figures", "of which overdue"), Outcome.OVERDUE),
        (t.pgettext("figures", "Returned"), Outcome.RETURNED),
        (t.pgettext("figures", "Rejected"), Outcome.REJECTED),
        (t.pgettext("figures", "Duplicates"), Outcome.DUPLICATE),
        (t.pgettext("figures", "Withdrawn"), Outcome.WITHDRAWN),
    ]


def _value(figures: Figures, what: str) -> int:
    sums = {"received": figures.received, "executed": figures.executed, "in_work": figures.in_work}
    return sums[what] if what in sums else figures.count(what)


def _in_numbers(t: Translator, now: int, before: int) -> str:
    return amounts.difference(t, now - before)


def _in_percent(t: Translator, now: int, before: int) -> str:
    if before == 0 or now == before:
        return "±0" if now == before else "—"
    change = round(100 * (now - before) / before)
    return f"{'+' if change >= 0 else '−'}{min(abs(change), 999)}%"


def shares(t: Translator, overview: Overview) -> str:
    """Shares with their numbers, and what they are made of."""
    f = overview.total
    if not f.received:
        return t.gettext("Nothing was sent in this period.")
    suggestions = overview.by_kind.get(Kind.SUGGESTION, Figures()).received
    return lines(
        t.gettext("Executed: {share}", share=amounts.share(t, f.executed_share)),
        t.gettext("On time: {share}", share=amounts.share(t, f.on_time_share)) if f.on_time_share.whole else "",
        t.gettext("Suggestions among what was received: {number}", number=t.number(suggestions)) if suggestions else "",
        formulas(t),
    )


def formulas(t: Translator) -> Html:
    """What the figures add up to, and what each percentage is of what."""
    return t.gettext(
        "<i>received = executed + in work + returned + rejected + duplicates + withdrawn\n"
        "executed, % = executed / received\n"
        "on time, % = executed on time / (executed + overdue and open)</i>"
    )


def top(t: Translator, overview: Overview) -> str:
    """The categories with most requests."""
    rows = [f"{escape(words.category_name(t, key or None))} — {t.number(n)}" for key, n in overview.top(TOP)]
    return lines("", t.gettext("<b>Most requests</b>"), *rows) if rows else ""


def wait_name(t: Translator, what: Wait) -> Html:
    """What is waited for."""
    # Translators: names in a narrow table, at most 14 letters.
    return {
        Wait.ASSIGNMENT: t.pgettext("wait", "executor"),
        Wait.EXECUTION: t.pgettext("wait", "work done"),
        Wait.VERDICT: t.pgettext("wait", "verdict"),
    }[what]


def waits(t: Translator, total: Waits, by_category: Mapping[str, Waits]) -> str:
    """Medians and ninetieth percentiles, as a whole and of the work in each category."""
    if not any(total.number(what) for what in Wait):
        return t.gettext("Nothing came in this period.")
    # Translators: heads of columns, at most 7 letters.
    head = ["", t.pgettext("waits", "median"), t.pgettext("waits", "9 of 10")]
    rows = [[wait_name(t, w), amounts.wait(t, total.median(w)), amounts.wait(t, total.ninetieth(w))] for w in Wait]
    numbers = t.gettext(
        "Cases: {assigned} got an executor, {executed} were done, {judged} were judged by citizens.",
        assigned=t.number(total.number(Wait.ASSIGNMENT)), executed=t.number(total.number(Wait.EXECUTION)),
        judged=t.number(total.number(Wait.VERDICT)),
    )  # fmt: skip
    return lines(columns([head, *rows]), numbers, _by_category(t, by_category), "", _how_waits_are_read(t))


def _by_category(t: Translator, by_category: Mapping[str, Waits]) -> str:
    done = {key: found.number(Wait.EXECUTION) for key, found in by_category.items() if found.number(Wait.EXECUTION)}
    if len(done) < 2:
        return ""
    most = sorted(done, key=lambda key: (-done[key], key))[:LISTED]
    rows = [
        f"{escape(words.category_name(t, key or None))} — {amounts.wait(t, by_category[key].median(Wait.EXECUTION))} · "
        f"{amounts.wait(t, by_category[key].ninetieth(Wait.EXECUTION))} ({t.number(done[key])})"
        for key in most
    ]
    return lines("", t.gettext("<b>To the work done: median · 9 of 10 (cases)</b>"), *rows)


def _how_waits_are_read(t: Translator) -> Html:
    return t.gettext(
        "<i>Of what came in this period, whenever it was sent, by day and night. Half waited no longer than the "
        "median, nine of ten no longer than the second number. Exact to {error}.</i>",
        error="±" + t.percent(durations.ERROR),
    )


def verdicts(t: Translator, f: Figures) -> str:
    """What citizens say: confirmations, stars, complaints by ground and ruling, appeals, followers."""
    if not f.received:
        return t.gettext("Nothing was sent in this period.")
    number = t.number
    stars = [f"{'⭐' * n} {number(f.count(measures.stars(n)))}" for n in reversed(measures.STARS) if f.judged]
    mean, followers = f.mean_stars, f.count(measures.FOLLOWERS)
    return lines(
        t.gettext("Confirmed by citizens: {number}", number=number(f.count(measures.CONFIRMED_CITIZEN))),
        t.gettext("Confirmed by silence: {number}", number=number(f.count(measures.CONFIRMED_SILENCE))),
        t.gettext("Mean of the stars: {mean} of {number}", mean=number(mean, 1), number=number(f.judged))
        if mean
        else "",
        *stars,
        "",
        t.gettext("<b>Complaints: {number}</b>", number=number(f.complaints())),
        *(_complaints(t, f, ground) for ground in Ground),
        t.gettext("Reopened: {number}", number=number(f.count(measures.REOPENED))),
        t.gettext("Appeals against rejections: {number}", number=number(f.appeals)) if f.appeals else "",
        t.gettext("Followers: {number}", number=number(followers)) if followers else "",
    )


def _complaints(t: Translator, f: Figures, ground: Ground) -> str:
    if not f.complaints(ground):
        return ""
    right, wrong, waiting = (f.complaints(ground, r) for r in (measures.RIGHT, measures.WRONG, measures.OPEN))
    parts = [
        t.gettext("found right {number}", number=t.number(right)) if right else "",
        t.gettext("found not right {number}", number=t.number(wrong)) if wrong else "",
        t.gettext("under review {number}", number=t.number(waiting)) if waiting else "",
    ]
    return f"{words.ground_name(t, ground)} — {t.number(f.complaints(ground))}: {', '.join(filter(None, parts))}"


def dumps(t: Translator, found: Dumps) -> str:
    """Illegal dumps: found, removed, volume, protocols and fines by article."""
    if not found.found:
        return t.gettext("No illegal dumps were found in this period.")
    return lines(
        t.gettext("Found: {number}", number=t.number(found.found)),
        t.gettext("Removed: {share}", share=amounts.share(t, found.removed_share)),
        t.gettext("Taken away: {number} m³", number=t.number(found.cubic_metres, 1)) if found.cubic_metres else "",
        *(_protocols(t, found, article) for article in Article),
        "",
        t.gettext(
            "<i>found = reported by citizens and found by the state, without what was returned, rejected, a duplicate "
            "or withdrawn\nremoved, % = removed whole / found</i>"
        ),
    )


def _protocols(t: Translator, found: Dumps, article: Article) -> str:
    number = found.protocols(article)
    if not number:
        return ""
    return t.gettext(
        "Protocols under article {article}: {number}, fines {fines} ₸",
        article=article, number=t.number(number), fines=t.number(found.fines(article)),
    )  # fmt: skip


def ranking(t: Translator, places: Sequence[Place]) -> str:
    """Regions by their share on time, each with its interval and what it received by inhabitants."""
    rows = [f"{n}. {_place(t, place)}" for n, place in enumerate(places, 1)]
    foot = t.gettext(
        "<i>On time, % = executed on time / (executed + overdue and open), in brackets the interval in which the true "
        "share lies with 95 % certainty; in order of its lower end. Then requests for every {per} inhabitants.</i>",
        per=t.number(PER),
    )
    return lines(*rows, "", foot)


def _place(t: Translator, place: Place) -> str:
    name, heads = escape(words.region_name(t, place.region)), t.number(place.per_head, 1)
    share = place.on_time
    if share.whole < amounts.FEW:
        return f"{name} — {amounts.share(t, share)} · {heads}"
    low, high = (t.percent(end) for end in share.interval)
    return f"{name} — <b>{t.percent(share.part / share.whole)}</b> ({low}–{high}) · {heads}"
