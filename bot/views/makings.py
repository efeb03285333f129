"""What is said of files that are being made."""

from bot.translator import Html, Translator


def being_made(t: Translator) -> Html:
    """The answer to the press that ordered a file."""
    return t.gettext("⏳ The file is being made and will come in a moment.")


def not_made(t: Translator) -> Html:
    """It failed again and again."""
    return t.gettext(
        "😔 The file you asked for could not be made. We will look into it; please try again later, or ask the "
        "administrator."
    )
