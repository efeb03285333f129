"""First contact: language, consent, and what somebody sent before either."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from domain import terms
from domain.words import Role
from models import Draft, InboxUpdate, Media, Membership, Person, Timer
from services import invites
from services.people import CONSENT_VERSION
from tests.conftest import Desk
from tests.stories.acting import SHYMKENT, card, press

pytestmark = pytest.mark.by_turns


async def _consent(desk: Desk, player, language: str = "English") -> None:
    await press(desk, player, language)
    await press(desk, player, "I agree")


async def test_what_came_before_consent_is_handled_after_it(desk: Desk) -> None:
    """Else somebody's first photo and place are lost while we talk about the law."""
    resident = await desk.stranger()
    await resident.send_photos(["yard_bins_before", "open_manhole", "steppe_dump_before"], caption="By the school")
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    assert await desk.rows(Draft) == [] and await desk.rows(Media) == []
    assert "nothing is lost" in (await press(desk, resident, "English")).words
    seen = await press(desk, resident, "I agree")
    assert "3 of 10" in seen.words and "Shymkent" in seen.words and "By the school" in seen.words
    assert len(await desk.rows(Media)) == 3
    assert await desk.rows(Timer, name="forget_held") == []


async def test_nothing_is_kept_before_consent(desk: Desk) -> None:
    """Personal data without consent would be against the law."""
    resident = await desk.stranger()
    await resident.start()
    await desk.idle()
    (person,) = await desk.rows(Person)
    assert (person.locale, person.name, person.consent_at, person.expecting) == (None, None, None, None)
    assert await resident.keyboard() == []
    await press(desk, resident, "Қазақша")
    (person,) = await desk.rows(Person)
    assert (person.locale, person.consent_version) == ("kk", None)


async def test_consent_is_kept_with_version_and_time_and_brings_the_menu(desk: Desk) -> None:
    """Without version and time nobody could show what was agreed to."""
    resident = await desk.stranger()
    await resident.start()
    await desk.idle()
    before = datetime.now(UTC)
    await _consent(desk, resident)
    (person,) = await desk.rows(Person)
    assert person.consent_version == CONSENT_VERSION
    assert before <= person.consent_at <= datetime.now(UTC)
    assert [len(row) for row in await resident.keyboard()] == [1, 2]
    assert await desk.rows(InboxUpdate, state="held") == []


async def test_the_phone_s_language_comes_first_and_unknown_ones_do_no_harm(desk: Desk) -> None:
    """A language code nobody knows must neither break the first message nor choose for the person."""
    for code, first in (("ru-RU", "Русский"), ("tlh", "Қазақша"), (None, "Қазақша"), ("en_GB", "English")):
        player = await desk.stranger(language_code=code)
        await player.start()
        assert (await card(desk, player)).buttons[0] == first
        assert sorted((await card(desk, player)).buttons) == ["English", "Русский", "Қазақша"]


async def test_refusal_deletes_what_was_held(desk: Desk) -> None:
    """Somebody who says no has a right to leave nothing behind."""
    resident = await desk.stranger()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "English")
    assert "nothing you sent has been kept" in (await press(desk, resident, "I do not agree")).words
    assert await desk.rows(InboxUpdate, state="held") == []
    await press(desk, resident, "I agree")
    assert await desk.rows(Draft) == []


async def test_held_updates_are_few_and_go_after_a_day(desk: Desk) -> None:
    """The inbox must not become a store of strangers' messages."""
    resident = await desk.stranger()
    for n in range(terms.HELD_UPDATES + 3):
        await resident.send_text(f"line {n}")
    await desk.idle()
    assert len(await desk.rows(InboxUpdate, state="held")) == terms.HELD_UPDATES
    await desk.pass_time(name="forget_held")
    assert await desk.rows(InboxUpdate, state="held") == []


async def test_an_invitation_waits_for_consent(desk: Desk) -> None:
    """A new operator who opens their link first must not have to open it again, since it works once."""
    async with desk.database.begin() as session:
        parameter = await invites.invite(session, None, Role.OPERATOR, "KZ-79", datetime.now(UTC))
    madi = await desk.stranger()
    await madi.start(parameter)
    await desk.idle()
    assert await desk.rows(Membership) == []
    await _consent(desk, madi)
    (membership,) = await desk.rows(Membership)
    assert (membership.person_id, membership.role) == (madi.id, Role.OPERATOR)


@pytest.mark.parametrize("text", ["/queue", "/start", "/stats", "/invite operator"])
async def test_a_stranger_s_command_is_not_held(desk: Desk, text: str) -> None:
    """Commands of before would pop up after consent and confuse."""
    resident = await desk.stranger()
    await resident.send_text(text)
    assert "Choose your language" in (await card(desk, resident)).words or "Тіл" in (await card(desk, resident)).words
    assert await desk.rows(InboxUpdate, state="held") == []


async def test_somebody_with_an_old_consent_is_asked_anew(desk: Desk) -> None:
    """When what we keep changes, an old yes does not cover it; the draft waits meanwhile."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    async with desk.database.begin() as session:
        await session.execute(update(Person).values(consent_version=0))
    await resident.send_location(*SHYMKENT)
    assert "Your consent" in (await card(desk, resident)).words
    seen = await press(desk, resident, "I agree")
    assert "1 of 10" in seen.words and "Shymkent" in seen.words


async def test_a_forged_language_is_refused(desk: Desk) -> None:
    """Callback data is anybody's to write; a language we do not speak would break every later message."""
    resident = await desk.stranger()
    await resident.start()
    seen = await card(desk, resident)
    assert (await resident.forge(seen, "start:language:0:xx"))["answer"]["text"]
    await resident.forge(seen, "start:agree:0:")
    await desk.idle()
    async with desk.database.reading() as session:
        assert (await session.execute(select(Person.locale, Person.consent_at))).one() == (None, None)
