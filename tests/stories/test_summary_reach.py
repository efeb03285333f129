"""Whom the weekly summary reaches besides the staff: groups, a public channel; and whom it does not reach."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.words import Role
from models import Channel, Person, Summary, WorkingGroup
from sandbox.client import Group
from sandbox.client import Person as Player
from services import channels, groups
from tests.conftest import Desk
from tests.stories.behind import REGION, actor_of, press
from tests.stories.weekly import at, sent, slot, strike, told


@pytest.fixture
async def played(desk: Desk) -> Desk:
    """A desk whose clock is moved by the test alone."""
    desk.runtime.scheduler.pause()
    return desk


async def group_of(desk: Desk, chief: Player, title: str, **scope: object) -> Group:
    """A working group, bound behind the scenes."""
    group = await desk.tg.group(title, members=[chief])
    await desk.idle()
    async with desk.database.begin() as session:
        bound_to = groups.Scope(REGION, **scope)  # type: ignore[arg-type]
        actor = await actor_of(session, chief.id)
        await groups.bind(session, actor, group.id, title, bound_to, None, "en", at(1))
    return group


async def test_a_group_of_the_whole_region_gets_it_without_buttons(played: Desk) -> None:
    """Without it: the working group would miss the week, or a contractor's group would get the akimat's figures."""
    chief = await played.staff(Role.SUPERVISOR)
    group = await group_of(played, chief, "Everything")
    parks = await group_of(played, chief, "Parks", categories=("park",))
    await sent(played, 14)
    await slot(played, 20)
    await strike(played, at(20))
    [message] = [m for m in await chief.at(group).messages(by_bot=True) if "Weekly summary" in m.words]
    assert message.buttons == [] and "photo" in message
    assert [m for m in await chief.at(group).messages(by_bot=True) if "document" in m]
    assert await told(chief.at(parks)) == []
    [row] = await played.rows(Summary)
    assert set(row.recipients) == {chief.id, group.id}


def _bot(desk: Desk) -> int:
    """The bot's number: what is changed behind its back it learns only when it sends."""
    return next(iter(desk.box.state.bots))


async def test_admins_hear_once_of_all_whom_it_did_not_reach(played: Desk) -> None:
    """Without it: a whole akimat could have blocked the bot, and nobody would know that nobody reads the figures."""
    admin = await played.staff(Role.ADMIN, None)
    blocked, well = await played.staff(Role.OPERATOR), await played.staff(Role.OPERATOR)
    chief, other = await played.staff(Role.SUPERVISOR), await played.staff(Role.SUPERVISOR, "KZ-75")
    group = await group_of(played, chief, "Everything")
    played.box.state.chats[group.id].members[_bot(played)].status = "kicked"
    for person in (blocked, other):
        played.box.state.private_chat(_bot(played), person.id).blocked = True
    await slot(played, 20)
    await slot(played, 20, "KZ-75")
    await strike(played, at(20))
    assert len(await told(well)) == 1
    await strike(played, at(20, "09:59"))
    assert [m for m in await admin.messages(by_bot=True) if "did not reach" in m.words] == []
    await strike(played, at(20, "10:16"))
    [report] = [m for m in await admin.messages(by_bot=True) if "did not reach" in m.words]
    assert "Shymkent: 2 of 4 not reached" in report.words and "Almaty: 1 of 1 not reached" in report.words
    await slot(played, 27, "KZ-75")
    async with played.database.begin() as session:
        await session.execute(update(Person).values(reachable=True))
    for person in (blocked, other):
        played.box.state.private_chat(_bot(played), person.id).blocked = False
    await strike(played, at(27))
    await strike(played, at(27, "10:16"))
    assert len([m for m in await admin.messages(by_bot=True) if "did not reach" in m.words]) == 1


async def test_a_supervisor_publishes_in_a_channel(played: Desk) -> None:
    """Without it: citizens would never see what became of their requests, or would see more than is theirs to see."""
    chief = await played.staff(Role.SUPERVISOR)
    channel = await played.tg.channel("Shymkent is clean", members=[chief])
    asked = await chief.wait_for("Publish the weekly summary")
    assert "Shymkent is clean" in asked.words and "Region: Shymkent" in asked.words
    await press(chief, "Русский")
    await chief.wait_for(lambda m: "✅ Русский" in m.buttons)
    await press(chief, "✅ Yes, publish")
    await chief.wait_for("will be published in")
    [row] = await played.rows(Channel)
    assert (row.state, row.region, row.locale) == (channels.ACTIVE, REGION, "ru")
    number = await sent(played, 14)
    await slot(played, 20)
    await strike(played, at(20))
    posts = await chief.at(channel).messages(by_bot=True)
    [post] = posts
    assert "Что стало с вашими заявками" in post.words and "photo" in post
    assert f"№ {number}" not in post.words and post.buttons == []


async def test_a_closed_channel_is_noticed_and_nothing_is_lost(played: Desk) -> None:
    """Without it: the posts would stop one day, and the region would hear of it from its citizens."""
    chief = await played.staff(Role.SUPERVISOR)
    channel = await played.tg.channel("Shymkent is clean", members=[chief])
    await press(chief, "✅ Yes, publish")
    await chief.wait_for("will be published in")
    await channel.member(None, "administrator", can_post_messages=False)
    await played.idle()
    await played.runtime.clock.tick()
    assert "Shymkent is clean" in (await chief.wait_for("can no longer be published")).words
    await slot(played, 27)
    await strike(played, at(27))
    assert await chief.at(channel).messages(by_bot=True) == []
    assert len(await told(chief)) == 1
    await channel.member(None, "administrator", can_post_messages=True)
    await press(chief, "✅ Yes, publish")
    await press(chief, "📢 Publish the last one now")
    await played.idle()
    [post] = await chief.at(channel).messages(by_bot=True)
    assert "What became of your requests" in post.words


async def test_what_fails_at_sending_closes_the_channel_too(played: Desk) -> None:
    """Without it: news that Telegram never sent would leave a channel that fails each week in silence."""
    chief = await played.staff(Role.SUPERVISOR)
    channel = await played.tg.channel("Shymkent is clean", members=[chief])
    await press(chief, "✅ Yes, publish")
    await chief.wait_for("will be published in")
    played.box.state.chats[channel.id].members[_bot(played)].rights = {}
    await slot(played, 20)
    await strike(played, at(20))
    # What is told of a trouble is told in the time there is, in which no slot lies.
    await played.round_the_clock()
    await played.runtime.clock.tick()
    assert await chief.wait_for("can no longer be published")
    [row] = await played.rows(Channel)
    assert row.state == channels.GONE


async def test_strangers_and_citizens_bind_no_channel(played: Desk) -> None:
    """Without it: anybody could bring the bot into a channel of their own and publish in the akimat's name."""
    citizen, chief = await played.citizen(), await played.staff(Role.SUPERVISOR)
    two = await played.staff(Role.SUPERVISOR, "KZ-75")
    await played.tg.channel("Mine", members=[citizen])
    await played.idle()
    assert await played.rows(Channel) == [] and await citizen.messages(by_bot=True) == []
    channel = await played.tg.channel("Theirs", members=[chief])
    asked = await chief.wait_for("Publish the weekly summary")
    for data in (f"channel:yes:{channel.id}:{REGION}.en", f"channel:yes:{channel.id}:KZ-75.en"):
        await two.send_text("/help")
        await played.idle()
        await two.forge((await two.messages(by_bot=True))[-1], data)
    await chief.forge(asked, f"channel:yes:{channel.id}:KZ-75.en")
    await played.idle()
    assert [row.state for row in await played.rows(Channel)] == [channels.OFFERED]


async def test_the_channel_in_setup(played: Desk) -> None:
    """Without it: whoever regrets a channel would have to throw the bot out of it."""
    chief = await played.staff(Role.SUPERVISOR)
    await chief.send_text("/setup")
    await press(chief, "📢 Public channel")
    how = await chief.wait_for("can be published in a Telegram channel")
    assert "➕ Add the bot to a channel" in how.buttons
    await played.tg.channel("Shymkent is clean", members=[chief])
    await press(chief, "✅ Yes, publish")
    await chief.send_text("/setup")
    await press(chief, "📢 Public channel")
    await press(chief, "🔕 Stop")
    await press(chief, "🔕 Stop publishing")
    await chief.wait_for("can be published in a Telegram channel")
    [row] = await played.rows(Channel)
    assert row.state == channels.OFFERED
    assert row.bound_at - at(1) > timedelta(0) and await played.rows(WorkingGroup) == []
