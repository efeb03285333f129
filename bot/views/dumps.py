"""Illegal dumps in words: what became of one, how much was taken away, under which article, what fine."""

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views.layout import lines
from domain.words import Article, DumpOutcome
from models import WorkReport
from services import dumps
from services.dumps import Dump


def outcome_name(t: Translator, outcome: DumpOutcome) -> str:
    """What became of a dump."""
    return {
        DumpOutcome.REMOVED: t.pgettext("dump", "removed"),
        DumpOutcome.PARTLY: t.pgettext("dump", "partly removed"),
        DumpOutcome.PASSED_ON: t.pgettext("dump", "passed on to those responsible"),
    }[outcome]


def volume(t: Translator, litres: int) -> Html:
    """Cubic metres, with as many decimals as they have."""
    digits = 0 if litres % 1000 == 0 else 1 if litres % 100 == 0 else 2 if litres % 10 == 0 else 3
    # Translators: a volume, e.g. 12.5 m³
    return t.gettext("{amount} m³", amount=t.number(litres / 1000, digits))


def money(t: Translator, tenge: int) -> Html:
    """A sum."""
    # Translators: a sum of money in tenge, e.g. 43,250 ₸
    return t.gettext("{amount} ₸", amount=t.number(tenge))


def public_lines(t: Translator, outcome: DumpOutcome | None, litres: int | None) -> list[str]:
    """What citizens read of it: the outcome and the volume."""
    return [
        t.gettext("♻️ The dump: {outcome}", outcome=outcome_name(t, outcome)) if outcome else "",
        t.gettext("📐 Taken away: {volume}", volume=volume(t, litres)) if litres else "",
    ]


def staff_lines(t: Translator, report: WorkReport) -> list[str]:
    """What staff read on a card and in a case file: all of it; nothing for what was no dump."""
    if report.outcome is None:
        return []
    return [*public_lines(t, report.outcome, report.litres), protocol(t, report.article, report.fine)]


def protocol(t: Translator, article: Article | None, fine: int | None) -> Html:
    """The protocol and the fine, or that there is none."""
    if article is None:
        return t.gettext("⚖️ No protocol")
    if fine is None:
        return t.gettext("⚖️ Protocol: article {article}", article=article)
    return t.gettext("⚖️ Protocol: article {article}, fine {fine}", article=article, fine=money(t, fine))


def said_lines(t: Translator, dump: Dump) -> list[str]:
    """On the report in the making: what was said of the dump, and what is missing."""
    said = public_lines(t, dump.outcome, dump.litres if dump.needs_volume else None)
    if dump.outcome is None:
        said.append(t.gettext("▫️ What became of the dump? Please choose below."))
    elif dump.needs_volume and dump.litres is None:
        said.append(t.gettext("▫️ How much was taken away? Please press Volume."))
    return [*said, protocol(t, dump.article, dump.fine) if dump.outcome else ""]


def rows(t: Translator, request_id: int, dump: Dump) -> list[list[Button]]:
    """Buttons to say what became of a dump."""
    names = [
        (DumpOutcome.REMOVED, t.pgettext("dump button", "Removed")),
        (DumpOutcome.PARTLY, t.pgettext("dump button", "Partly")),
        (DumpOutcome.PASSED_ON, t.pgettext("dump button", "Passed on")),
    ]
    chosen = [
        button(f"✔️ {name}" if dump.outcome is outcome else name, "report", "outcome", request_id, outcome)
        for outcome, name in names
    ]
    more = [button(t.gettext("📐 Volume"), "report", "volume", request_id)] if dump.needs_volume else []
    return [chosen, [*more, button(t.gettext("⚖️ Protocol"), "report", "protocol", request_id)]]


def volume_choice(t: Translator, request_id: int, *, unclear: bool = False) -> Content:
    """How much was taken away? `unclear`: what was typed is no such number."""
    text = lines(
        t.gettext("📐 <b>How much was taken away?</b>"),
        t.gettext("Choose, or type the cubic metres, for example 12.5."),
        t.gettext("⚠️ Please type a number from 0.1 to 100,000, for example 12.5.") if unclear else "",
    )
    choices = [button(volume(t, n), "report", "cubic", request_id, n) for n in dumps.COMMON_LITRES]
    return Content(text, [choices[:3], choices[3:], [_back(t, request_id)]])


def article_choice(t: Translator, request_id: int) -> Content:
    """Was a protocol drawn up, and under which article?"""
    names = {
        Article.A434_2: t.gettext("434-2: littering of public places"),
        Article.A505: t.gettext("505: rules of improvement broken"),
    }
    choices = [[button(name, "report", "article", request_id, article)] for article, name in names.items()]
    none = button(t.gettext("No protocol"), "report", "article", request_id, "none")
    text = t.gettext("⚖️ <b>Was a protocol drawn up?</b>\nChoose the article of the Code on Administrative Offences.")
    return Content(text, [*choices, [none], [_back(t, request_id)]])


def fine_choice(t: Translator, request_id: int, *, unclear: bool = False) -> Content:
    """How high is the fine? `unclear`: what was typed is no sum."""
    text = lines(
        t.gettext("⚖️ <b>How high is the fine?</b>"),
        t.gettext("Choose, or type the sum in tenge."),
        t.gettext("⚠️ Please type the sum in digits, for example 43250.") if unclear else "",
    )
    common = button(money(t, dumps.COMMON_FINE), "report", "fine", request_id, dumps.COMMON_FINE)
    unknown = button(t.gettext("Not known yet"), "report", "fine", request_id, "unknown")
    return Content(text, [[common], [unknown], [_back(t, request_id)]])


def _back(t: Translator, request_id: int) -> Button:
    return button(t.gettext("⬅️ Back"), "report", "open", request_id)
