"""The weekly summary as citizens read it in a region's public channel: what became of what they have sent."""

from bot.content import Content
from bot.translator import Html, Translator, escape
from bot.views import amounts, statistics, summary, summary_parts, summary_pictures, words
from bot.views.layout import cut, lines
from models import Summary
from services.figures import Figures
from services.weeks import Week

TOP = 3


def post(t: Translator, kept: Summary, week: Week) -> Content:
    """A post: no numbers of requests, no waits, nothing of single cases."""
    total = week.total
    parts = {
        "head": lines(
            f"🌿 <b>{escape(summary.place(t, week.region))}</b>",
            t.gettext("What became of your requests, {days}", days=amounts.span(t, week.span)),
            statistics.synthetic_note(t) if week.statement.synthetic else "",
            t.gettext("✏️ Corrected: {remark}", remark=cut(kept.remark or "", summary.REMARK))
            if kept.version > 1 else "",
        ),
        "figures": "\n" + lines(
            t.gettext("📥 Sent: {n}", n=_with_difference(t, total.received, week.before)),
            t.gettext("✅ Done: {n}", n=t.number(total.executed)),
            t.gettext("🔧 In work: {n}", n=t.number(total.in_work)),
            t.gettext("⏰ Late and not done yet: {n}", n=t.number(total.overdue)) if total.overdue else "",
        ),
        "on_time": t.gettext("Done on time: {share}", share=amounts.share(t, total.on_time_share))
        if total.on_time_share.whole else "",
        "top": _top(t, week),
        "dumps": summary_parts.dumps(t, week),
        "thanks": "\n" + t.gettext("Thank you to everybody who helps to keep our home clean!"),
    }  # fmt: skip
    return Content(summary.fit(parts), drawing=summary_pictures.drawing(t, week))


def _with_difference(t: Translator, now: int, before: Figures | None) -> Html:
    said = t.number(now)
    return Html(said) if before is None else Html(f"{said} ({amounts.difference(t, now - before.received)})")


def _top(t: Translator, week: Week) -> str:
    top = [f"{escape(words.category_name(t, key or None))} — {t.number(n)}" for key, n in week.statement.top(TOP)]
    return "\n" + lines(t.gettext("<b>Most often</b>"), *top) if top else ""
