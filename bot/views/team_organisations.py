"""The departments and contractors of a region: the list, one of them, and what is asked about it."""

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import words
from bot.views.layout import cut, lines, paragraphs
from domain import terms
from services.organisations import OrganisationPage, OrganisationRow


def listing(t: Translator, page: OrganisationPage, *, keeps: bool) -> Content:
    """A page of organisations, each with how many of the team work for it."""
    rows = [[button(f"{cut(o.name, 45)} · {t.number(o.members)}", "orgs", "one", o.id)] for o in page.rows]
    turn: list[Button] = []
    if page.previous is not None:
        turn.append(button("◀️", "orgs", "before", page.previous, page.region))
    if page.next is not None:
        turn.append(button("▶️", "orgs", "from", page.next, page.region))
    add = [button(t.gettext("➕ Add"), "orgs", "new", 0, page.region)] if keeps else []
    what = (
        t.gettext("Departments and contractors, and how many executors each has.")
        if page.rows
        else t.gettext("None so far.")
    )
    text = paragraphs(
        t.gettext("🏢 <b>Organisations</b> · {region}", region=words.region_name(t, page.region)), what
    )  # fmt: skip
    return Content(text, [*rows, turn, add, [button(t.gettext("⬅️ Back"), "team", "open", 0, page.region)]])


def one(t: Translator, found: OrganisationRow, *, keeps: bool) -> Content:
    """An organisation, and what can be done with it."""
    rows: list[list[Button]] = []
    if keeps:
        rows.append([button(t.gettext("✏️ Rename"), "orgs", "rename", found.id)])
        if not found.members:
            rows.append([button(t.gettext("🗑 Remove"), "orgs", "remove", found.id)])
    why = t.gettext("It can be removed when nobody works for it any more.") if keeps and found.members else ""
    text = paragraphs(
        lines(
            Html(f"🏢 <b>{escape(found.name)}</b>"),
            t.gettext("Region: {region}", region=words.region_name(t, found.region)),
            t.gettext("Executors: {n}", n=t.number(found.members)),
        ),
        why,
    )
    return Content(text, [*rows, [_to_list(t, found.region)]])


def ask_name(t: Translator, region: str, renamed: OrganisationRow | None) -> Content:
    """What is it called?"""
    if renamed is None:
        asked = t.gettext("🏢 What is the new organisation called? Write its name.")
        back = _to_list(t, region)
    else:
        asked = t.gettext("✏️ What shall “{name}” be called? Write the new name.", name=renamed.name)
        back = button(t.gettext("⬅️ Back"), "orgs", "one", renamed.id)
    limit = t.ngettext(
        "At most {n} character.", "At most {n} characters.", terms.ORGANISATION_NAME
    )  # fmt: skip
    return Content(lines(asked, limit), [[back]])


def _to_list(t: Translator, region: str) -> Button:
    return button(t.gettext("⬅️ Back"), "orgs", "open", 0, region)
