"""Ready answers at their fullest: within Telegram's limits in every language."""

from zoneinfo import ZoneInfo

import pytest

from bot.content import Content, button
from bot.translator import Translator, translator
from bot.views import card_details, deciding, prompts, templates
from bot.views.fitting import CAPTION, MESSAGE, visible
from domain import terms
from domain.words import RejectReason, State, TemplateUse
from services.cards import Neighbour
from services.templates import LOCALES, Ready

BIG = 10**12
LONGEST = dict.fromkeys(LOCALES, "<&😀" * (terms.COMMENT // 4))
SHIPPED = Ready("utilities123", TemplateUse.REJECT, LONGEST, shipped=True, changed=True)
HIDDEN = Ready("utilities123", TemplateUse.REJECT, LONGEST, shipped=True, hidden=True)
OWN = Ready(str(BIG), TemplateUse.ASK, LONGEST | {"en": ""}, shipped=False)


@pytest.fixture(params=LOCALES)
def t(request: pytest.FixtureRequest) -> Translator:
    """Each language."""
    return translator(request.param, ZoneInfo("Asia/Almaty"))


def check(content: Content) -> None:
    assert 0 < visible(content.text) <= (CAPTION if content.media_id else MESSAGE), visible(content.text)
    assert any(content.rows)


def test_screens_of_ready_answers_fit(t: Translator) -> None:
    """Without it: a long ready answer could be neither looked at nor sent, nor be put in other words."""
    check(templates.uses(t, "KZ-79", dict.fromkeys(TemplateUse, 30)))
    check(templates.listing(t, "KZ-79", TemplateUse.REJECT, [SHIPPED, HIDDEN, OWN] * 10, 2))
    for ready in (SHIPPED, HIDDEN, OWN):
        check(templates.one(t, "KZ-79", ready))
        for at in LOCALES:
            check(templates.asking(t, "KZ-79", ready.use, at, ready, only_words=True))
            check(templates.asking(t, "KZ-79", ready.use, at, None))


def test_choosing_one_fits(t: Translator) -> None:
    """Without it: the question to the citizen would not be shown at all where there are ready ones for it."""
    longest = max(RejectReason, key=len)
    rows = templates.rows(t, "decide", BIG, f"reject.{longest}", [SHIPPED, OWN] * 15, 1)
    check(deciding.rejection(t, BIG, longest, BIG, rows))
    check(prompts.prompt(t, "ask", BIG, "card", BIG, only_words=True, ready=rows))
    back = button(templates.back(t), "decide", "ask", BIG)
    for ready in (SHIPPED, OWN):
        head = f"reject.{longest}"
        check(templates.chosen(t, BIG, ready, head=head, area="decide", verb="say", back=back, photo=BIG))
    check(card_details.nearby(t, "card", BIG, [Neighbour(BIG, None, State.IN_PROGRESS, 99.9)] * 5, BIG))
    check(card_details.nearby(t, "card", BIG, [], BIG))
