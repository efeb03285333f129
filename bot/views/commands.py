"""The command menu: what stands in it for whom, in three languages."""

from bot.translator import Translator
from bot.views.hats import offered
from domain.permissions import Actor
from domain.words import Role

QUEUE_KEEPERS = (Role.OPERATOR, Role.SUPERVISOR)
WORKERS = (Role.EXECUTOR, Role.OPERATOR, Role.SUPERVISOR)
INVITERS = (Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN)
SETTERS = (Role.SUPERVISOR, Role.ADMIN)
SUMMARY_READERS = (Role.OPERATOR, Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN)


def citizens_commands(t: Translator) -> list[tuple[str, str]]:
    """Commands of everybody, as (command, description)."""
    return [
        ("new", t.pgettext("command", "Report a problem")),
        ("my", t.pgettext("command", "My requests")),
        ("alerts", t.pgettext("command", "News of my areas")),
        ("stats", t.pgettext("command", "Figures of a region and the country")),
        ("export", t.pgettext("command", "Figures and requests as Excel or CSV")),
        # For people who cannot read the language the bot speaks to them: in all three at once.
        ("language", "Тіл · Язык · Language"),
        ("privacy", t.pgettext("command", "My data: see, take, erase")),
        ("help", t.pgettext("command", "How it works")),
    ]


def group_commands(t: Translator) -> list[tuple[str, str]]:
    """Commands that stand in the menu of groups."""
    return [
        ("bind", t.pgettext("command", "Make this a working group of an akimat")),
        ("unbind", t.pgettext("command", "This shall no longer be a working group")),
    ]


def commands_for(t: Translator, actor: Actor, hat: str | None = None) -> list[tuple[str, str]]:
    """Commands of somebody by the roles they hold, or by the one whose hat they wear; their daily work comes first."""
    return staff_commands(t, offered(actor, hat)) + citizens_commands(t)


def staff_commands(t: Translator, actor: Actor) -> list[tuple[str, str]]:
    """Commands that come with the roles somebody holds."""

    def holds(*roles: Role) -> bool:
        return any(actor.holds(role) for role in roles)

    own: list[tuple[str, str]] = []
    if holds(*QUEUE_KEEPERS):
        own.append(("queue", t.pgettext("command", "The queue of the region")))
        own.append(("search", t.pgettext("command", "Find a request")))
    if holds(*WORKERS):
        own.append(("tasks", t.pgettext("command", "My tasks")))
    if holds(Role.SUPERVISOR):
        own.append(("complaints", t.pgettext("command", "Complaints and appeals to rule on")))
    if holds(*SUMMARY_READERS):
        own.append(("summary", t.pgettext("command", "Weekly summaries")))
    if holds(*INVITERS):
        own.append(("team", t.pgettext("command", "The team and invitations")))
    if holds(*SETTERS):
        own.append(("setup", t.pgettext("command", "Set up the desk: answers, deadlines, hours")))
    return own
