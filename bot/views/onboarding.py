"""First contact: language, consent, welcome, and the menu under the input field."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.content import Content, button
from bot.settings import LOCALES
from bot.translator import NATIVE_NAMES, Html, Translator, escape, translator
from bot.views.layout import lines, paragraphs

_UTC = ZoneInfo("UTC")


def _everywhere() -> list[Translator]:
    return [translator(locale, _UTC) for locale in LOCALES]


def guess(language_code: str | None, default: str) -> str:
    """The language to offer first, by what the phone says of itself, e.g. `ru-RU`; codes nobody knows: `default`."""
    code = (language_code or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LOCALES else default


def languages(first: str, area: str = "start") -> Content:
    """The choice of language, said in all of them: nobody knows yet which one is understood."""
    order = sorted(LOCALES, key=lambda locale: locale != first)
    asked = [translator(locale, _UTC).gettext("Choose your language") for locale in order]
    text = paragraphs("🌿 <b>Tazalyq</b>", lines(*dict.fromkeys(asked)))
    return Content(text, [[button(NATIVE_NAMES[locale], area, "language", 0, locale)] for locale in order])


def consent(t: Translator, *, waiting: bool, refused: bool = False) -> Content:
    """What is kept, why, and how to erase it; asks for consent. `waiting`: something they sent is held until then."""
    text = paragraphs(
        t.gettext("🔐 <b>Your consent</b>"),
        lines(
            t.gettext("Tazalyq takes your requests to the akimat. For that we keep:"),
            t.gettext("• your Telegram number and language, never your name or phone"),
            t.gettext("• what you send: photos and videos, the place, your words"),
            t.gettext("• when and where a photo was taken, if its file says so"),
            t.gettext("• what became of each request, and this consent"),
        ),
        lines(
            t.gettext("Why: so that the akimat can find the problem, solve it and answer you."),
            t.gettext("You can see, download and erase your data at any time: /privacy"),
        ),
        _ask(t, refused=refused),
        t.gettext("📥 What you sent is waiting: nothing is lost.") if waiting and not refused else "",
    )
    rows = [[button(t.gettext("✅ I agree"), "start", "agree")]]
    if not refused:
        rows.append([button(t.gettext("❌ I do not agree"), "start", "disagree")])
    rows.append([button("🌐 Қазақша · Русский · English", "start", "languages")])
    return Content(text, rows)


def _ask(t: Translator, *, refused: bool) -> Html:
    if refused:
        return t.gettext(
            "👌 As you wish: nothing you sent has been kept. Without consent no request can be taken. "
            "If you change your mind, press the button."
        )
    return t.gettext("<b>Do you agree to the processing of your personal data?</b>")


def menu(t: Translator) -> list[list[dict[str, Any]]]:
    """The keyboard that stays under the input field."""
    return [
        [{"text": t.gettext("📍 Send my location"), "request_location": True}],
        [{"text": t.gettext("📝 New request")}, {"text": t.gettext("📋 My requests")}],
    ]


@cache
def menu_labels() -> dict[str, str]:
    """What the menu's buttons say in every language, and what each stands for: `location`, `new` or `my`.

    A pressed button arrives as its text, perhaps in a language the person has left meanwhile.
    """
    labels: dict[str, str] = {}
    for t in _everywhere():
        (where,), (new, mine) = menu(t)
        labels |= {where["text"]: "location", new["text"]: "new", mine["text"]: "my"}
    return labels


Keyboard = list[list[dict[str, Any]]]


def welcome(t: Translator, *, back: bool = False, keyboard: Keyboard | None = None) -> Content:
    """Hello, with the menu, or the `keyboard` of staff. `back`: to somebody who is known already."""
    text = paragraphs(
        t.gettext("🌿 <b>Welcome back!</b>") if back else t.gettext("🌿 <b>Thank you, let us begin!</b>"),
        lines(
            t.gettext("Litter, a dump, a broken lamp, an open manhole? Show it:"),
            t.gettext("📷 send a photo"),
            t.gettext("📍 send the place"),
            t.gettext("🏷 choose what it is about"),
        ),
        t.gettext("In any order. The akimat gets it at once, and I tell you what becomes of it."),
    )
    return Content(text, menu=keyboard or menu(t))


def language_set(t: Translator, keyboard: Keyboard | None = None) -> Content:
    """The language was changed; the menu, or the keyboard of staff, comes anew in it."""
    return Content(t.gettext("👌 I speak English with you from now on."), menu=keyboard or menu(t))


def help_text(t: Translator, duties: Sequence[tuple[str, str]] = (), keyboard: Keyboard | None = None) -> Content:
    """What one can do here; `duties` are the commands of those who hold a role, as (command, description)."""
    text = paragraphs(
        t.gettext("🌿 <b>How it works</b>"),
        lines(
            t.gettext("1. Send a photo of the problem, the place, and choose what it is about."),
            t.gettext("2. Press “Send”: you get a number and a deadline."),
            t.gettext("3. The akimat appoints who does the work. You are told of each step."),
            t.gettext("4. You see photos of the finished work and judge it. If it is poor, complain."),
        ),
        lines(*(f"/{command} — {escape(what)}" for command, what in duties)),
        lines(
            t.gettext("/start — report a problem"),
            t.gettext("/my — my requests and those I follow"),
            t.gettext("/alerts — what is reported in my areas"),
            t.gettext("/language — Қазақша, Русский, English"),
            t.gettext("/privacy — my data: see, download, erase"),
        ),
        lines(
            t.gettext(
                "ℹ️ A request here is not a formal appeal under the law. For one, use {link}.",
                link=Html('<a href="https://eotinish.kz">eOtinish</a>'),
            ),
            t.gettext("🗺 Borders and addresses: © OpenStreetMap contributors. Towns: GeoNames."),
        ),
    )
    return Content(text, menu=keyboard or menu(t))


def privacy(t: Translator, numbers: Sequence[int], consented_at: datetime | None, version: int | None) -> Content:
    """What is kept of the person. `numbers`: requests sent, requests followed, areas followed, drafts."""
    requests, follows, areas, drafts = numbers
    given = (
        t.gettext(
            "✅ You gave your consent on {date} (version {version}).", date=t.moment(consented_at), version=version
        )
        if consented_at is not None
        else ""
    )
    text = paragraphs(
        t.gettext("🔐 <b>Your data</b>"),
        lines(
            t.gettext("📝 Requests: {n}", n=t.number(requests)),
            t.gettext("🔔 Followed: {n}", n=t.number(follows)),
            t.gettext("📡 Areas: {n}", n=t.number(areas)),
            t.gettext("✏️ Drafts: {n}", n=t.number(drafts)),
            given,
        ),
        t.gettext("We know you by your Telegram number only; the akimat's officers do not see it."),
    )
    rows = [
        [button(t.gettext("📄 Download"), "privacy", "export")],
        [button(t.gettext("🗑 Erase"), "privacy", "erase")],
        [button(t.gettext("✖️ Close"), "privacy", "close")],
    ]
    return Content(text, rows)


def erasing(t: Translator) -> Content:
    """Asks whether everything shall really go."""
    text = paragraphs(
        t.gettext("🗑 <b>Erase your data?</b>"),
        lines(
            t.gettext("• Your draft and your photos in it are deleted, and you follow nothing any more."),
            t.gettext("• Requests you have sent stay with the akimat, but nobody can tell they were yours."),
            t.gettext("• You will get no more news of them and cannot judge the work."),
            t.gettext("• Your language and consent are forgotten."),
        ),
        t.gettext("This cannot be undone."),
    )
    yes = button(t.gettext("🗑 Yes, erase everything"), "privacy", "erased")
    return Content(text, [[yes], [button(t.gettext("⬅️ Back"), "privacy", "show")]])


def erased(t: Translator) -> Content:
    """Everything is gone; the menu too."""
    return Content(t.gettext("🌿 Your data are erased. Whenever you like, come back with /start."), menu=[])


def erase_refused(t: Translator) -> Html:
    """Somebody who works at the desk asks to be erased."""
    return t.gettext(
        "You hold a role at the desk, and tasks depend on you. Please ask your supervisor to take the role away first."
    )


def export_name(person_id: int) -> str:
    """The file name of an export."""
    return f"tazalyq-{person_id}.json"


def export_caption(t: Translator) -> str:
    """What is written under an export."""
    return t.gettext("📄 Everything we keep of you, as a file.")
