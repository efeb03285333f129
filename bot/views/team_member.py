"""One of the team: their card, and what can be done; and what they are told of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import staff_words, words
from bot.views.deciding import unheard
from bot.views.hats import keyboard
from bot.views.layout import cut, lines, paragraphs
from bot.views.team import seen, team_name
from domain.permissions import Actor
from domain.words import Role
from models import Membership
from services.members import HandedOver
from services.organisations import OrganisationPage
from services.tasks import Executor
from services.team import NATIONWIDE, MemberCard

EXECUTORS = 10
"""Successors on one page."""


def card(t: Translator, found: MemberCard, now: datetime, note: str = "", start: int = 0) -> Content:
    """Who somebody is, when they were here last, what waits for them. `start`: the page of the team to go back to."""
    member = found.member
    state = ""
    if found.over:
        state = t.gettext("🚪 No longer in the team")
    elif member.suspended:
        state = t.gettext("⏸ Suspended: they can do nothing here until you take them up again")
    text = paragraphs(
        note,
        lines(
            _name(found),
            t.gettext("Role: {role}", role=words.role_name(t, member.role)),
            t.gettext("Region: {region}", region=team_name(t, found.region)),
            t.gettext("Organisation: {organisation}", organisation=cut(member.organisation, staff_words.NAME))
            if member.organisation
            else "",
            t.gettext("In the team since: {date}", date=t.date(found.since)),
            Html(f"👁 {seen(t, member.seen_at, now)}"),
            t.gettext("🔕 Has blocked the bot: messages do not reach them") if not member.reachable else "",
            t.gettext("Open tasks: {n}", n=t.number(found.open_tasks)) if found.region != NATIONWIDE else "",
            state,
        ),
    )
    return Content(text, [*_deeds(t, found), [_to_team(t, found, start)]])


def _deeds(t: Translator, found: MemberCard) -> list[list[Button]]:
    id_, rows = found.member.id, []
    if found.handable:
        rows.append([_hand_over(t, found)])
    if not found.manageable:
        return rows
    if found.member.role is Role.EXECUTOR:
        rows.append([button(t.gettext("🏢 Another organisation"), "member", "orgs", id_)])
    if found.member.suspended:
        rest = button(t.gettext("▶️ Take up again"), "member", "resume", id_)
    else:
        rest = button(t.gettext("⏸ Suspend"), "member", "suspend", id_)
    return [*rows, [rest, button(t.gettext("🚪 Remove"), "member", "remove", id_)]]


def _hand_over(t: Translator, found: MemberCard) -> Button:
    return button(t.gettext("🔁 Hand over the tasks"), "member", "handover", found.member.id)


def _to_team(t: Translator, found: MemberCard, start: int) -> Button:
    return button(t.gettext("⬅️ Back"), "team", "from" if start else "open", start, found.region)


def _back(t: Translator, id_: int) -> list[Button]:
    return [button(t.gettext("⬅️ Back"), "member", "open", id_)]


def _name(found: MemberCard) -> Html:
    return Html(f"👤 <b>{escape(cut(found.member.name, staff_words.NAME))}</b>")


def confirm(t: Translator, found: MemberCard, *, removing: bool) -> Content:
    """Asks once more; with open tasks, offers to hand them over first."""
    id_ = found.member.id
    if removing:
        question = t.gettext("🚪 Remove this person from the team? They lose this role at once.")
        yes = button(t.gettext("🚪 Yes, remove"), "member", "removed", id_)
    else:
        question = t.gettext("⏸ Suspend this person? They can do nothing in this role until you take them up again.")
        yes = button(t.gettext("⏸ Yes, suspend"), "member", "suspended", id_)
    rows = [[yes], _back(t, id_)]
    if found.handable:
        rows.insert(0, [_hand_over(t, found)])
    return Content(paragraphs(lines(_name(found), question), _staying(t, found.open_tasks)), rows)


def _staying(t: Translator, n: int) -> str:
    if not n:
        return ""
    return t.ngettext(
        "⚠️ {n} open task stays with them. Hand it over first, or nobody will do it.",
        "⚠️ {n} open tasks stay with them. Hand them over first, or nobody will do them.",
        n,
    )


def done(t: Translator, what: str, left: int) -> str:
    """What has just been done: `suspended`, `removed`, `resumed` or `moved`; `left` open tasks are theirs still."""
    said = {
        "suspended": t.gettext("⏸ Suspended. They have been told."),
        "removed": t.gettext("🚪 Removed. They have been told."),
        "resumed": t.gettext("▶️ Back in the team. They have been told."),
        "moved": t.gettext("🏢 The organisation has been changed."),
    }[what]
    staying = ""
    if left and what in ("suspended", "removed"):
        staying = t.ngettext("⚠️ {n} open task is still theirs.", "⚠️ {n} open tasks are still theirs.", left)
    return lines(said, staying)


def successors(t: Translator, found: MemberCard, everybody: Sequence[Executor], page: int) -> Content:
    """To whom? The executors of the region, those with the fewest tasks first."""
    id_, first = found.member.id, page * EXECUTORS
    rows = [
        [button(_successor(t, executor), "member", "to", id_, executor.id)]
        for executor in everybody[first : first + EXECUTORS]
    ]
    turn: list[Button] = []
    if page > 0:
        turn.append(button("◀️", "member", "handover", id_, page - 1))
    if len(everybody) > first + EXECUTORS:
        turn.append(button("▶️", "member", "handover", id_, page + 1))
    asked = t.gettext("🔁 Who takes the tasks over?") if everybody else t.gettext("There is no other executor yet.")
    text = lines(_name(found), t.gettext("Open tasks: {n}", n=t.number(found.open_tasks)), asked,
                 unheard(t, everybody))  # fmt: skip
    return Content(text, [*rows, turn, _back(t, id_)])


def _successor(t: Translator, executor: Executor) -> str:
    about = cut(executor.name, 30) + (f", {cut(executor.organisation, 20)}" if executor.organisation else "")
    return f"{'' if executor.reachable else '🔕 '}{about} · {t.number(executor.open_tasks)}"


def confirm_hand_over(t: Translator, found: MemberCard, executor: Executor) -> Content:
    """Asks once more, with the number and both names."""
    text = paragraphs(
        t.gettext("🔁 <b>Hand over the tasks</b>"),
        lines(
            t.gettext("From: {name}", name=cut(found.member.name, staff_words.NAME)),
            t.gettext("To: {name}", name=cut(executor.name, staff_words.NAME)),
            t.gettext("Open tasks: {n}", n=t.number(found.open_tasks)),
        ),
    )
    yes = button(t.gettext("🔁 Yes, hand over"), "member", "give", found.member.id, executor.id)
    return Content(text, [[yes], [button(t.gettext("⬅️ Back"), "member", "handover", found.member.id)]])


def handed_over(t: Translator, result: HandedOver) -> str:
    """How many went, and how many are left."""
    moved = t.ngettext("🔁 {n} task handed over.", "🔁 {n} tasks handed over.", result.moved)
    left = ""
    if result.left:
        left = t.ngettext(
            "{n} task is still theirs: press once more.", "{n} tasks are still theirs: press once more.", result.left
        )
    return lines(moved, left)


def organisations(t: Translator, found: MemberCard, page: OrganisationPage) -> Content:
    """To which organisation shall the executor belong?"""
    id_ = found.member.id
    rows = [[button(cut(o.name, 50), "member", "move", id_, o.id)] for o in page.rows]
    turn: list[Button] = []
    if page.previous is not None:
        turn.append(button("◀️", "member", "orgs_before", id_, page.previous))
    if page.next is not None:
        turn.append(button("▶️", "member", "orgs_from", id_, page.next))
    none = [button(t.gettext("Without an organisation"), "member", "move", id_, 0)]
    text = lines(_name(found), t.gettext("🏢 For which organisation does the executor work?"))
    return Content(text, [*rows, turn, none, _back(t, id_)])


def told(t: Translator, what: str, membership: Membership, left: Actor, hat: str | None) -> Content:
    """To the person: their role rests, works again, or has ended; with the keyboard of the roles they have `left`."""
    head = {
        "suspended": t.gettext("⏸ <b>Your role at the desk rests for now</b>"),
        "resumed": t.gettext("▶️ <b>Your role at the desk works again</b>"),
        "removed": t.gettext("👋 <b>Your role at the desk has ended</b>"),
    }[what]
    after = {
        "suspended": t.gettext(
            "Until it is taken up again, you do not see its requests. Your supervisor can tell you more."
        ),
        "resumed": t.gettext("Good to have you back!"),
        "removed": t.gettext("Thank you for your work. As a citizen you can use everything here as before."),
    }[what]
    role = t.gettext("Role: {role}", role=words.role_name(t, membership.role))
    region = t.gettext("Region: {region}", region=team_name(t, membership.region)) if membership.region else ""
    return Content(paragraphs(head, lines(role, region), after), menu=keyboard(t, left, hat))
