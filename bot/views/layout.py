"""How the parts of a message are put together: lines, quotations, cuts."""

from bot.translator import Html, escape
from domain import terms
from domain.text import utf16_units


def lines(*parts: str) -> str:
    """The parts that are not empty, one to a line."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str) -> str:
    """The parts that are not empty, with a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def cut(text: str, limit: int) -> str:
    """The text, shortened with an ellipsis to `limit` UTF-16 units where it is longer."""
    if utf16_units(text) <= limit:
        return text
    # A pair of surrogates cut in half is dropped whole.
    return text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def quoted(text: str | None, limit: int = terms.COMMENT) -> Html:
    """Somebody's words as a quotation of at most `limit` UTF-16 units; empty for none."""
    return Html(f"<blockquote>{escape(cut(text, limit))}</blockquote>") if text else Html("")
