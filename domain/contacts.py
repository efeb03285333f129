"""Ways to reach somebody, taken out of words that many people will read."""

import re

_DIGITS = r"\d{3}[\s().-]*\d{3}[\s.-]*\d{2}[\s.-]*\d{2}"
_CONTACTS = re.compile(
    rf"""
      (?:https?://)?(?:t\.me|telegram\.me|wa\.me|instagram\.com)/[^\s,;)]+
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+          # e-mail
    | (?<![\w@])@\w{{4,32}}                 # a username
    | (?<!\d)(?:\+\d{{1,3}}|8|7)[\s().-]*{_DIGITS}(?!\d)
    | (?<!\d)\d{{10,12}}(?!\d)              # a telephone without prefix, or the number of an identity card
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without_contacts(text: str) -> str:
    """The text with telephone numbers, e-mail addresses, usernames and identity numbers replaced by an ellipsis."""
    return _CONTACTS.sub("…", text)
