"""What is said of files that are being made."""

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


def not_made(t: Translator) -> Html:
    """It failed again and again."""
    return t.gettext(
        "😔 The file you asked for could not be made. We will look into it; please try again later, or ask the "
        "administrator."
    )
