"""The case file: a request on paper, in the reader's language. Of the citizen nothing but what they wrote."""

from collections.abc import Sequence
from datetime import datetime

from bot import paper_map
from bot.paper import Paper, Photo, plain
from bot.translator import Html, Translator
from bot.views import dumps, staff_words, words
from domain.words import Action, Kind, MediaPurpose, Role, State
from services import categories, geography
from services.case_files import CaseFile, Objection, Shown
from services.histories import Entry
from services.templates import words_of


def photo_caption(t: Translator, shown: Shown) -> str:
    """What is written under a photo: what it shows, and when it was taken or, if the camera did not say, received."""
    what = staff_words.purpose_name(t, shown.purpose).capitalize()
    if shown.taken_at is not None:
        return plain(t.gettext("{what} · taken {moment}", what=what, moment=t.moment(shown.taken_at)))
    return plain(t.gettext("{what} · received {moment}", what=what, moment=t.moment(shown.received_at)))


def pdf(t: Translator, found: CaseFile, photos: Sequence[tuple[Shown, Photo]], printed_at: datetime) -> bytes:
    """The whole file as PDF. Takes about a second: not for the event loop."""
    request = found.request
    title = plain(t.gettext("Case file № {number}", number=request.id))
    moment = f"{t.moment(printed_at)} ({t.zone_name(printed_at)})"
    # Translators: the last line of each printed page; {page} and {pages} are numbers.
    foot = t.gettext("{title} · printed {moment} · page {page} of {pages}", title=title, moment=moment,
                     page="{page}", pages="{pages}")  # fmt: skip
    paper = Paper(title, t.locale, plain(foot), printed_at)
    state = staff_words.state_name(t, request.state)
    paper.title_line(title, plain(f"{state} · {words.region_name(t, request.region)}"))
    _facts(t, paper, found, printed_at)
    if request.description:
        paper.heading(plain(t.pgettext("case file", "Description")))
        paper.words(request.description)
    _place(t, paper, found)
    _photos(t, paper, found, photos)
    _reports(t, paper, found)
    _objections(t, paper, found.objections)
    paper.heading(plain(t.pgettext("case file", "History")))
    for entry in found.steps:
        _step(t, paper, entry)
    return bytes(paper.output())


def _category(t: Translator, key: str | None) -> str:
    return categories.by_key(key).name(t.locale) if key else plain(t.gettext("not chosen yet"))


def _facts(t: Translator, paper: Paper, found: CaseFile, now: datetime) -> None:
    request = found.request
    deadline = words.due(t, request.due_at)
    if request.is_open and request.due_at < now:
        deadline = t.gettext("{deadline}, overdue", deadline=deadline)
    first = request.first_due_at if request.first_due_at != request.due_at else None
    executor = ", ".join(part for part in (found.executor, found.organisation) if part)
    facts: list[tuple[str, str]] = [
        (t.pgettext("case file", "Kind"), words.kind_name(t, request.kind) if request.kind is not Kind.REQUEST else ""),
        (t.pgettext("case file", "Category"), _category(t, request.category)),
        (t.pgettext("case file", "Sent"), t.moment(request.sent_at)),
        (t.pgettext("case file", "First deadline"), plain(words.due(t, first)) if first else ""),
        (t.pgettext("case file", "Deadline"), deadline),
        (t.pgettext("case file", "Executor"), executor),
        (t.pgettext("case file", "Planned for"), t.date(request.planned_for) if request.planned_for else ""),
        (t.pgettext("case file", "Done"), t.moment(request.done_at) if request.done_at else ""),
        (t.pgettext("case file", "Closed"), t.moment(request.closed_at) if request.closed_at else ""),
        (t.pgettext("case file", "Reason"), words.reason_name(t, request.reason) if request.reason else ""),
        (
            t.pgettext("case file", "Repeats"),
            t.gettext("№ {number}", number=request.duplicate_of) if request.duplicate_of else "",
        ),
        (t.pgettext("case file", "Verdict"), _verdict(t, found)),
        (t.pgettext("case file", "Done anew"), t.number(request.reopened) if request.reopened else ""),
        (t.pgettext("case file", "Followers"), t.number(found.followers) if found.followers else ""),
    ]
    for label, value in facts:
        paper.fact(plain(label), plain(value) if isinstance(value, Html) else value)


def _verdict(t: Translator, found: CaseFile) -> str:
    stars = found.request.stars
    if stars:
        return "★" * stars + "☆" * (5 - stars)
    silent = found.request.state is State.CONFIRMED
    return t.gettext("none given: accepted by silence") if silent else ""


def _place(t: Translator, paper: Paper, found: CaseFile) -> None:
    request = found.request
    paper.heading(plain(t.pgettext("case file", "Place")), needs=paper_map.HEIGHT + 24)
    district = geography.district_name(request.district, t.locale)
    paper.fact(plain(t.pgettext("case file", "Region")), words.region_name(t, request.region))
    paper.fact(plain(t.pgettext("case file", "District")), district or "")
    paper.fact(plain(t.pgettext("case file", "Address")), request.address or "")
    pin = None
    if request.lat is not None and request.lon is not None:
        pin = (request.lat, request.lon)
        paper.fact(plain(t.pgettext("case file", "Coordinates")), f"{request.lat:.6f}, {request.lon:.6f}")
    no_pin = plain(t.gettext("The place was given in words, without a point on the map."))
    # Translators: the short word for kilometres on the scale of a map.
    paper_map.draw(paper, request.region, pin, t.locale, no_pin="" if pin else no_pin, km=plain(t.gettext("km")))


def _photos(t: Translator, paper: Paper, found: CaseFile, photos: Sequence[tuple[Shown, Photo]]) -> None:
    heads = {
        MediaPurpose.BEFORE: t.pgettext("case file", "Photos before"),
        MediaPurpose.AFTER: t.pgettext("case file", "Photos after"),
        MediaPurpose.COMPLAINT: t.pgettext("case file", "Photos of the complaint"),
    }
    for purpose, head in heads.items():
        own = [photo for shown, photo in photos if shown.purpose is purpose]
        if own:
            paper.heading(plain(head), needs=82)
            paper.photos(own)
    missing = len(found.media) - len(photos)
    if missing:
        paper.note(
            plain(
                t.ngettext("Not printed: {n} video or photo that is kept in the bot.",
                           "Not printed: {n} videos and photos that are kept in the bot.", missing)
            )
        )  # fmt: skip


def _reports(t: Translator, paper: Paper, found: CaseFile) -> None:
    told = [(report, [line for line in dumps.staff_lines(t, report) if line]) for report in found.reports]
    told = [(report, lines) for report, lines in told if lines]
    if told:
        paper.heading(plain(t.pgettext("case file", "Illegal dump")))
    for report, lines in told:
        paper.fact(t.moment(report.at), "; ".join(_bare(line) for line in lines))


def _bare(line: str) -> str:
    """A line of a screen without the sign before it."""
    said = plain(line)
    start = next((n for n, letter in enumerate(said) if letter.isalnum()), 0)
    return said[start:]


def _objections(t: Translator, paper: Paper, objections: Sequence[Objection]) -> None:
    if objections:
        paper.heading(plain(t.pgettext("case file", "Complaints and rulings")))
    for objection in objections:
        filed = objection.complaint
        what = t.pgettext("case file", "Appeal") if filed.ground is None else words.ground_name(t, filed.ground)
        paper.step(t.moment(filed.created_at), plain(what), "", filed.comment or "")
        if filed.ruling is None or filed.ruled_at is None:
            paper.note(plain(t.gettext("Not ruled on yet.")))
            continue
        right = filed.ruling == "right"
        ruling = t.gettext("Ruling: the citizen is right") if right else t.gettext("Ruling: the complaint is declined")
        who = f"{plain(ruling)} · {objection.ruled_by}" if objection.ruled_by else plain(ruling)
        paper.step(t.moment(filed.ruled_at), who, "", filed.answer or "")


def _step(t: Translator, paper: Paper, entry: Entry) -> None:
    done = plain(staff_words.action_name(t, entry.action))
    parts = [done[:1].upper() + done[1:], *_changed(t, entry)]
    if entry.executor:
        parts.append(entry.executor)
    # What a citizen does is called “the citizen …” already.
    who = "" if entry.role is Role.CITIZEN else entry.name or plain(words.role_name(t, entry.role))
    what = f"{' · '.join(parts)} — {who}" if who else " · ".join(parts)
    mark = "" if entry.public else plain(t.gettext("Internal: the citizen does not read it"))
    paper.step(t.moment(entry.at), what, mark, words_of(entry, t.locale) or "")


def _changed(t: Translator, entry: Entry) -> list[str]:
    """What a category or a region was changed to."""
    key = {Action.RECATEGORISE: "category", Action.FORWARD: "region"}.get(entry.action, "")
    change = entry.data.get(key)
    if not (isinstance(change, list) and len(change) == 2 and change[1]):
        return []
    new = str(change[1])
    return [_category(t, new) if key == "category" else words.region_name(t, new)]
