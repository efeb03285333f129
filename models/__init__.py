"""SQLAlchemy tables. Importing this package registers all of them."""

from models.base import Base
from models.desk import DeadlineRule, GroupCard, Look, Making, RegionSettings, Template, Topic, WorkingGroup
from models.edge import InboxUpdate, Lease, OutboxMessage, Screen, Timer
from models.people import AreaAlert, Ban, Invite, Membership, Organisation, Person
from models.requests import (
    CitizenRequest,
    Complaint,
    Draft,
    Follow,
    HistoryEntry,
    Media,
    PhotoPrint,
    SearchTerm,
    WorkReport,
)
from models.statistics import EVER, Counter, GeocodedPlace

__all__ = [
    "EVER",
    "AreaAlert",
    "Ban",
    "Base",
    "CitizenRequest",
    "Complaint",
    "Counter",
    "DeadlineRule",
    "Draft",
    "Follow",
    "GeocodedPlace",
    "GroupCard",
    "HistoryEntry",
    "InboxUpdate",
    "Invite",
    "Lease",
    "Look",
    "Making",
    "Media",
    "Membership",
    "Organisation",
    "OutboxMessage",
    "Person",
    "PhotoPrint",
    "RegionSettings",
    "Screen",
    "SearchTerm",
    "Template",
    "Timer",
    "Topic",
    "WorkReport",
    "WorkingGroup",
]
