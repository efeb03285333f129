"""Which addresses Telegram accepts in links and buttons."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"^(?=.{4,253}$)(?:[\w-]{1,63}\.)+[\w-]{2,63}$")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")


def url_problem(url: str) -> str | None:
    """Why Telegram refuses the address, in its words, or None if it is fine (`http`, `https`, `tg`)."""
    if not url or re.search(r"\s", url):
        return "URL host is empty" if not url else "Wrong HTTP URL"
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme == "tg":
        return None if host else "Wrong tg URL"
    if parts.scheme not in {"http", "https"}:
        return "Unsupported URL protocol"
    if not host:
        return "URL host is empty"
    # "localhost" and other names without a dot are refused, as in the real service.
    return None if _HOST.match(host) or _IP.match(host) else "Wrong HTTP URL"


def is_http_url(url: str) -> bool:
    """Whether the address may stand behind a text link."""
    return url_problem(url) is None
