"""The screens of setting up and the morning's digest hold the longest of everything, in each language."""

from datetime import UTC, datetime

import pytest

from bot.content import Content
from bot.settings import LOCALES, Settings
from bot.translator import translator
from bot.views import deadlines, digest, hours, notices_staff, setup
from domain.text import utf16_units
from domain.words import Duty
from models import Person
from services import categories, geography
from services.calendar import Limit
from services.deadline_rules import Rule
from services.digest import CountryDigest, Digest, Line, QueueDigest, TaskDigest
from services.region_settings import CHOICES, Choices, Origin

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
NAME = "Ә" * 128
REGIONS = [region.iso for region in geography.regions()]
LONG = Limit(720, deadlines.limit_of(1, "h").deadline_unit)


def check(content: Content) -> None:
    """A message that Telegram takes: text, buttons and their number."""
    assert 0 < utf16_units(content.text) <= 4096
    labels = [b["text"] for row in content.rows for b in row]
    assert len(labels) <= 100 and all(0 < len(label) <= 64 for label in labels), labels


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_that_is_set_up_fits(locale: str) -> None:
    """Without it: a long name in one language would leave a supervisor without the screen."""
    t = translator(locale, Settings(_env_file=None).zone)
    check(setup.scope_choice(t, ["", *REGIONS]))
    for scope in ("", *REGIONS):
        check(setup.hub(t, scope, list(Duty), several=True))
        rules = [Rule(c.key, LONG, "region", NAME, NOW, LONG) for c in categories.all_categories()]
        check(deadlines.listing(t, scope, rules))
        for rule in rules:
            check(deadlines.rule_screen(t, scope, rule, "h", deadlines.not_a_number(t, "h")))
            check(deadlines.confirmation(t, scope, rule, LONG))
        check(hours.listing(t, scope, Choices()))
        origins = dict.fromkeys(CHOICES, Origin("region", NAME, NOW))
        for name in CHOICES:
            check(hours.setting(t, scope, name, Choices(), origins))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_morning_with_everything_fits(locale: str) -> None:
    """Without it: on the busiest morning of all, nobody would get a digest."""
    t = translator(locale, Settings(_env_file=None).zone)
    lines = [Line(10**9 + n, "business_adjacent", NOW) for n in range(15)]
    many = 10**6
    queue = QueueDigest(many, many, many, many, many, many, many, many, lines[:5])
    everywhere = [(region, many) for region in REGIONS]
    country = CountryDigest(many, everywhere, lines[10:], everywhere)
    whole = Digest(Person(id=1), tuple(REGIONS), queue, TaskDigest(many, many, lines[5:10]), country, True)
    check(digest.digest(t, whole, NOW))
    check(digest.digest(t, Digest(Person(id=1), tasks=TaskDigest(0, 1, lines[:1])), NOW))
    for view in (notices_staff.near, notices_staff.passed):
        check(view(t, lines[: notices_staff.SHOWN], many))
    check(notices_staff.escalated(t, REGIONS[0], range(10**9, 10**9 + 500)))
