"""Staff's screens at their fullest: within Telegram's limits in every language, whatever people have written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Content
from bot.translator import Translator, translator
from bot.views import card, card_details, complaints, dates, deciding, prompts, queue, tasks, team
from bot.views.fitting import CAPTION, MESSAGE, fitted, visible
from domain.permissions import Actor, Grant
from domain.words import (
    Action,
    Article,
    DumpOutcome,
    Ground,
    Kind,
    Located,
    MediaPurpose,
    Outcome,
    RejectReason,
    Role,
    State,
)
from models import CitizenRequest, Complaint, Organisation, WorkReport
from services.cards import Card, Neighbour, Shot
from services.categories import all_categories
from services.complaints import Case
from services.histories import Entry
from services.paging import Key
from services.queue import Place, QueuePage, Shelf
from services.tasks import Executor
from services.team import Invitation, Member, TeamPage

BIG = 10**12
NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
LONGEST = max(all_categories(), key=lambda c: max(len(c.names.kk), len(c.names.ru), len(c.names.en))).key
REGION = "KZ-59"
REPORT = WorkReport(
    id=BIG, outcome=DumpOutcome.PASSED_ON, litres=BIG, article=Article.A434_2, fine=BIG, doubts=[{"doubt": "forwarded"}]
)  # fmt: skip
ACTOR = Actor(7, (Grant(Role.SUPERVISOR, REGION),))


@pytest.fixture(params=["kk", "ru", "en"])
def t(request: pytest.FixtureRequest) -> Translator:
    """Each language."""
    return translator(request.param, ZoneInfo("Asia/Almaty"))


def full_card(state: State) -> Card:
    """A card on which everything is as long as it can be."""
    request = CitizenRequest(
        id=BIG, kind=Kind.SUGGESTION, category=LONGEST, state=state, is_open=True, outcome=Outcome.WORK, region=REGION,
        district="<&Ш" * 33, address="🏠" * 250, lat=54.87, lon=69.15, located=Located.PIN, description="🧹<" * 333,
        citizen_id=1, sent_at=NOW, day=date(2026, 11, 20), due_at=NOW - timedelta(days=9), first_due_at=NOW,
        queued_at=NOW, done_at=NOW, executor_id=7, planned_for=NOW, reason=RejectReason.NOT_AKIMAT, duplicate_of=BIG,
        reopened=99, appealed=True, version=1,
    )  # fmt: skip
    told = [entry(action) for action in (Action.NOTE, Action.FORWARD, Action.REOPEN)]
    near = [Neighbour(BIG - n, LONGEST, State.IN_PROGRESS, 99.9) for n in range(5)]
    shots = [Shot(BIG + n, purpose) for n, purpose in enumerate([*MediaPurpose] * 7)]
    return Card(request, shots, "Ы" * 128, "&" * 200, 12345, 1234, near, told)


def entry(action: Action) -> Entry:
    data: dict[str, object] = {"category": ["park", LONGEST], "region": ["KZ-79", REGION]}
    return Entry(BIG, NOW, action, Role.SUPERVISOR, State.IN_PROGRESS, "Ә" * 60, "<😀>" * 250, data, False, "Ы" * 60)


def check(content: Content) -> None:
    """The text fits, and so do the buttons; making them has checked their data."""
    assert 0 < visible(content.text) <= (CAPTION if content.media_id else MESSAGE), visible(content.text)
    rows = [row for row in content.rows if row]
    assert rows and sum(len(row) for row in rows) <= 100 and all(len(row) <= 8 for row in rows)
    assert all(button["text"] for row in rows for button in row)


@pytest.mark.parametrize("state", State)
def test_cards_fit_under_a_photo(t: Translator, state: State) -> None:
    """Without it: a long address in Kazakh would keep the card from being sent at all."""
    found = full_card(state)
    check(card.card(t, found, ACTOR, NOW, 20))
    check(tasks.card(t, found, ACTOR, NOW, 20))
    for ground in (None, *Ground):
        filed = Complaint(id=BIG, request_id=BIG, region=REGION, form="dispute", ground=ground, comment="😀" * 500)
        check(complaints.case(t, Case(filed, found, REPORT), ACTOR, NOW, 20))


def test_what_a_card_leads_to_fits(t: Translator) -> None:
    """Without it: the history or the whole text of a long request could not be opened."""
    found = full_card(State.NEW)
    check(card_details.full_text(t, "complaint", found.request, BIG))
    check(card_details.on_maps(t, "complaint", found.request, BIG))
    entries = [entry(action) for action in Action]
    check(card_details.history(t, "complaint", BIG, entries, True, BIG))
    days = [(date(2026, 11, 21) + timedelta(days=n), n > 1) for n in range(7)]
    check(dates.date_choice(t, "decide", "card", found.request, days, BIG))


def test_questions_fit(t: Translator) -> None:
    """Without it: a question on the way to a decision would be the end of the way."""
    request = full_card(State.NEW).request
    staff = [Executor(BIG + n, "Ы" * 128, "&" * 200, 999) for n in range(40)]
    for content in (
        *(deciding.category_choice(t, request, BIG, page) for page in range(4)),
        deciding.category_choice(t, request, BIG, found=[], asked="😀" * 500),
        deciding.executor_choice(t, BIG, staff, 2, BIG, seen=BIG * 1000),
        deciding.executor_choice(t, BIG, [], 0, BIG, area="complaint", former=BIG),
        deciding.reason_choice(t, BIG, BIG),
        *(deciding.rejection(t, BIG, reason, BIG) for reason in deciding.REASONS),
        deciding.duplicate_choice(t, BIG, full_card(State.NEW).near, BIG),
        deciding.duplicate_check(t, BIG, request, 123456.7, BIG),
        deciding.region_choice(t, request, BIG),
        complaints.same_executor(t, BIG, BIG, "Ы" * 128, BIG),
    ):
        check(content)
    for what in prompts._HINTS:
        check(prompts.prompt(t, what, BIG, "complaint", BIG, only_words=True, region=REGION))


def test_lists_fit(t: Translator) -> None:
    """Without it: a full page of the queue, the tasks or the team would not be shown."""
    row = type("Row", (), {"id": BIG, "category": LONGEST, "state": State.DISPUTED, "due_at": NOW})
    key = Key(NOW, BIG)
    for shelf in Shelf:
        place = Place(REGION, shelf, LONGEST, key)
        check(queue.listing(t, QueuePage(place, [row] * 8, key, key, 99999, 9999), NOW, several_regions=True))
        check(queue.filters(t, place))
    check(queue.category_filter(t, Place(REGION, category=LONGEST), 1))
    crew = [Member(n, "Ы" * 128, Role.EXECUTOR, "&" * 200, False) for n in range(20)]
    check(team.team(t, TeamPage(REGION, crew, BIG, BIG), [Role.OPERATOR], several_regions=True))
    made = [
        Invitation(BIG, Role.EXECUTOR, REGION, "&" * 200, status, NOW, "Ы" * 128, NOW)
        for status in ("open", "used", "revoked", "expired")
    ]
    check(team.invitations(t, REGION, made * 5))
    check(team.organisation_choice(t, REGION, [Organisation(id=BIG, region=REGION, name="&" * 200)] * 60))


@given(st.lists(st.text(max_size=300), max_size=4), st.text(max_size=1500), st.lists(st.text(max_size=300), max_size=6))
def test_what_was_fitted_fits(before: list[str], words: str, after: list[str]) -> None:
    """Without it: the arithmetic of tags, entities and emoji would be right only for the texts tried."""
    clean = [part.replace("<", "").replace("&", "").replace(">", "") for part in (*before, *after)]
    head, tail = clean[: len(before)], clean[len(before) :]
    text = fitted(head, words, tail, 1300)
    assert visible(text) <= max(1300, visible("\n".join(part for part in head if part)))
