"""What is said of files that are being made."""

from bot.content import Content
from bot.translator import Html, Translator


def case_file_name(request_id: int) -> str:
    """The name of a case file."""
    return f"tazalyq-{request_id}.pdf"


def case_file_caption(t: Translator, request_id: int) -> Html:
    """What is written under a case file in the chat."""
    return t.gettext("🗂 Case file of request № {number}", number=request_id)


def being_made(t: Translator) -> Html:
    """The answer to the press that ordered a file."""
    return t.gettext("⏳ The file is being made and will come in a moment.")


def progress(t: Translator, share: float) -> Content:
    """How far a file is; redrawn in place."""
    done = round(100 * min(max(share, 0.0), 1.0))
    return Content(t.gettext("⏳ The file is being made: {number} %", number=t.number(done)))


def not_made(t: Translator) -> Html:
    """It failed again and again."""
    return t.gettext(
        "😔 The file you asked for could not be made. We will look into it; please try again later, or ask the "
        "administrator."
    )
