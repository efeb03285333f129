"""The team of a region: who works for it, and finding somebody in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import places, staff_words, words
from bot.views.layout import cut, lines, paragraphs
from domain.words import Role
from services.team import NATIONWIDE, Member, TeamPage

_JUST_NOW = timedelta(minutes=10)
_LONG_AGO = timedelta(days=30)


def team_name(t: Translator, code: str) -> str:
    """A region, or the whole country."""
    return t.gettext("the whole country") if code == NATIONWIDE else words.region_name(t, code)


def region_choice(t: Translator, scopes: Sequence[str]) -> Content:
    """Whose team? Rows of two, since the ministry sees all twenty."""
    known = set(scopes)
    buttons = [button(r.name(t.locale), "team", "open", 0, r.iso) for r in places.sorted_regions(t) if r.iso in known]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    if NATIONWIDE in known:
        rows.insert(0, [button(t.gettext("🇰🇿 The whole country"), "team", "open", 0, NATIONWIDE)])
    return Content(t.gettext("👥 <b>The team of which region?</b>"), rows)


def team(t: Translator, page: TeamPage, invitable: Sequence[Role], now: datetime, *, several_regions: bool) -> Content:
    """One page of the staff of a region, each with a button to their card."""
    turn: list[Button] = []
    if page.previous is not None:
        turn.append(button("◀️", "team", "before", page.previous, page.region))
    if page.next is not None:
        turn.append(button("▶️", "team", "from", page.next, page.region))
    # The first page is found again without a number.
    start = page.members[0].id if page.members and page.previous is not None else 0
    people = [button(_label(m), "member", "open", m.id, start or "") for m in page.members]
    rows = [people[n : n + 2] for n in range(0, len(people), 2)]
    text = paragraphs(
        t.gettext("👥 <b>Team</b> · {region}", region=team_name(t, page.region)),
        t.gettext("🔎 Found: {words}", words=cut(page.words, staff_words.NAME)) if page.words else "",
        lines(*(_member(t, m, now) for m in page.members)) or t.gettext("Nobody here yet."),
    )
    if page.words:
        return Content(text, [*rows, [button(t.gettext("⬅️ Back"), "team", "open", 0, page.region)]])
    return Content(text, [*rows, turn, *_deeds(t, page, invitable, several_regions)])


def _deeds(t: Translator, page: TeamPage, invitable: Sequence[Role], several_regions: bool) -> list[list[Button]]:
    deeds = [button(t.gettext("🔗 Invitations"), "team", "invitations", 0, page.region)]
    if invitable:
        deeds.insert(0, button(t.gettext("➕ Invite"), "team", "invite", 0, page.region))
    more = [button(t.gettext("🔎 Find"), "team", "find", 0, page.region)]
    if page.region != NATIONWIDE:
        more.append(button(t.gettext("🏢 Organisations"), "orgs", "open", 0, page.region))
    rows = [deeds, more]
    if several_regions:
        rows.append([button(t.gettext("🌍 Another region"), "team", "regions")])
    return rows


def _label(member: Member) -> str:
    sign = "⏸ " if member.suspended else "👤 "
    return sign + (cut(member.name, 30) or f"№ {member.id}")


def _member(t: Translator, member: Member, now: datetime) -> Html:
    parts = [words.role_name(t, member.role), cut(member.organisation or "", staff_words.NAME)]
    about = ", ".join(part for part in parts if part)
    said = t.gettext("⏸ suspended") if member.suspended else seen(t, member.seen_at, now)
    silent = "" if member.reachable else " · 🔕"
    return Html(f"• <b>{escape(cut(member.name, staff_words.NAME))}</b>: {escape(about)} · {escape(said)}{silent}")


def seen(t: Translator, at: datetime | None, now: datetime) -> Html:
    """When somebody was here last, in the words of every day."""
    if at is None:
        return t.gettext("not seen yet")
    if now - at < _JUST_NOW:
        return t.gettext("seen just now")
    days = (now.astimezone(t.zone).date() - at.astimezone(t.zone).date()).days
    if days <= 0:
        return t.gettext("seen today at {time}", time=f"{at.astimezone(t.zone):%H:%M}")
    if days == 1:
        return t.gettext("seen yesterday")
    if now - at < _LONG_AGO:
        # Translators: {days} is e.g. "5 days".
        return t.gettext("seen {days} ago", days=t.days(days))
    return t.gettext("seen on {date}", date=t.date(at))


def ask_whom(t: Translator, code: str) -> Content:
    """Which name is looked for?"""
    text = lines(
        t.gettext("👥 <b>Team</b> · {region}", region=team_name(t, code)),
        t.gettext("🔎 Write a part of the name or of the organisation."),
    )
    return Content(text, [[button(t.gettext("⬅️ Back"), "team", "open", 0, code)]])
