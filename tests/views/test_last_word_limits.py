"""Bans and news of areas with the longest of everything: they fit into a message of Telegram in each language."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.content import Content
from bot.translator import Translator, translator
from bot.views import alerts, bans, refusals
from domain import terms
from domain.errors import Banned, TooMany, TooSoon
from domain.words import Located, State
from models import AreaAlert, Ban, CitizenRequest
from services.area_news import COUNTED, AreaNews, Found, Look
from services.bans import BanPage, Sender
from tests.views.test_limits import NUMBER, check, longest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = longest(terms.COMMENT)
BAN = Ban(
    id=NUMBER, person_id=NUMBER, region="KZ-27", reason=WORDS, banned_by=1, banned_at=NOW, request_id=NUMBER,
    appeal=WORDS, appealed_at=NOW, answer=WORDS, answered_at=NOW,
)  # fmt: skip
OBJECTED = Ban(
    id=NUMBER, region="KZ-27", reason=WORDS, banned_at=NOW, request_id=NUMBER, appeal=WORDS, appealed_at=NOW
)  # fmt: skip
POINT = AreaAlert(id=NUMBER, person_id=1, region="KZ-27", lat=50.1, lon=52.9, radius=3000, told_to=0, created_at=NOW)
REQUEST = CitizenRequest(
    id=NUMBER, category="street_improvement", state=State.CONFIRMED, region="KZ-27", lat=50.1, lon=52.9, sent_at=NOW,
    located=Located.PIN,
)  # fmt: skip


def screens(t: Translator) -> list[Content]:
    """Every screen of these, as long as it gets."""
    found = [Found(REQUEST, 2999.0)] * 5
    news = [AreaNews(POINT, COUNTED, COUNTED, [("street_improvement", COUNTED)] * 3, found)] * terms.ALERTS
    return [
        bans.told(t, BAN), bans.refused(t, Banned(NUMBER, "KZ-27", WORDS, may_object=True)),
        bans.refused(t, Banned(NUMBER, "KZ-27", "", may_object=False)),
        bans.objecting(t, BAN, WORDS, only_words=True), bans.lifted(t, BAN), bans.stays(t, BAN),
        bans.objection(t, BAN), bans.one(t, BAN, longest(60)), bans.one(t, OBJECTED, longest(60)),
        bans.listing(t, BanPage("KZ-27", [BAN, OBJECTED] * 4, NUMBER, NUMBER)),
        bans.ask_reason(t, Sender(NUMBER, "KZ-27", NUMBER, NUMBER, None), only_words=True),
        bans.ask_answer(t, BAN, "lift", only_words=True), bans.ask_answer(t, BAN, "leave"),
        alerts.listing(t, [POINT] * terms.ALERTS), alerts.one(t, POINT), alerts.ask_point(t, outside=True),
        alerts.regions(t, 1), alerts.districts(t, "KZ-75"), alerts.digest(t, news),
        alerts.look(t, Look(REQUEST, own=False, followed=False)),
    ]  # fmt: skip


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_every_screen_fits(locale: str) -> None:
    """Without it: Telegram would refuse a long objection or a full digest, and nobody see it."""
    t = translator(locale, ZoneInfo("Asia/Almaty"))
    for content in screens(t):
        check(content.payload())
    for refusal in (TooSoon(NOW), Banned(1, "KZ-27", WORDS, may_object=True), TooMany("objections", 1),
                    TooMany("alerts", terms.ALERTS)):  # fmt: skip
        assert len(refusals.sentence(t, refusal)) <= 200
