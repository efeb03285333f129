"""SQLAlchemy tables. Importing this package registers all of them."""

from models.base import Base
from models.edge import InboxUpdate, Lease, OutboxMessage, Screen, Timer
from models.people import Invite, Membership, Organisation, Person
from models.requests import CitizenRequest, Complaint, Draft, Follow, HistoryEntry, Media
from models.statistics import ALL_TIME, Counter, GeocodedPlace

__all__ = [
    "ALL_TIME",
    "Base",
    "CitizenRequest",
    "Complaint",
    "Counter",
    "Draft",
    "Follow",
    "GeocodedPlace",
    "HistoryEntry",
    "InboxUpdate",
    "Invite",
    "Lease",
    "Media",
    "Membership",
    "Organisation",
    "OutboxMessage",
    "Person",
    "Screen",
    "Timer",
]
