"""What a citizen is writing: an answer, a complaint or an appeal, with what is there and what may still come."""

from dataclasses import dataclass

from bot.content import Content, button
from bot.translator import Html, Translator, escape
from bot.views import words
from bot.views.layout import lines, quoted
from domain.words import Ground


@dataclass(frozen=True, slots=True)
class Composition:
    """Words in the making. `purpose` is `answer`, `complaint` or `appeal`; `files` counts photos and videos."""

    purpose: str
    request_id: int
    written: str | None = None
    files: int = 0
    ground: Ground | None = None
    question: str | None = None

    @property
    def area(self) -> str:
        """The area of its buttons."""
        return {"answer": "question", "complaint": "verdict", "appeal": "appeal"}[self.purpose]

    @property
    def screen(self) -> str:
        """The screen it is shown on: the one of the notice it answers."""
        return f"{self.area}:{self.request_id}"

    @property
    def complete(self) -> bool:
        """Whether it can be sent: a complaint needs no more than its ground, an appeal must be in words."""
        return self.purpose == "complaint" or bool(self.written) or (self.purpose == "answer" and self.files > 0)


def composer(t: Translator, draft: Composition) -> Content:
    """The words so far, what else may be added, and the buttons to send or leave."""
    parts = [_head(t, draft)]
    if draft.ground is not None:
        parts.append(t.gettext("Ground: {ground}", ground=words.ground_name(t, draft.ground)))
    parts.append(quoted(draft.question))
    if draft.written:
        parts.append(Html(f"✍️ {escape(draft.written)}"))
    if draft.files:
        parts.append(t.ngettext("📷 {n} photo or video", "📷 {n} photos and videos", draft.files))
    parts.append(_hint(t, draft))
    rows = [[button(_send(t, draft), draft.area, "send", draft.request_id)]] if draft.complete else []
    return Content(lines(*parts), [*rows, [button(t.gettext("✖️ Cancel"), draft.area, "cancel", draft.request_id)]])


def _head(t: Translator, draft: Composition) -> Html:
    number = draft.request_id
    return {
        "answer": lambda: t.gettext("❓ <b>Your answer about request № {number}</b>", number=number),
        "complaint": lambda: t.gettext("⚖️ <b>Your complaint about request № {number}</b>", number=number),
        "appeal": lambda: t.gettext("⚖️ <b>Your appeal about request № {number}</b>", number=number),
    }[draft.purpose]()


def _hint(t: Translator, draft: Composition) -> Html:
    if draft.purpose == "appeal":
        if draft.written:
            return t.gettext("An appeal is possible once. Write again to replace your words, or send it.")
        return t.gettext("Write in a message why the rejection is wrong. An appeal is possible once.")
    if draft.written or draft.files:
        return t.gettext("You can add photos, write again to replace your words, or send it.")
    if draft.purpose == "complaint":
        return t.gettext("If you like, write what is wrong and send photos. Then press the button to send.")
    return t.gettext("Write your answer in a message or send photos.")


def _send(t: Translator, draft: Composition) -> Html:
    return {
        "answer": lambda: t.gettext("📨 Send the answer"),
        "complaint": lambda: t.gettext("📨 Send the complaint"),
        "appeal": lambda: t.gettext("📨 Send the appeal"),
    }[draft.purpose]()


def grounds(t: Translator, request_id: int) -> Content:
    """What a complaint may be about."""
    rows = [[button(words.ground_name(t, g), "verdict", "ground", request_id, g)] for g in Ground]
    back = button(t.gettext("⬅️ Back"), "verdict", "cancel", request_id)
    text = t.gettext("⚖️ <b>What is wrong with the work on request № {number}?</b>", number=request_id)
    return Content(text, [*rows, [back]])


def sent(t: Translator, purpose: str, request_id: int) -> Content:
    """What happens with the words now that they are sent."""
    return Content(
        {
            "answer": lambda: t.gettext(
                "✅ Your answer is with the akimat. Request № {number} is in the queue again.", number=request_id
            ),
            "complaint": lambda: t.gettext(
                "✅ Your complaint about request № {number} is with a supervisor. You will hear what was decided.",
                number=request_id,
            ),
            "appeal": lambda: t.gettext(
                "✅ Your appeal about request № {number} is with a supervisor. You will hear what was decided.",
                number=request_id,
            ),
        }[purpose]()
    )


def thanks(t: Translator, request_id: int, stars: int) -> Content:
    """After the stars."""
    text = t.gettext("🌿 Thank you! Request № {number} is closed.", number=request_id)
    return Content(lines(text, t.gettext("Your mark: {stars}", stars=words.stars(stars))))


def unfollowed(t: Translator, request_id: int) -> Html:
    """A short line after leaving."""
    return t.gettext("You will get no more news of request № {number}.", number=request_id)


def too_late(t: Translator, why: Html) -> Content:
    """The request moved on while its citizen was writing."""
    return Content(lines(why, t.gettext("So what you were writing cannot be sent any more.")))


def text_or_photo(t: Translator, purpose: str) -> Content:
    """When something came that cannot be part of it."""
    if purpose == "appeal":
        return Content(t.gettext("Words are needed here: please write a message, or press Cancel."))
    return Content(t.gettext("Words, photos and videos can be added here. Please send one of these, or press Cancel."))


def left_out(t: Translator) -> Content:
    """More files than fit."""
    return Content(t.gettext("There are ten photos and videos already: no more fit. The new one was left out."))


def file_unfit(t: Translator) -> Content:
    """A file that is neither a photo nor a video, or too large."""
    return Content(t.gettext("This file is not a photo or video of up to 20 MB. Please send another one."))
