"""The first sheet of a workbook: all figures of a statement, with differences, shares, complaints."""

from bot.sheets.plan import Column, Form, Formula, Row, Sheet, Table, Value
from bot.sheets.safe import plain
from bot.translator import Html, Translator
from bot.views import sheet_words, words
from domain import measures
from domain.words import Ground, Outcome
from services.figures import Figures, Share
from services.statements import Statement

RECEIVED = "={executed}+{in_work}+{returned}+{rejected}+{duplicates}+{withdrawn}"
"""Live, so that an analyst sees the figures add up."""
EXECUTED, IN_WORK = "={on_time}+{late}", "={within}+{overdue}"
_NAME, _NUMBER, _WORDS = 38, 15, 60


def sheet(t: Translator, statement: Statement) -> Sheet:
    """The sheet. Figures that are parts of others are live formulas."""
    return Sheet(
        plain(t.pgettext("sheet", "Summary")),
        plain(t.gettext("Requests of citizens: {place}", place=sheet_words.place(t, statement.scope))),
        sheet_words.lines(t, statement),
        [_figures(t, statement), _shares(t, statement.total), _complaints(t, statement.total)],
        sheet_words.warning(t, synthetic=statement.synthetic),
        [sheet_words.few(t), *_compared(t, statement)],
    )


def _compared(t: Translator, statement: Statement) -> list[str]:
    if statement.before is None:
        return []
    return [plain(t.gettext("Before: the period of the same length just before, as it stands now."))]


def _figures(t: Translator, statement: Statement) -> Table:
    compared = statement.before is not None
    columns = [
        Column("name", plain(t.gettext("Figure")), Form.TEXT, _NAME),
        Column("now", plain(t.pgettext("column", "How many")), Form.NUMBER, _NUMBER),
        Column("before", plain(t.gettext("Before")) if compared else "", Form.NUMBER, _NUMBER),
        Column("difference", plain(t.gettext("Difference")) if compared else "", Form.DIFFERENCE, _NUMBER),
        Column("words", plain(t.gettext("What is counted")), Form.TEXT, _WORDS),
    ]
    rows = [_row(statement, *line) for line in (*_outcomes(t, statement), *_others(t, statement))]
    return Table(columns, rows)


Line = tuple[str, Html, Html | str, str, bool]
"""Key, name, what is counted, formula (or nothing), whether it is part of the one above."""


def _row(statement: Statement, key: str, name: Html, said: Html | str, pattern: str, inset: bool) -> Row:
    def cell(figures: Figures) -> Value:
        value = _value(statement, figures, key)
        return Formula(pattern, value) if pattern and value is not None else value

    now, before = _value(statement, statement.total, key), None
    earlier: Value = None
    if statement.before is not None and key != "suggestions":
        earlier, before = cell(statement.before), _value(statement, statement.before, key)
    both = now is not None and before is not None
    difference = Formula("={now}-{before}", (now or 0) - (before or 0)) if both else None
    decimal = {1: Form.DECIMAL, 2: Form.DECIMAL, 3: Form.DECIMAL} if key == "mean_stars" else {}
    return Row(
        [plain(name), cell(statement.total), earlier, difference, plain(said)], key,
        strong=bool(pattern) or key == "received", inset=inset, forms=decimal,
    )  # fmt: skip


def _value(statement: Statement, f: Figures, key: str) -> float | None:
    if key in ("mean_stars",):
        return None if f.mean_stars is None else round(f.mean_stars, 4)
    return {
        "received": f.received, "suggestions": statement.suggestions, "executed": f.executed,
        "on_time": f.of(Outcome.EXECUTED), "late": f.of(Outcome.EXECUTED_LATE), "in_work": f.in_work,
        "within": f.of(Outcome.WORK), "overdue": f.overdue, "returned": f.of(Outcome.RETURNED),
        "rejected": f.of(Outcome.REJECTED), "duplicates": f.of(Outcome.DUPLICATE),
        "withdrawn": f.of(Outcome.WITHDRAWN), "confirmed": f.count(measures.CONFIRMED_CITIZEN),
        "silence": f.count(measures.CONFIRMED_SILENCE), "judged": f.judged,
        "complaints": f.complaints(), "reopened": f.count(measures.REOPENED), "appeals": f.appeals,
        "followers": f.count(measures.FOLLOWERS),
    }[key]  # fmt: skip


def _outcomes(t: Translator, statement: Statement) -> list[Line]:
    """What adds up to what was received."""
    suggestions: list[Line] = [
        ("suggestions", t.gettext("of which suggestions"), t.gettext("ideas instead of problems"), "", True)
    ]
    return [
        ("received", t.pgettext("figures", "Received"), sheet_words.sums(t), RECEIVED, False),
        *(suggestions if statement.suggestions else []),
        ("executed", t.pgettext("figures", "Executed"),
         t.gettext("done, and no complaint about it is open or was found right"), EXECUTED, False),
        ("on_time", t.gettext("of which on time"), t.gettext("before the first deadline"), "", True),
        ("late", t.pgettext("figures", "of which late"), t.gettext("after the first deadline"), "", True),
        ("in_work", t.pgettext("figures", "In work"), t.gettext("not closed, complaints under review included"),
         IN_WORK, False),
        ("within", t.gettext("of which within the deadline"), "", "", True),
        ("overdue", t.pgettext("figures", "of which overdue"), t.gettext("the first deadline has passed"), "", True),
        ("returned", t.pgettext("figures", "Returned"),
         t.gettext("not clear what it is about, or our question was left unanswered"), "", False),
        ("rejected", t.pgettext("figures", "Rejected"), t.gettext("for any other reason"), "", False),
        ("duplicates", t.pgettext("figures", "Duplicates"), t.gettext("the same as another request"), "", False),
        ("withdrawn", t.pgettext("figures", "Withdrawn"), t.gettext("by the citizens themselves"), "", False),
    ]  # fmt: skip


def _others(t: Translator, statement: Statement) -> list[Line]:
    """What is counted beside that."""
    return [
        ("confirmed", t.gettext("Confirmed by the citizen"), t.gettext("executed, and the citizen gave stars"), "",
         False),
        ("silence", t.gettext("Confirmed by silence"), t.gettext("executed, and the citizen said nothing in time"), "",
         False),
        ("judged", t.gettext("Got stars"), "", "", False),
        ("mean_stars", t.gettext("Mean of the stars"), t.gettext("1 to 5"), "", False),
        ("complaints", t.gettext("Complaints about work"), t.gettext("by ground and ruling below"), "", False),
        ("reopened", t.gettext("Reopened"), t.gettext("requests of which a complaint was found right"), "", False),
        ("appeals", t.gettext("Appeals against rejections"), "", "", False),
        ("followers", t.gettext("Followers"), t.gettext("people who follow requests of others"), "", False),
    ]  # fmt: skip


def _shares(t: Translator, f: Figures) -> Table:
    columns = [
        Column("name", plain(t.gettext("Share")), Form.TEXT, _NAME),
        Column("part", plain(t.gettext("Part")), Form.NUMBER, _NUMBER),
        Column("whole", plain(t.gettext("Whole")), Form.NUMBER, _NUMBER),
        Column("share", plain(t.gettext("Share")), Form.PERCENT, _NUMBER),
        Column("words", plain(t.gettext("How it is reckoned")), Form.TEXT, _WORDS),
    ]
    silent = Share(f.count(measures.CONFIRMED_SILENCE), f.executed)
    lines = [
        (t.pgettext("figures", "Executed"), f.executed_share, sheet_words.executed_formula(t)),
        (t.pgettext("figures", "On time"), f.on_time_share, sheet_words.on_time_formula(t)),
        (t.gettext("Confirmed by silence"), silent, t.gettext("confirmed by silence / executed")),
        (t.gettext("Complaints about work"), Share(f.complaints(), f.executed),
         t.gettext("complaints / executed; there may be several about one request")),
    ]  # fmt: skip
    rows = [
        Row([plain(name), value.part, value.whole, sheet_words.share(t, value, "{part}/{whole}"), plain(said)])
        for name, value, said in lines
    ]
    return Table(columns, rows, plain(t.gettext("Shares")))


def _complaints(t: Translator, f: Figures) -> Table:
    columns = [
        Column("name", plain(t.gettext("Ground of the complaint")), Form.TEXT, _NAME),
        Column("right", plain(t.gettext("Found right")), Form.NUMBER, _NUMBER),
        Column("wrong", plain(t.gettext("Found not right")), Form.NUMBER, _NUMBER),
        Column("open", plain(t.gettext("Under review")), Form.NUMBER, _NUMBER),
    ]
    rulings = (measures.RIGHT, measures.WRONG, measures.OPEN)
    rows = [
        Row([words.ground_name(t, ground), *(f.complaints(ground, ruling) for ruling in rulings)]) for ground in Ground
    ]
    total = [Formula("={sum}", f.complaints(None, ruling)) for ruling in rulings]
    name = plain(t.gettext("Total"))
    return Table(columns, [*rows, Row([name, *total])], plain(t.gettext("Complaints about work")), has_sum=True)
