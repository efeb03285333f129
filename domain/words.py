"""The words of the desk as enumerations: one word, one meaning (docs/glossary.md)."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to the desk. One person may hold several, each bound to a region where that makes sense."""

    CITIZEN = "citizen"
    OPERATOR = "operator"
    EXECUTOR = "executor"
    SUPERVISOR = "supervisor"
    NATIONAL = "national"
    ADMIN = "admin"
    CLOCK = "clock"
    """Not a person: time itself, when a step happens because a term has run out."""


REGIONAL_ROLES = frozenset({Role.OPERATOR, Role.EXECUTOR, Role.SUPERVISOR})
"""Roles that mean nothing without a region."""


class Kind(StrEnum):
    """What comes to the desk: from citizens a problem to be solved (өтінім) or an idea (ұсыныс), and beside these what
    the state finds itself, from space or on a raid, and counts apart (анықталған)."""

    REQUEST = "request"
    SUGGESTION = "suggestion"
    FINDING = "finding"


CITIZENS_KINDS = (Kind.REQUEST, Kind.SUGGESTION)
"""What citizens send: the only kinds that count as received from them."""


class State(StrEnum):
    """Where a request stands. The edges between states are in `domain.workflow`."""

    NEW = "new"
    NEEDS_INFO = "needs_info"
    ASSIGNED = "assigned"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    UPHELD = "upheld"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset({State.NEW, State.NEEDS_INFO, State.ASSIGNED, State.PLANNED, State.IN_PROGRESS, State.DISPUTED})
"""States in which the akimat still owes something: these requests are in its queue."""


class Outcome(StrEnum):
    """The one column of the statistics a request stands in; together they make up what was received."""

    WORK = "work"
    OVERDUE = "overdue"
    EXECUTED = "executed"
    EXECUTED_LATE = "executed_late"
    RETURNED = "returned"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


EXECUTED = frozenset({Outcome.EXECUTED, Outcome.EXECUTED_LATE})


class RejectReason(StrEnum):
    """Why a request was rejected. The first two count as returned, the others as rejected."""

    MEANINGLESS = "meaningless"
    NO_ANSWER = "no_answer"
    NOT_AKIMAT = "not_akimat"
    PRIVATE_LAND = "private_land"
    ALREADY_DONE = "already_done"
    OTHER = "other"


RETURNED_REASONS = frozenset({RejectReason.MEANINGLESS, RejectReason.NO_ANSWER})


class Ground(StrEnum):
    """What a citizen complains of (the four grounds of the service we follow)."""

    POOR_WORK = "poor_work"
    FORMAL_ANSWER = "formal_answer"
    MISSED_DEADLINE = "missed_deadline"
    NOTHING_DONE = "nothing_done"


class Action(StrEnum):
    """Everything that may be done to a request after it was sent."""

    SEND = "send"
    RECATEGORISE = "recategorise"
    ASSIGN = "assign"
    ASK = "ask"
    ANSWER = "answer"
    REJECT = "reject"
    MARK_DUPLICATE = "mark_duplicate"
    FORWARD = "forward"
    START = "start"
    RETURN = "return"
    PLAN = "plan"
    REPORT = "report"
    CONFIRM = "confirm"
    COMPLAIN = "complain"
    UPHOLD = "uphold"
    REOPEN = "reopen"
    APPEAL = "appeal"
    GRANT_APPEAL = "grant_appeal"
    REFUSE_APPEAL = "refuse_appeal"
    WITHDRAW = "withdraw"
    NOTE = "note"
    PLACE = "place"


class DumpOutcome(StrEnum):
    """What became of an illegal dump."""

    REMOVED = "removed"
    PARTLY = "partly"
    PASSED_ON = "passed_on"


class Article(StrEnum):
    """Articles of the Code on Administrative Offences under which akimats draw up protocols on litter."""

    A434_2 = "434-2"
    """Littering of public places."""
    A505 = "505"
    """Breach of the rules of improvement."""


class Duty(StrEnum):
    """What staff may do that is not a step of one request. Who may: `domain.permissions.DUTIES`."""

    TEAM = "team"
    """Invite, suspend and remove people, hand over their tasks, keep the organisations."""
    TEMPLATES = "templates"
    DEADLINES = "deadlines"
    """Deadlines of categories, the ladder of escalation, the hours of the day."""
    GROUPS = "groups"
    BANS = "bans"
    TRIAGE = "triage"
    """See the queue, decide one request after another or several together, search."""
    DOUBTS = "doubts"
    """Look at photo reports that something speaks against."""


class TemplateUse(StrEnum):
    """What a ready answer is for."""

    REJECT = "reject"
    ASK = "ask"
    DONE = "done"


class MediaPurpose(StrEnum):
    """What a photo or video shows."""

    BEFORE = "before"
    AFTER = "after"
    COMPLAINT = "complaint"


class Located(StrEnum):
    """How a place became known."""

    PIN = "pin"
    VENUE = "venue"
    LIVE = "live"
    EXIF = "exif"
    TYPED = "typed"
    LINK = "link"
    ADDRESS = "address"
