"""Sheets that part the figures of a statement: by category, by region, by district."""

from collections.abc import Sequence

from bot.sheets.plan import Chart, Column, Form, Formula, Row, Sheet, Table, Value
from bot.sheets.safe import plain
from bot.translator import Translator
from bot.views import amounts, sheet_words, words
from bot.views.sheet_summary import RECEIVED
from domain.words import Outcome
from services import geography
from services.figures import Figures, together
from services.ranking import PER, Place
from services.statements import Statement

_EXECUTED, _ON_TIME = "{executed}/{received}", "{on_time}/({executed}+{overdue})"


def _columns(t: Translator, first: Column, more: Sequence[Column] = ()) -> list[Column]:
    def column(key: str, title: str, form: Form = Form.NUMBER) -> Column:
        return Column(key, plain(title), form, 13.5)

    return [
        first,
        column("received", t.pgettext("figures", "Received")),
        column("executed", t.pgettext("figures", "Executed")),
        column("on_time", t.gettext("of which on time")),
        column("late", t.pgettext("figures", "of which late")),
        column("in_work", t.pgettext("figures", "In work")),
        column("overdue", t.pgettext("figures", "of which overdue")),
        column("returned", t.pgettext("figures", "Returned")),
        column("rejected", t.pgettext("figures", "Rejected")),
        column("duplicates", t.pgettext("figures", "Duplicates")),
        column("withdrawn", t.pgettext("figures", "Withdrawn")),
        column("complaints", t.gettext("Complaints about work")),
        column("executed_share", t.gettext("Executed, %"), Form.PERCENT),
        column("on_time_share", t.gettext("On time, %"), Form.PERCENT),
        *more,
    ]


def _cells(t: Translator, f: Figures) -> list[Value]:
    return [
        Formula(RECEIVED, f.received), Formula("={on_time}+{late}", f.executed), f.of(Outcome.EXECUTED),
        f.of(Outcome.EXECUTED_LATE), f.in_work, f.overdue, f.of(Outcome.RETURNED), f.of(Outcome.REJECTED),
        f.of(Outcome.DUPLICATE), f.of(Outcome.WITHDRAWN), f.complaints(),
        sheet_words.share(t, f.executed_share, _EXECUTED), sheet_words.share(t, f.on_time_share, _ON_TIME),
    ]  # fmt: skip


def _sum(t: Translator, f: Figures, more: Sequence[Value] = ()) -> Row:
    """Sums of the columns, and the shares of the whole."""
    numbers = (
        f.received, f.executed, f.of(Outcome.EXECUTED), f.of(Outcome.EXECUTED_LATE), f.in_work, f.overdue,
        f.of(Outcome.RETURNED), f.of(Outcome.REJECTED), f.of(Outcome.DUPLICATE), f.of(Outcome.WITHDRAWN),
        f.complaints(),
    )  # fmt: skip
    shares = [sheet_words.share(t, f.executed_share, _EXECUTED), sheet_words.share(t, f.on_time_share, _ON_TIME)]
    return Row([plain(t.gettext("Total")), *(Formula("={sum}", number) for number in numbers), *shares, *more])


def _notes(t: Translator) -> list[str]:
    return [
        sheet_words.sums(t),
        plain(t.gettext("executed, % = {formula}", formula=sheet_words.executed_formula(t))),
        plain(t.gettext("on time, % = {formula}", formula=sheet_words.on_time_formula(t))),
        sheet_words.few(t),
    ]


def by_category(t: Translator, statement: Statement) -> Sheet:
    """All categories in which anything was received, the largest first."""
    order = [key for key, _ in statement.top(len(statement.by_category))]
    rows = [Row([sheet_words.category(t, key), *_cells(t, statement.by_category[key])]) for key in order]
    columns = _columns(t, Column("name", plain(t.gettext("Category")), Form.TEXT, 44))
    title = t.gettext("Requests by category: {place}", place=sheet_words.place(t, statement.scope))
    return Sheet(
        plain(t.pgettext("sheet", "By category")), plain(title), sheet_words.lines(t, statement),
        [Table(columns, [*rows, _sum(t, statement.total)], has_sum=True)],
        sheet_words.warning(t, synthetic=statement.synthetic), _notes(t),
        Chart(plain(t.gettext("Executed and in work by category")), "name", ("executed", "in_work"), stacked=True),
    )  # fmt: skip


def by_region(t: Translator, statement: Statement) -> Sheet:
    """All regions in their fair order: by what is certain of the share on time."""
    more = [
        Column("low", plain(t.gettext("On time: from, 95 %")), Form.PERCENT, 13.5),
        Column("high", plain(t.gettext("On time: to, 95 %")), Form.PERCENT, 13.5),
        Column("population", plain(t.gettext("Inhabitants")), Form.NUMBER, 14),
        Column("per_head", plain(t.gettext("Received per {n} inhabitants", n=t.number(PER))), Form.DECIMAL, 15),
    ]
    columns = _columns(t, Column("name", plain(t.gettext("Region")), Form.TEXT, 34), more)
    rows = [Row([words.region_name(t, p.region), *_cells(t, p.figures), *_of_place(p)]) for p in statement.ranking]
    total, people = statement.total, sum(region.population for region in geography.regions())
    per_head = Formula(f"={{received}}*{PER}/{{population}}", total.received * PER / people)
    last = _sum(t, total, [None, None, Formula("={sum}", people), per_head])
    certain = t.gettext(
        "The true share lies between both ends with 95 % certainty (Wilson's interval); in order of its lower end, "
        "regions without any case last."
    )
    sources = t.gettext("Inhabitants: Bureau of National Statistics, data/regions.json.")
    return Sheet(
        plain(t.pgettext("sheet", "By region")), plain(t.gettext("Requests by region: Kazakhstan")),
        sheet_words.lines(t, statement), [Table(columns, [*rows, last], has_sum=True)],
        sheet_words.warning(t, synthetic=statement.synthetic), [*_notes(t), plain(certain), plain(sources)],
        Chart(plain(t.gettext("On time by region, with the 95 % interval")), "name", ("on_time_share",), len(rows),
              percent=True, reach=("low", "high")),
    )  # fmt: skip


def _of_place(place: Place) -> list[Value]:
    low, high = place.on_time.interval
    known = place.on_time.whole >= amounts.FEW
    people = geography.region(place.region).population
    return [
        round(low, 6) if known else None, round(high, 6) if known else None, people,
        Formula(f"={{received}}*{PER}/{{population}}", place.per_head),
    ]  # fmt: skip


def by_district(t: Translator, statement: Statement) -> Sheet:
    """The districts on our list, the one with most requests first, and what lies in none of them."""
    found = {d.kato: statement.by_district.get(d.kato, Figures()) for d in geography.districts(_region(statement))}
    order = sorted(found, key=lambda kato: (-found[kato].received, kato))
    rows = [Row([geography.district_name(kato, t.locale), *_cells(t, found[kato])]) for kato in order]
    rest = _without(statement.total, together(found.values()))
    rows.append(Row([plain(t.gettext("District not known")), *_cells(t, rest)]))
    columns = _columns(t, Column("name", plain(t.gettext("District")), Form.TEXT, 34))
    title = t.gettext("Requests by district: {place}", place=sheet_words.place(t, statement.scope))
    return Sheet(
        plain(t.pgettext("sheet", "By district")), plain(title), sheet_words.lines(t, statement),
        [Table(columns, [*rows, _sum(t, statement.total)], has_sum=True)],
        sheet_words.warning(t, synthetic=statement.synthetic), _notes(t),
        Chart(plain(t.gettext("Executed and in work by district")), "name", ("executed", "in_work"), stacked=True),
    )  # fmt: skip


def _region(statement: Statement) -> str:
    return statement.scope.region or ""


def _without(whole: Figures, part: Figures) -> Figures:
    return Figures({measure: n - part.numbers.get(measure, 0) for measure, n in whole.numbers.items()})
