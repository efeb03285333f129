"""Inviting into a team: into which role, for which organisation, the link with its picture, and what became of it."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import staff_words, words
from bot.views.layout import cut, lines, paragraphs
from bot.views.team import team_name
from domain.words import Role
from services.invites import LIFETIME
from services.organisations import OrganisationPage
from services.team import NATIONWIDE, Invitation

REVOCABLE = 8
"""Open invitations that get a button to revoke them."""


def role_choice(t: Translator, code: str, roles: Sequence[Role]) -> Content:
    """Into which role?"""
    rows = [[button(words.role_name(t, role).capitalize(), "team", "role", 0, f"{code}.{role}")] for role in roles]
    text = lines(
        t.gettext("➕ <b>Invitation</b> · {region}", region=team_name(t, code)),
        t.gettext("Into which role do you invite?"),
    )
    return Content(text, [*rows, _back(t, "open", code)])


def organisation_choice(t: Translator, page: OrganisationPage) -> Content:
    """To which organisation does the executor belong? One of those known, a new one that is typed, or none."""
    rows = [[button(cut(o.name, 50), "team", "organisation", o.id, page.region)] for o in page.rows]
    turn: list[Button] = []
    if page.previous is not None:
        turn.append(button("◀️", "team", "orgs_before", page.previous, page.region))
    if page.next is not None:
        turn.append(button("▶️", "team", "orgs_from", page.next, page.region))
    none = [button(t.gettext("Without an organisation"), "team", "organisation", 0, page.region)]
    text = lines(
        t.gettext("➕ <b>Invitation</b> · {region}", region=words.region_name(t, page.region)),
        t.gettext("For which organisation does the executor work? Choose one, or type its name."),
    )
    return Content(text, [*rows, turn, none, _back(t, "invite", page.region)])


def invitation(t: Translator, role: Role, code: str, organisation: str | None, url: str) -> Content:
    """The link under its picture, in a message of its own to be passed on or shown."""
    what = lines(
        t.gettext("🔗 <b>Invitation to Tazalyq</b>"),
        t.gettext("Role: {role}", role=words.role_name(t, role)),
        t.gettext("Region: {region}", region=words.region_name(t, code)) if code != NATIONWIDE else "",
        t.gettext("Organisation: {organisation}", organisation=organisation) if organisation else "",
        t.ngettext(
            "The link works once and for {n} day. Pass it on only to the person it is meant for.",
            "The link works once and for {n} days. Pass it on only to the person it is meant for.",
            LIFETIME.days,
        ),
        t.gettext("Or let them point their phone's camera at the picture."),
    )
    return Content(paragraphs(what, escape(url)))


def no_name_yet(t: Translator) -> Html:
    """The bot does not know its own name yet, so it can make no links."""
    return t.gettext("Links cannot be made just now. Please try again in a minute.")


def invitations(t: Translator, code: str, found: Sequence[Invitation]) -> Content:
    """The newest invitations: who used them, and buttons to revoke those still open."""
    still_open = [i for i in found if i.status == "open"][:REVOCABLE]
    rows = [
        [button(t.gettext("✖️ Revoke № {number}", number=i.id), "team", "revoke", i.id, code)] for i in still_open
    ]  # fmt: skip
    text = paragraphs(
        t.gettext("🔗 <b>Invitations</b> · {region}", region=team_name(t, code)),
        lines(*(_invitation(t, i) for i in found)) or t.gettext("None so far."),
    )
    return Content(text, [*rows, _back(t, "open", code)])


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


def _back(t: Translator, verb: str, code: str) -> list[Button]:
    return [button(t.gettext("⬅️ Back"), "team", verb, 0, code)]
