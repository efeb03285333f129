"""The figures on one screen: period, region, a table whose columns stay aligned on a phone, shares with formulas."""

from dataclasses import dataclass
from datetime import date

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import words
from bot.views.layout import lines
from domain.words import Outcome
from services import geography
from services.statistics import Figures, Period, Share

COUNTRY = "KZ"
"""Stands for the whole country in the buttons."""
FEW = 10
"""A share of fewer cases is no percentage."""
INDENT = "· "


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: a period and a region, `COUNTRY` for all."""

    period: Period
    region: str

    def pack(self) -> str:
        """As the last part of a button."""
        return f"{self.period}.{self.region}"


def parse(packed: str) -> View | None:
    """Read a button; None for one that we never made."""
    period, _, region = packed.partition(".")
    known = {COUNTRY, *(r.iso for r in geography.regions())}
    return View(Period(period), region) if period in set(Period) and region in known else None


def screen(t: Translator, view: View, figures: Figures, today: date, homes: list[str]) -> Content:
    """The figures with the buttons to look at another period or region. `homes`: the person's own regions."""
    text = lines(
        t.gettext("📊 <b>Figures: {region}</b>", region=_region(t, view.region)),
        _period_line(t, view.period, today),
        _table(t, figures),
        _formulas(t, figures),
        _top(t, figures),
    )
    return Content(text, [*_periods(t, view), *_regions(t, view, homes)])


def _region(t: Translator, region: str) -> str:
    return t.gettext("Kazakhstan") if region == COUNTRY else words.region_name(t, region)


def _period_name(t: Translator, period: Period) -> Html:
    return {
        Period.TODAY: t.pgettext("period", "Today"),
        Period.WEEK: t.pgettext("period", "Week"),
        Period.MONTH: t.pgettext("period", "Month"),
        Period.YEAR: t.pgettext("period", "Year"),
        Period.START: t.pgettext("period", "Since the start"),
    }[period]


def _period_line(t: Translator, period: Period, today: date) -> Html:
    first = period.first_day(today)
    if first is None:
        return t.gettext("Sent since the start, as it stands on {date}", date=t.date(today))
    if first == today:
        return t.gettext("Sent on {date}", date=t.date(today))
    return t.gettext("Sent from {first} to {last}", first=t.date(first), last=t.date(today))


def _table(t: Translator, f: Figures) -> Html:
    """Names to the left, numbers to the right, in letters of one width; at most 32 wide on a phone."""
    # Translators: the names in this table may have 20 letters at most, those after "of which" 18.
    rows = [
        (t.pgettext("figures", "Received"), f.received),
        (t.pgettext("figures", "Executed"), f.executed),
        (INDENT + t.pgettext("figures", "of which late"), f.of(Outcome.EXECUTED_LATE)),
        (t.pgettext("figures", "In work"), f.in_work),
        (INDENT + t.pgettext("figures", "of which overdue"), f.of(Outcome.OVERDUE)),
        (t.pgettext("figures", "Returned"), f.of(Outcome.RETURNED)),
        (t.pgettext("figures", "Rejected"), f.of(Outcome.REJECTED)),
        (t.pgettext("figures", "Duplicates"), f.of(Outcome.DUPLICATE)),
        (t.pgettext("figures", "Withdrawn"), f.of(Outcome.WITHDRAWN)),
    ]
    numbers = [t.number(n) for _, n in rows]
    wide, far = max(len(name) for name, _ in rows), max(map(len, numbers))
    table = "\n".join(f"{name:<{wide}}  {n:>{far}}" for (name, _), n in zip(rows, numbers, strict=True))
    return Html(f"<pre>{escape(table)}</pre>")


def _formulas(t: Translator, f: Figures) -> str:
    if not f.received:
        return t.gettext("Nothing was sent in this period.")
    return lines(
        t.gettext("Executed: {share}", share=_share(t, f.executed_share)),
        t.gettext("On time: {share}", share=_share(t, f.on_time_share)) if f.on_time_share.whole else "",
        t.gettext("Suggestions among what was received: {number}", number=t.number(f.suggestions))
        if f.suggestions
        else "",
        t.gettext(
            "<i>received = executed + in work + returned + rejected + duplicates + withdrawn\n"
            "executed, % = executed / received\n"
            "on time, % = executed on time / (executed + overdue and open)</i>"
        ),
    )


def _share(t: Translator, share: Share) -> Html:
    part, whole = t.number(share.part), t.number(share.whole)
    if share.whole < FEW:
        return t.gettext("{part} of {whole}", part=part, whole=whole)
    percent = t.percent(share.part / share.whole)
    return t.gettext("{part} of {whole} = {percent}", part=part, whole=whole, percent=percent)


def _top(t: Translator, f: Figures) -> str:
    rows = [f"{escape(words.category_name(t, key or None))} — {t.number(n)}" for key, n in f.top()]
    return lines("", t.gettext("<b>Most requests</b>"), *rows) if rows else ""


def _marked(text: str, chosen: bool) -> str:
    return f"• {text}" if chosen else text


def _periods(t: Translator, view: View) -> list[list[Button]]:
    row = [
        button(_marked(_period_name(t, p), p is view.period), "stats", "show", arg=View(p, view.region).pack())
        for p in Period
    ]
    return [row[:4], row[4:]]


def _regions(t: Translator, view: View, homes: list[str]) -> list[list[Button]]:
    """The person's own regions and the country at one tap, all others behind another."""
    near = list(dict.fromkeys([*homes[:3], COUNTRY]))
    rows = [
        [button(_marked(_region(t, r), r == view.region), "stats", "show", arg=View(view.period, r).pack())]
        for r in near
    ]
    other = t.gettext("Another region")
    if view.region not in near:
        other = Html(f"• {_region(t, view.region)}")
    return [*rows, [button(other, "stats", "regions", arg=view.pack())]]


def region_list(t: Translator, view: View) -> Content:
    """All regions to choose from."""
    rows: list[list[Button]] = []
    for region in sorted(geography.regions(), key=lambda r: r.name(t.locale)):
        choice = button(region.name(t.locale), "stats", "show", arg=View(view.period, region.iso).pack())
        if rows and len(rows[-1]) < 2:
            rows[-1].append(choice)
        else:
            rows.append([choice])
    rows.append([button(t.gettext("⬅️ Back"), "stats", "show", arg=view.pack())])
    return Content(t.gettext("📊 <b>Which region?</b>"), rows)
