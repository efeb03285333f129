"""Drafts, requests and what belongs to them: history, media, followers, complaints."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.words import (
    Action,
    Article,
    DumpOutcome,
    Ground,
    Kind,
    Located,
    MediaPurpose,
    Outcome,
    RejectReason,
    Role,
    State,
)
from models.base import Base, BigId, partial_index, word

SYNTHETIC = "synthetic"
"""The `source` of requests that nobody sent; wherever there are any, every figure says so."""


class Draft(Base):
    """A request still being written. A person has at most one; it is gone when sent, cancelled or forgotten."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    kind: Mapped[Kind] = mapped_column(word(Kind), default=Kind.REQUEST)
    category: Mapped[str | None] = mapped_column(String(32))
    category_open: Mapped[bool] = mapped_column(default=False)
    """The citizen said "I don't know": the operator will choose."""
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    located: Mapped[Located | None] = mapped_column(word(Located))
    region: Mapped[str | None] = mapped_column(String(5))
    district: Mapped[str | None] = mapped_column(String(100))
    """As in the request it becomes."""
    address: Mapped[str | None] = mapped_column(String(500))
    """Written by the citizen, or found by the geocoder."""
    description: Mapped[str | None] = mapped_column(Text)
    offered: Mapped[dict[str, Any] | None]
    """A place waiting for a yes: from EXIF, or a region near a border: {"lat", "lon", "located", "region"}."""
    not_these: Mapped[bool] = mapped_column(default=False)
    """The citizen looked at similar requests nearby and said: mine is another one."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class CitizenRequest(Base):
    """One reported problem (өтінім, заявка) or suggestion (ұсыныс)."""

    __tablename__ = "requests"
    __table_args__ = (
        partial_index("ix_requests_queue", "region", "due_at", "id", where="is_open"),
        partial_index("ix_requests_queue_state", "region", "state", "due_at", "id", where="is_open"),
        partial_index("ix_requests_queue_category", "region", "category", "due_at", "id", where="is_open"),
        partial_index("ix_requests_nearby", "category", "lat", where="is_open"),
        partial_index("ix_requests_tasks", "executor_id", "due_at", "id", where="is_open"),
        Index("ix_requests_citizen", "citizen_id", "id"),
        partial_index("ix_requests_arrivals", "region", "queued_at", where="is_open"),
        partial_index(
            "ix_requests_district", "region", "district", "due_at", "id", where="is_open AND district IS NOT NULL"
        ),
        partial_index("ix_requests_unassigned", "region", "due_at", "id", where="is_open AND executor_id IS NULL"),
        partial_index("ix_requests_mine", "operator_id", "due_at", "id", where="is_open AND operator_id IS NOT NULL"),
        partial_index("ix_requests_returned", "region", "due_at", "id", where="is_open AND returned"),
        partial_index("ix_requests_suggestions", "region", "due_at", "id", where="is_open AND kind = 'suggestion'"),
        # The rows of a period in the order of sending; with the region, so that others' are passed over unread.
        Index("ix_requests_day", "day", "id", "region"),
        partial_index("uq_requests_external", "source", "external", unique=True, where="external IS NOT NULL"),
        partial_index(
            "ix_requests_escalated", "region", "escalation", "due_at", "id", where="is_open AND escalation > 0"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    """The number the citizen is given."""
    draft_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """The draft it was made from: a second press of Send finds it taken."""
    kind: Mapped[Kind] = mapped_column(word(Kind))
    category: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[State] = mapped_column(word(State))
    is_open: Mapped[bool]
    """The state is one of `domain.words.OPEN_STATES`; a column because the partial indexes need it."""
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    """The column of the statistics in which the request stands now."""
    region: Mapped[str] = mapped_column(String(5))
    district: Mapped[str | None] = mapped_column(String(100))
    """The KATO code of a district on our list, or the citizen's own words (`geography.district_name`)."""
    address: Mapped[str | None] = mapped_column(String(500))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    located: Mapped[Located] = mapped_column(word(Located))
    description: Mapped[str | None] = mapped_column(Text)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None after the citizen had their data erased."""
    sent_at: Mapped[datetime]
    day: Mapped[date]
    """The local day it was sent: the period it counts in."""
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    """The deadline the statistics hold the akimat to; reopening never moves it."""
    queued_at: Mapped[datetime]
    """When it came into its region's queue: sent, forwarded, returned or answered."""
    operator_id: Mapped[int | None] = mapped_column(BigInteger)
    """The operator who decided on it last: it is theirs to watch ("mine" in the queue)."""
    executor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    returned: Mapped[bool] = mapped_column(default=False)
    """An executor gave it back, and nobody has been given it since."""
    escalation: Mapped[int] = mapped_column(default=0)
    """How far up the ladder an overdue request has been told: 0 nobody, 1 operators, 2 supervisors, 3 the ministry."""
    escalated_at: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    planned_for: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[RejectReason | None] = mapped_column(word(RejectReason))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("requests.id"))
    stars: Mapped[int | None]
    """1 to 5; None on a request confirmed by silence."""
    reopened: Mapped[int] = mapped_column(default=0)
    """How often a complaint was found right."""
    appealed: Mapped[bool] = mapped_column(default=False)
    followers: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many people follow it (`Follow`); kept in step by `services.following` and nobody else."""
    source: Mapped[str | None] = mapped_column(String(64))
    """The system it was brought over from, `SYNTHETIC` for made-up ones; None for what came through the bot."""
    external: Mapped[str | None] = mapped_column(String(64))
    """Its number there: the same one is brought over once."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class HistoryEntry(Base):
    """One step in the life of a request: who, when, from where to where, with what words."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_request", "request_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"))
    at: Mapped[datetime]
    action: Mapped[Action] = mapped_column(word(Action))
    role: Mapped[Role] = mapped_column(word(Role))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: time itself, or a citizen who had their data erased."""
    from_state: Mapped[State | None] = mapped_column(word(State))
    to_state: Mapped[State] = mapped_column(word(State))
    comment: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any] | None]
    """What else the step changed, e.g. {"region": ["KZ-75", "KZ-19"]}."""
    public: Mapped[bool] = mapped_column(default=True)
    """Whether the citizen reads it."""


class Media(Base):
    """A photo or video: first a Telegram file, then a checked copy of our own without metadata."""

    __tablename__ = "media"
    __table_args__ = (
        partial_index("ix_media_draft", "draft_id", where="draft_id IS NOT NULL"),
        Index("ix_media_request", "request_id", "id"),
        partial_index(
            "uq_media_report", "report_of", "person_id", "file_unique_id", unique=True, where="report_of IS NOT NULL"
        ),
        partial_index("ix_media_to_fetch", "not_before", where="state = 'pending'"),
        # To find whether anybody else has sent the same file before it is deleted.
        partial_index("ix_media_key", "key", where="key IS NOT NULL"),
        UniqueConstraint("draft_id", "file_unique_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who sent it; None after they had their data erased."""
    draft_id: Mapped[int | None] = mapped_column(BigInteger)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id"))
    report_of: Mapped[int | None] = mapped_column(BigInteger)
    """The request whose photo report it will belong to, while the executor is still putting that together."""
    purpose: Mapped[MediaPurpose] = mapped_column(word(MediaPurpose))
    kind: Mapped[str] = mapped_column(String(8))
    """`photo` or `video`: how it is shown."""
    sent_as: Mapped[str] = mapped_column(String(8))
    """`photo`, `document` or `video`: how it came."""
    file_id: Mapped[str] = mapped_column(String(255))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    show_file_id: Mapped[str | None] = mapped_column(String(255))
    """What can be sent on as a photo or video; None for an image that came as a document, until first uploaded."""
    state: Mapped[str] = mapped_column(String(8), default="pending")
    """`pending` (to be fetched), `stored`, or `refused`."""
    problem: Mapped[str | None] = mapped_column(String(32))
    """Why it was refused: the name of a `MediaRefused` type, or `unavailable`."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    key: Mapped[str | None] = mapped_column(String(80))
    """Where our copy lies in the media store."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the file as it was sent."""
    dhash: Mapped[int | None] = mapped_column(BigInteger)
    """64-bit difference hash, as a signed integer."""
    glance: Mapped[bytes | None] = mapped_column(LargeBinary(256))
    """The photo as 16 × 16 grey cells, one byte each: tells a copy from another photo of the same spot."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    size: Mapped[int | None]
    """Bytes, as it was sent."""
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    taken_at: Mapped[datetime | None]
    forwarded: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Follow(Base):
    """Somebody who wants the news of another citizen's request."""

    __tablename__ = "follows"
    __table_args__ = (Index("ix_follows_person", "person_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    created_at: Mapped[datetime]


class Complaint(Base):
    """A citizen's objection to work done (`dispute`) or to a rejection (`appeal`), and the ruling on it."""

    __tablename__ = "complaints"
    __table_args__ = (
        partial_index("ix_complaints_open", "region", "id", where="ruling IS NULL"),
        Index("ix_complaints_request", "request_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"))
    region: Mapped[str] = mapped_column(String(5))
    form: Mapped[str] = mapped_column(String(8))
    """`dispute` or `appeal`."""
    ground: Mapped[Ground | None] = mapped_column(word(Ground))
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    ruling: Mapped[str | None] = mapped_column(String(16))
    """None while open; then `right` or `wrong`."""
    ruled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ruled_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)


class WorkReport(Base):
    """What an executor reported of finished work, besides the photos; a request done twice has two."""

    __tablename__ = "work_reports"
    __table_args__ = (
        Index("ix_work_reports_request", "request_id", "id"),
        partial_index("ix_work_reports_doubtful", "region", "id", where="doubts IS NOT NULL AND looked_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"))
    region: Mapped[str] = mapped_column(String(5))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    """Where the executor says they were: a location they sent, or that of their photos."""
    metres: Mapped[int | None]
    """From there to the place of the request."""
    outcome: Mapped[DumpOutcome | None] = mapped_column(word(DumpOutcome))
    """Of illegal dumps only."""
    litres: Mapped[int | None] = mapped_column(BigInteger)
    """Volume taken away; 1 m³ is 1,000."""
    article: Mapped[Article | None] = mapped_column(word(Article))
    """The article a protocol was drawn up under; None: none was."""
    fine: Mapped[int | None] = mapped_column(BigInteger)
    """Tenge."""
    doubts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """What a person should look at, e.g. {"doubt": "used_before", "media": 7, "other": 3}; None: nothing. Written
    after the photos have been fetched. Never a verdict."""
    looked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    looked_at: Mapped[datetime | None]
    """Somebody looked at the doubts and let the report pass."""


class PhotoPrint(Base):
    """One 16-bit band of the difference hash of a report's photo, so that a similar one is found by look-ups.

    Two 64-bit hashes that differ in at most 3 bits share one of their four 16-bit bands; in at most 7 bits, one band
    differs in at most 1 bit.
    """

    __tablename__ = "photo_prints"
    __table_args__ = ({"sqlite_with_rowid": False},)

    region: Mapped[str] = mapped_column(String(5), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    bits: Mapped[int] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class SearchTerm(Base):
    """One word of a request's description or address, folded and shortened to its stem, by which it is found."""

    __tablename__ = "search_terms"
    __table_args__ = ({"sqlite_with_rowid": False},)

    region: Mapped[str] = mapped_column(String(5), primary_key=True)
    term: Mapped[str] = mapped_column(String(16), primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
