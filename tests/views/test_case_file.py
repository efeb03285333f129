"""The case file on paper: whatever a request holds, it is printed, and each time the same."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.paper import LINES, Paper, Photo, plain, printable
from bot.translator import Html, translator
from bot.views import case_file
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
from models import CitizenRequest, Complaint, WorkReport
from services import geography, outlines
from services.case_files import CaseFile, Objection, Shown
from services.histories import Entry

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Almaty")
SHAPES = ((4000, 30), (30, 4000), (640, 480), (1, 1))


def photo(size: tuple[int, int]) -> Photo:
    packed = BytesIO()
    Image.new("RGB", size, "#8aa").save(packed, "JPEG")
    made = printable(packed.getvalue(), "Ә" * 300)
    assert made is not None
    return made


def everything(region: str, lat: float | None, lon: float | None) -> tuple[CaseFile, list[tuple[Shown, Photo]]]:
    """A request that has all there is, of the longest."""
    request = CitizenRequest(
        id=10**12, kind=Kind.SUGGESTION, category=None, state=State.REJECTED, is_open=False, outcome=Outcome.REJECTED,
        region=region, district="<&Ш" * 33, address="🏠ұ" * 150, lat=lat, lon=lon, located=Located.ADDRESS,
        description="ә\n" * 500, citizen_id=1, sent_at=NOW, day=date(2026, 11, 20), due_at=NOW - timedelta(days=9),
        first_due_at=NOW, queued_at=NOW, executor_id=7, planned_for=NOW, done_at=NOW, closed_at=NOW, stars=3,
        reason=RejectReason.NOT_AKIMAT, duplicate_of=10**12, reopened=2, appealed=True, version=1,
    )  # fmt: skip
    data: dict[str, object] = {"category": ["park", "lighting"], "region": ["KZ-79", "KZ-71"], "ground": "poor_work"}
    steps = [
        Entry(n, NOW, action, Role.OPERATOR, State.NEW, "Ә" * 60, "<b>😀</b> " * 100, data, n % 2 == 0, "Ы" * 60)
        for n, action in enumerate(Action)
    ]
    filed = Complaint(ground=Ground.POOR_WORK, comment="ү" * 1000, created_at=NOW, ruling="right", ruled_at=NOW,
                      answer="қ" * 1000)  # fmt: skip
    appeal = Complaint(ground=None, comment=None, created_at=NOW, ruling=None, ruled_at=None)
    report = WorkReport(at=NOW, outcome=DumpOutcome.PARTLY, litres=12500, article=Article.A505, fine=43250)
    media = [(Shown(purpose, "photo", "k", NOW, NOW), photo(size)) for purpose in MediaPurpose for size in SHAPES]
    video = Shown(MediaPurpose.AFTER, "video", "k", None, NOW)
    shown = [one for one, _ in media] + [video]
    objections = [Objection(filed, "Ы" * 128), Objection(appeal, None)]
    return CaseFile(request, "Ы" * 128, "&" * 200, 12, shown, steps, objections, [report]), media


@pytest.mark.parametrize(("locale", "lat"), [("kk", 51.13), ("ru", None), ("en", 43.2)])
def test_anything_can_be_printed(locale: str, lat: float | None) -> None:
    """Without it: one odd photo, a place in another region or without a point, and the akimat would get no paper."""
    t = translator(locale, ZONE)
    found, media = everything("KZ-71", lat, 71.43 if lat else None)
    content = case_file.pdf(t, found, media, NOW)
    assert content.startswith(b"%PDF-") and 5 < content.count(b"/Type /Page\n") < 20
    assert content == case_file.pdf(t, found, media, NOW)


def test_words_are_printed_as_they_were_written() -> None:
    """Without it: letters of Kazakh would become boxes, or somebody's angle brackets be taken for tags."""
    paper = Paper("t", "kk", "{page}", NOW)
    assert paper.known("Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі № ₸ <b>") == "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі № ₸ <b>"
    assert plain(Html("<b>5 &lt; 6</b> &amp; more")) == "5 < 6 & more"
    paper.words("line\n" * (LINES + 1))
    assert paper.page_no() == 1


def test_a_broken_photo_is_left_out() -> None:
    """Without it: one file that rotted in the store would keep the whole case file from being made."""
    assert printable(b"no picture", "") is None


def test_every_region_has_an_outline_and_a_credit() -> None:
    """Without it: a region would have no map, or the map no name of those who drew its borders."""
    assert set(outlines.outlines()) == {region.iso for region in geography.regions()}
    assert all(len(ring) > 3 for rings in outlines.outlines().values() for ring in rings)
    assert "OpenStreetMap" in outlines.CREDIT
