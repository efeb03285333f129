"""Every notice in every language, with the longest words people may write: within Telegram's limits."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import LOCALES, Settings
from bot.translator import Translator, translator
from bot.views import notices, notices_followers, notices_staff
from bot.views.composing import Composition, composer
from bot.views.fitting import CAPTION, MESSAGE, visible
from bot.views.layout import cut, quoted
from domain import terms
from domain.permissions import Actor
from domain.text import utf16_units
from domain.words import Action, Ground, Kind, Located, Outcome, RejectReason, Role, State
from domain.workflow import EDGES
from models import CitizenRequest, Complaint, HistoryEntry
from services import counters
from services.steps import Step

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LONGEST = "<&😀" * (terms.COMMENT // 4)
TOLD = {
    Action.ASSIGN, Action.ASK, Action.PLAN, Action.REPORT, Action.REJECT, Action.MARK_DUPLICATE, Action.FORWARD,
    Action.CONFIRM, Action.UPHOLD, Action.REOPEN, Action.GRANT_APPEAL, Action.REFUSE_APPEAL, Action.RECATEGORISE,
}  # fmt: skip


@pytest.fixture(params=LOCALES)
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param, Settings(_env_file=None).zone)


def steps() -> list[Step]:
    """One step along each edge, with everything as long as it may be."""
    return [step(edge) for edge in EDGES]


def step(edge: object) -> Step:
    request = CitizenRequest(
        id=123_456_789, kind=Kind.REQUEST, category="street_improvement", state=State.NEW, is_open=True,
        outcome=Outcome.WORK, region="KZ-63", located=Located.PIN, address="а" * terms.ADDRESS, citizen_id=1,
        description=LONGEST, sent_at=NOW, day=NOW.date(), due_at=NOW, first_due_at=NOW, queued_at=NOW,
        planned_for=NOW + timedelta(days=9), reason=RejectReason.NOT_AKIMAT, duplicate_of=123_456_788, reopened=0,
        appealed=False,
    )  # fmt: skip
    made = Step(
        request, edge, Role.OPERATOR, Actor(2), NOW, State.NEW, "KZ-63", None, counters.standing_of(request, UTC)
    )
    request.state = edge.target or State.REJECTED
    made.entry = HistoryEntry(comment=LONGEST)
    made.complaint = Complaint(ground=Ground.MISSED_DEADLINE, comment=LONGEST)
    return made


def test_citizens_hear_of_the_steps_that_concern_them(t: Translator) -> None:
    """Without it: a step could be told in no language, burst a message or lose its words."""
    for s in steps():
        content = notices.for_citizen(t, s, "О" * 200)
        assert (content is not None) == (s.action in TOLD), s.action
        if content is not None:
            assert 0 < visible(content.text) <= MESSAGE
            assert "{" not in content.text


def test_followers_notices_fit_under_a_photo_and_quote_nobody(t: Translator) -> None:
    """Without it: a follower's notice could be refused by Telegram, or give away what the citizen wrote."""
    for s in steps():
        if s.action in notices_followers.FOLLOWED:
            content = notices_followers.for_follower(t, s, "О" * 200, 1)
            assert visible(content.text) <= CAPTION and "😀" not in content.text


def test_notices_of_staff_fit(t: Translator) -> None:
    """Without it: an executor or supervisor would not hear of work with a long description."""
    for s in steps():
        for content in (notices_staff.task(t, s), notices_staff.taken_away(t, [s]), notices_staff.complaint(t, s)):
            assert visible(content.text) <= MESSAGE
        for content in (notices_staff.tasks(t, [s] * 200), notices_staff.taken_away(t, [s] * 200)):
            assert "200" in content.text and "{" not in content.text
    assert "{" not in notices_staff.arrivals(t, 1, 1).text + notices_staff.arrivals(t, 5, 21).text


@pytest.mark.parametrize("purpose", ["answer", "complaint", "appeal"])
def test_what_is_being_written_fits(t: Translator, purpose: str) -> None:
    """Without it: the card with the longest answer to the longest question could not be shown."""
    draft = Composition(purpose, 1, LONGEST, 10, Ground.POOR_WORK, LONGEST)
    assert visible(composer(t, draft).text) <= MESSAGE


def test_cutting_never_breaks_a_letter() -> None:
    """Without it: half an emoji would make Telegram refuse the whole message."""
    for limit in range(2, 12):
        short = cut("ab😀cd😀ef", limit)
        assert utf16_units(short) <= limit
        short.encode("utf-8")
    assert cut("abc", 3) == "abc" and cut("abcd", 3) == "ab…"
    assert quoted(None) == "" and quoted("<b>") == "<blockquote>&lt;b&gt;</blockquote>"
