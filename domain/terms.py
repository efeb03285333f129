"""Terms and limits of the desk. None is prescribed by law; each is a choice that an installation may change."""

from datetime import timedelta

NO_ANSWER = timedelta(days=7)
"""A question to the citizen left unanswered this long closes the request."""
NO_ANSWER_REMINDER = timedelta(days=5)
"""A question still unanswered after this time brings one reminder."""
SILENCE = timedelta(days=7)
"""Work neither confirmed nor disputed this long counts as confirmed by silence."""
VERDICT_REMINDER = timedelta(days=4)
"""Work still neither confirmed nor disputed after this time brings one reminder."""
DRAFT_REMINDER = timedelta(days=7)
"""A draft untouched this long brings a reminder."""
DRAFT_END = timedelta(days=7)
"""A draft still untouched this long after the reminder is dropped."""
HELD_END = timedelta(hours=24)
"""What somebody sent before consenting waits this long for their answer."""

NEARBY_METRES = 100
"""An open request of the same category this near may be the same problem."""
PHOTOS = 10
"""Photos and videos of a request, and of a report: as many as a Telegram album holds."""
FILE_BYTES = 20 * 1024 * 1024
"""The largest file a bot may download from Telegram."""
DESCRIPTION = 1000
"""Characters of a description, counted as Telegram counts (UTF-16 units)."""
ADDRESS = 300
"""Characters of an address in words."""
COMMENT = 1000
"""Characters of a comment, question, answer or reason."""
HELD_UPDATES = 12
"""How many updates wait for a person's consent at the most."""

NEWS_DELAY = timedelta(seconds=2)
"""Operators hear of a new request after this pause, so that several at once make one notice."""
NEWS_INTERVAL = timedelta(minutes=5)
"""Between two notices of new requests to the same operators."""

MEANINGLESS_LIMIT = 3
"""So many requests returned as meaningless within the window below make somebody wait between requests."""
MEANINGLESS_WINDOW = timedelta(days=30)
MEANINGLESS_WAIT = timedelta(hours=1)
"""The first wait; each further one doubles it."""
MEANINGLESS_WAIT_MOST = timedelta(days=1)

ALERTS = 5
"""Areas that one person may follow."""
ALERT_RADII = (250, 500, 1000, 3000)
"""Metres around a point, to choose from."""

ORGANISATIONS = 100
"""Departments and contractors of a region."""
ORGANISATION_NAME = 100
"""UTF-16 units of an organisation's name."""
