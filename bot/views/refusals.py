"""Why not: a sentence for each refusal."""

from bot.translator import Translator
from domain.errors import Refused


def sentence(t: Translator, refusal: Refused) -> str:
    """The sentence for a refusal, short enough for a window (200 characters)."""
    return t.gettext("This cannot be done now.")


def something_broke(t: Translator) -> str:
    """An apology for a failure of ours."""
    return t.gettext("Something went wrong on our side. We have kept what you sent and will look into it.")
