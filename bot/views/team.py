"""The team of a region: who works for it, inviting people, and the invitations that are open."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import places, staff_words, words
from bot.views.layout import cut, lines, paragraphs
from domain.words import Role
from models import Organisation
from services.invites import LIFETIME
from services.team import Invitation, Member, TeamPage

REVOCABLE = 8
"""Open invitations that get a button to revoke them."""


def region_choice(t: Translator, regions: Sequence[str]) -> Content:
    """Whose team? Rows of two, since the ministry sees all twenty."""
    known = set(regions)
    buttons = [button(r.name(t.locale), "team", "open", 0, r.iso) for r in places.sorted_regions(t) if r.iso in known]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    return Content(t.gettext("👥 <b>The team of which region?</b>"), rows)


def team(t: Translator, page: TeamPage, invitable: Sequence[Role], *, several_regions: bool) -> Content:
    """One page of the staff of a region."""
    turn: list[Button] = []
    if page.previous is not None:
        turn.append(button("◀️", "team", "before", page.previous, page.region))
    if page.next is not None:
        turn.append(button("▶️", "team", "from", page.next, page.region))
    deeds = [button(t.gettext("🔗 Invitations"), "team", "invitations", 0, page.region)]
    if invitable:
        deeds.insert(0, button(t.gettext("➕ Invite"), "team", "invite", 0, page.region))
    rows = [turn, deeds]
    if several_regions:
        rows.append([button(t.gettext("🌍 Another region"), "team", "regions")])
    text = paragraphs(
        t.gettext("👥 <b>Team</b> · {region}", region=words.region_name(t, page.region)),
        lines(*(_member(t, m) for m in page.members)) or t.gettext("Nobody here yet."),
    )
    return Content(text, rows)


def _member(t: Translator, member: Member) -> Html:
    parts = [words.role_name(t, member.role), cut(member.organisation or "", staff_words.NAME)]
    about = ", ".join(part for part in parts if part)
    silent = "" if member.reachable else " · 🔕"
    return Html(f"• <b>{escape(cut(member.name, staff_words.NAME))}</b>: {escape(about)}{silent}")


def role_choice(t: Translator, region: str, roles: Sequence[Role]) -> Content:
    """Into which role?"""
    rows = [[button(words.role_name(t, role).capitalize(), "team", "role", 0, f"{region}.{role}")] for role in roles]
    text = lines(
        t.gettext("➕ <b>Invitation</b> · {region}", region=words.region_name(t, region)),
        t.gettext("Into which role do you invite?"),
    )
    return Content(text, [*rows, _back(t, "open", region)])


def organisation_choice(t: Translator, region: str, known: Sequence[Organisation]) -> Content:
    """To which organisation does the executor belong? One of those known, a new one that is typed, or none."""
    rows = [[button(cut(o.name, 50), "team", "organisation", o.id, region)] for o in known[:40]]
    rows.append([button(t.gettext("Without an organisation"), "team", "organisation", 0, region)])
    text = lines(
        t.gettext("➕ <b>Invitation</b> · {region}", region=words.region_name(t, region)),
        t.gettext("For which organisation does the executor work? Choose one, or type its name."),
    )
    return Content(text, [*rows, _back(t, "invite", region)])


def invitation(t: Translator, role: Role, region: str, organisation: str | None, url: str) -> Content:
    """The link, in a message of its own to be passed on."""
    what = lines(
        t.gettext("🔗 <b>Invitation to Tazalyq</b>"),
        t.gettext("Role: {role}", role=words.role_name(t, role)),
        t.gettext("Region: {region}", region=words.region_name(t, region)),
        t.gettext("Organisation: {organisation}", organisation=organisation) if organisation else "",
        t.ngettext(
            "The link works once and for {n} day. Pass it on only to the person it is meant for.",
            "The link works once and for {n} days. Pass it on only to the person it is meant for.",
            LIFETIME.days,
        ),
    )
    return Content(paragraphs(what, escape(url)))


def no_name_yet(t: Translator) -> Html:
    """The bot does not know its own name yet, so it can make no links."""
    return t.gettext("Links cannot be made just now. Please try again in a minute.")


def invitations(t: Translator, region: str, found: Sequence[Invitation]) -> Content:
    """The newest invitations: who used them, and buttons to revoke those still open."""
    still_open = [i for i in found if i.status == "open"][:REVOCABLE]
    rows = [
        [button(t.gettext("✖️ Revoke № {number}", number=i.id), "team", "revoke", i.id, region)] for i in still_open
    ]  # fmt: skip
    text = paragraphs(
        t.gettext("🔗 <b>Invitations</b> · {region}", region=words.region_name(t, region)),
        lines(*(_invitation(t, i) for i in found)) or t.gettext("None so far."),
    )
    return Content(text, [*rows, _back(t, "open", region)])


def _invitation(t: Translator, made: Invitation) -> Html:
    what = ", ".join(p for p in (words.role_name(t, made.role), cut(made.organisation or "", staff_words.NAME)) if p)
    if made.status == "used" and made.used_at is not None:
        name = cut(made.used_by or "", staff_words.NAME)
        status = t.gettext("used by {name} on {date}", name=name, date=t.date(made.used_at))
    elif made.status == "open":
        status = t.gettext("open until {date}", date=t.date(made.expires_at))
    elif made.status == "revoked":
        status = t.gettext("revoked")
    else:
        status = t.gettext("expired on {date}", date=t.date(made.expires_at))
    return Html(f"№ {made.id} · {escape(what)} · {status}")


def _back(t: Translator, verb: str, region: str) -> list[Button]:
    return [button(t.gettext("⬅️ Back"), "team", verb, 0, region)]
