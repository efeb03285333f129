"""SQLAlchemy tables. Importing this package registers all of them."""

from models.base import Base
from models.desk import DeadlineRule, GroupCard, Look, Making, RegionSettings, Template, Topic, WorkingGroup
from models.edge import Artefact, InboxUpdate, Lease, OutboxMessage, Screen, Timer
from models.people import AreaAlert, Ban, Invite, Membership, Organisation, Person
from models.requests import (
    SYNTHETIC,
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
from models.statistics import EVER, Channel, Counter, GeocodedPlace, Summary

__all__ = [
    "EVER",
    "SYNTHETIC",
    "AreaAlert",
    "Artefact",
    "Ban",
    "Base",
    "Channel",
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
    "Summary",
    "Template",
    "Timer",
    "Topic",
    "WorkReport",
    "WorkingGroup",
]
