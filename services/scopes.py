"""Whose desk is set up: one region's, or the whole country's."""

from domain.errors import NotAllowed, NotFound
from domain.permissions import DUTIES, Actor, may
from domain.words import Duty, Role
from services import geography

COUNTRY = ""
"""The region of rows that hold for the whole country."""
SETTINGS = (Duty.TEMPLATES, Duty.DEADLINES, Duty.GROUPS, Duty.BANS)
"""The duties that are fulfilled by setting something up."""


def scopes_of(actor: Actor) -> list[str]:
    """What somebody may set up: the country and every region for admins, their own regions for supervisors.

    Raises NotFound for everybody else.
    """
    if actor.holds(Role.ADMIN):
        return [COUNTRY, *(region.iso for region in geography.regions())]
    own = actor.regions(Role.SUPERVISOR)
    if not own:
        raise NotFound
    return own


def duties_in(actor: Actor, scope: str) -> list[Duty]:
    """What somebody may set up there; for the whole country only what an admin may."""
    there = [duty for duty in SETTINGS if may(actor, duty, scope)]
    return there if scope != COUNTRY else [duty for duty in there if Role.ADMIN in DUTIES[duty]]


def check_scope(actor: Actor, duty: Duty, scope: str) -> None:
    """Raises NotFound where there is no such region, NotAllowed where setting this up is not theirs."""
    if scope != COUNTRY and scope not in {region.iso for region in geography.regions()}:
        raise NotFound
    if duty not in duties_in(actor, scope):
        raise NotAllowed
