"""Roles as hats: somebody who holds several sees the buttons and commands of one, and changes it with one tap.

The hat says what is offered, never what is allowed.
"""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.content import Content
from bot.settings import LOCALES
from bot.translator import Html, Translator, translator
from bot.views import onboarding, words
from bot.views.layout import lines, paragraphs
from domain.permissions import Actor
from domain.words import Role

ALL = "all"
"""Pressed to wear no hat: everything of all roles is offered."""
_OF_STAFF = (Role.OPERATOR, Role.EXECUTOR, Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN)


def roles_of(actor: Actor) -> list[Role]:
    """The roles of the desk that somebody holds, each once, in a fixed order."""
    return [role for role in _OF_STAFF if actor.holds(role)]


def worn(actor: Actor, hat: str | None) -> Role | None:
    """The hat somebody wears; None for all of their roles, also where they no longer hold that one."""
    if hat == Role.CITIZEN and roles_of(actor):
        return Role.CITIZEN
    return next((role for role in roles_of(actor) if role == hat), None)


def offered(actor: Actor, hat: str | None) -> Actor:
    """The actor as far as something is offered to them: with the grants of the hat they wear."""
    role = worn(actor, hat)
    return actor if role is None else Actor(actor.id, tuple(g for g in actor.grants if g.role is role))


def keyboard(t: Translator, actor: Actor, hat: str | None) -> list[list[dict[str, Any]]]:
    """The keyboard under the input field: what the hat does all day, and below the other hats."""
    if not roles_of(actor):
        return onboarding.menu(t)
    if worn(actor, hat) is Role.CITIZEN:
        return onboarding.menu(t) + _switches(t, actor, hat)
    buttons = [{"text": label} for label in _work(t, offered(actor, hat)).values()]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    return rows + _switches(t, actor, hat)


def _work(t: Translator, actor: Actor) -> dict[str, str]:
    """What somebody does all day, by the name the menu's filter knows it by."""
    every = _work_labels(t)
    holds = actor.holds
    wanted = []
    if holds(Role.OPERATOR) or holds(Role.SUPERVISOR):
        wanted.append("queue")
    if holds(Role.EXECUTOR) or holds(Role.OPERATOR) or holds(Role.SUPERVISOR):
        wanted.append("tasks")
    if holds(Role.SUPERVISOR):
        wanted.append("complaints")
    if holds(Role.SUPERVISOR) or holds(Role.NATIONAL) or holds(Role.ADMIN):
        wanted.append("team")
    if holds(Role.NATIONAL) or holds(Role.ADMIN):
        wanted.append("stats")
    if holds(Role.SUPERVISOR) or holds(Role.NATIONAL) or holds(Role.ADMIN):
        wanted.append("summary")
    if holds(Role.SUPERVISOR) or holds(Role.ADMIN):
        wanted.append("setup")
    return {name: every[name] for name in wanted}


def _work_labels(t: Translator) -> dict[str, str]:
    return {
        "queue": t.gettext("📥 Queue"),
        "tasks": t.gettext("🧰 My tasks"),
        "complaints": t.gettext("⚖️ Complaints"),
        "team": t.gettext("👥 Team"),
        "stats": t.gettext("📊 Figures"),
        "summary": t.gettext("📚 Summaries"),
        "setup": t.gettext("⚙️ Setup"),
    }


def _label(t: Translator, hat: str) -> str:
    return t.gettext("🔄 All my roles") if hat == ALL else f"🔄 {words.role_name(t, Role(hat)).capitalize()}"


def _switches(t: Translator, actor: Actor, hat: str | None) -> list[list[dict[str, Any]]]:
    """The other hats. Somebody with one role has two: that one, and the citizen's."""
    roles, now = roles_of(actor), worn(actor, hat)
    # Somebody of one role sees the same with and without its hat.
    now = roles[0] if now is None and len(roles) == 1 else now
    others: list[str] = [role for role in (*roles, Role.CITIZEN) if role is not now]
    if now is not None and len(roles) > 1:
        others.append(ALL)
    buttons = [{"text": _label(t, other)} for other in others]
    return [buttons[n : n + 3] for n in range(0, len(buttons), 3)]


@cache
def work_labels() -> dict[str, str]:
    """What the buttons of work say in every language, and what each stands for."""
    return {label: name for t in _everywhere() for name, label in _work_labels(t).items()}


@cache
def switch_labels() -> dict[str, str]:
    """What the buttons that change the hat say in every language, and the hat of each."""
    return {_label(t, hat): hat for t in _everywhere() for hat in (*_OF_STAFF, Role.CITIZEN, ALL)}


def _everywhere() -> list[Translator]:
    return [translator(locale, ZoneInfo("UTC")) for locale in LOCALES]


def hello(t: Translator, actor: Actor, hat: str | None, *, changed: bool = False) -> Content:
    """To staff at /start, or when they have changed their hat: who they are here, and what the buttons are for."""
    now = worn(actor, hat)
    held = lines(*(Html(f"• {_grant(t, role, region)}") for role, region in _places(actor)))
    if now is None:
        wearing = t.gettext("The buttons below are for your work.")
    else:
        wearing = t.gettext("The buttons below are for this role: {role}.", role=words.role_name(t, now))
    text = paragraphs(
        t.gettext("👌 <b>Changed</b>") if changed else t.gettext("🌿 <b>Welcome back!</b>"),
        lines(t.gettext("Your roles at the desk:"), held),
        lines(wearing, t.gettext("🔄 changes it with one tap. You keep all your rights either way.")),
    )
    return Content(text, menu=keyboard(t, actor, hat))


def _grant(t: Translator, role: Role, region: str | None) -> str:
    return " · ".join(filter(None, (words.role_name(t, role), words.region_name(t, region) if region else "")))


def _places(actor: Actor) -> list[tuple[Role, str | None]]:
    return list(dict.fromkeys((grant.role, grant.region) for grant in actor.grants))


def not_yours(t: Translator, actor: Actor, hat: str | None) -> Content:
    """A button of a role that somebody no longer holds; the right ones come with it."""
    return Content(t.gettext("You do not hold this role any more."), menu=keyboard(t, actor, hat))
