"""Staff's screens at their fullest: within Telegram's limits in every language, whatever people have written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Content
from bot.translator import Translator, translator
from bot.views import (
    card,
    card_details,
    complaints,
    dates,
    deciding,
    hats,
    onboarding,
    prompts,
    queue,
    tasks,
    team,
    team_invites,
    team_member,
    team_organisations,
)
from bot.views.fitting import CAPTION, MESSAGE, fitted, visible
from domain.permissions import Actor, Grant
from domain.words import (
    REGIONAL_ROLES,
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
from models import CitizenRequest, Complaint, WorkReport
from services import team as team_list
from services.cards import Card, Neighbour, Shot
from services.categories import all_categories
from services.complaints import Case
from services.histories import Entry
from services.members import HandedOver
from services.organisations import OrganisationPage, OrganisationRow
from services.paging import Key
from services.queue import Place, QueuePage, Shelf
from services.tasks import Executor
from services.team import Invitation, Member, MemberCard, TeamPage

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


def test_the_team_fits(t: Translator) -> None:
    """Without it: a team of people with long names, or a region of many contractors, would not be shown."""
    crew = [Member(BIG - n, "Ы" * 128, Role.EXECUTOR, "&" * 200, False, n % 2 > 0, NOW) for n in range(team_list.PAGE)]
    page = TeamPage(REGION, crew, BIG, BIG, "&" * 100)
    for shown in (page, replace(page, words=None)):
        check(team.team(t, shown, [Role.OPERATOR], NOW, several_regions=True))
    made = [
        Invitation(BIG, Role.EXECUTOR, REGION, "&" * 200, status, NOW, "Ы" * 128, NOW)
        for status in ("open", "used", "revoked", "expired")
    ]
    check(team_invites.invitations(t, REGION, made * 5))
    url = f"https://t.me/{'b' * 32}?start=inv_{'x' * 60}"
    assert visible(team_invites.invitation(t, Role.EXECUTOR, REGION, "&" * 200, url).text) <= CAPTION
    rows = [OrganisationRow(BIG - n, REGION, "&" * 200, 999) for n in range(10)]
    found = OrganisationPage(REGION, rows, BIG, BIG)
    card_of = MemberCard(crew[0], REGION, False, NOW, 9999, True, True)
    chosen = Executor(BIG, "Ы" * 128, "&" * 200, 999)
    for content in (
        team_invites.organisation_choice(t, found), team_organisations.listing(t, found, keeps=True),
        team_organisations.one(t, rows[0], keeps=True), team_organisations.ask_name(t, REGION, rows[0]),
        team_member.organisations(t, card_of, found), team_member.successors(t, card_of, [chosen] * 25, 1),
        team_member.card(t, card_of, NOW, team_member.handed_over(t, HandedOver(200, 900)), BIG),
        team_member.confirm(t, card_of, removing=True), team_member.confirm(t, card_of, removing=False),
        team_member.confirm_hand_over(t, card_of, chosen), team.ask_whom(t, REGION),
    ):  # fmt: skip
        check(content)


def test_when_somebody_was_seen_is_said_in_everyday_words(t: Translator) -> None:
    """Without it: a team's list would say the same of somebody who left a month ago as of somebody at work."""
    passed = (timedelta(minutes=1), timedelta(hours=2), timedelta(days=1), timedelta(days=4), timedelta(days=60))
    said = [team.seen(t, NOW - ago, NOW) for ago in passed] + [team.seen(t, None, NOW)]
    assert len(set(said)) == len(said) and "{" not in "".join(said)


def test_every_button_of_the_keyboard_is_understood(t: Translator) -> None:
    """Without it: a button under the input field would be taken for somebody's words."""
    everything = Actor(1, tuple(Grant(role, REGION if role in REGIONAL_ROLES else None) for role in hats._OF_STAFF))
    known = {*hats.work_labels(), *hats.switch_labels(), *onboarding.menu_labels()}
    for hat in (None, Role.CITIZEN, *hats.roles_of(everything)):
        keys = {key["text"] for row in hats.keyboard(t, everything, hat) for key in row}
        assert keys and keys <= known
    assert len(hats.work_labels()) >= 5
    for labels in (hats.work_labels(), hats.switch_labels()):
        assert not set(labels) & set(onboarding.menu_labels())


@given(st.lists(st.text(max_size=300), max_size=4), st.text(max_size=1500), st.lists(st.text(max_size=300), max_size=6))
def test_what_was_fitted_fits(before: list[str], words: str, after: list[str]) -> None:
    """Without it: the arithmetic of tags, entities and emoji would be right only for the texts tried."""
    clean = [part.replace("<", "").replace("&", "").replace(">", "") for part in (*before, *after)]
    head, tail = clean[: len(before)], clean[len(before) :]
    text = fitted(head, words, tail, 1300)
    assert visible(text) <= max(1300, visible("\n".join(part for part in head if part)))
