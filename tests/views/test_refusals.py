"""Every refusal has a sentence of its own in each language, short enough for a window."""

import re
from datetime import UTC, datetime
from typing import cast

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import LOCALES, ROOT, Settings
from bot.talk import Talk
from bot.translator import Translator, translator
from bot.views import refusals
from domain.errors import InviteInvalid, Missing, NotAllowed, NotFound, Refused, Stale, TooLong, TooMany
from domain.text import utf16_units
from domain.words import State
from models import Person

WINDOW = 200
"""Characters of an answer to a press, by the Bot API."""

REFUSALS: list[Refused] = [
    NotAllowed(), NotFound(), TooLong(1000, 1234567), TooMany("photos", 10), TooMany("requests_a_day", 10),
    TooMany("appeals", 1), TooMany("anything", 21), *(InviteInvalid(w) for w in ("used", "expired", "revoked", "?")),
    *(Stale(10_000_000, state, name) for state in State for name in (None, "Ә" * 128)),
    *(Missing(what) for what in refusals._MISSING), Missing("something new"), Refused(),
]  # fmt: skip


@pytest.fixture(params=LOCALES)
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param, Settings(_env_file=None).zone)


def test_every_sentence_fits_a_window(t: Translator) -> None:
    """Without it: Telegram would refuse the answer, and the button would go on spinning."""
    for refusal in REFUSALS:
        sentence = refusals.sentence(t, refusal)
        assert sentence.strip() and utf16_units(sentence) <= WINDOW, (refusal, sentence)
        assert "{" not in sentence and "<" not in sentence


def test_different_refusals_read_differently(t: Translator) -> None:
    """Without it: people could not tell a missing photo from a missing place."""
    missing = [refusals.sentence(t, Missing(what)) for what in refusals._MISSING]
    assert len(set(missing)) == len(missing)
    kinds = [NotAllowed(), NotFound(), TooMany("photos", 10), InviteInvalid("used"), InviteInvalid("expired")]
    assert len({refusals.sentence(t, kind) for kind in kinds}) == len(kinds)


def test_everything_that_services_miss_has_a_sentence() -> None:
    """Without it: a new `Missing` would be told as "something"."""
    raised = set()
    for folder in ("services", "handlers"):
        for path in (ROOT / folder).rglob("*.py"):
            raised |= set(re.findall(r'Missing\("([a-z_]+)"\)', path.read_text(encoding="utf-8")))
    assert raised and raised <= set(refusals._MISSING)


def test_a_window_shows_names_as_they_are(t: Translator) -> None:
    """Without it: a colleague called R&D would stand in the window as R&amp;D."""
    settings = Settings(_env_file=None)
    person = Person(id=1, locale=t.locale)
    talk = Talk(cast(AsyncSession, None), settings, datetime.now(UTC), 1, person, callback_id="press")
    talk.answer(refusals.sentence(t, Stale(7, State.DONE, "R&D <Aida>")), alert=True)
    assert "R&D <Aida>" in talk.outbox.parcels[0].payload["text"]
