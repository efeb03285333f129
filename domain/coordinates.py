"""Coordinates as people type them, and in links to maps (see domain/map_links.py).

`parse` knows decimal degrees with point or comma, degrees-minutes(-seconds), hemispheres in English, Russian and
Kazakh, and the links of the usual maps. It never raises, and never goes to the network.
"""

import math
import re
from dataclasses import dataclass

from domain import map_links
from domain.sphere import KAZAKHSTAN

# Longer texts are stories; a position within one is looked for in links only.
_LONGEST_TYPED = 100


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A position in degrees. `swapped`: turned round by us. `from_link`: it stood in a link."""

    lat: float
    lon: float
    swapped: bool = False
    from_link: bool = False


@dataclass(frozen=True, slots=True)
class InvalidCoordinates:
    """Has the form of coordinates but is none, such as latitude 95, minute 75 or NaN."""

    text: str


@dataclass(frozen=True, slots=True)
class LinkWithoutCoordinates:
    """A link to a map that carries no position: a shortened link, an organisation's card, a search."""

    url: str


Parsed = Coordinates | InvalidCoordinates | LinkWithoutCoordinates | None


def parse(text: str) -> Parsed:
    """The position that `text` is, or has a link to; None where it is about something else. Never raises."""
    link = map_links.find(text)
    if link is not None:
        return _from_link(link)
    if len(text) > _LONGEST_TYPED:
        return None
    return parse_typed(text)


def parse_typed(text: str) -> Coordinates | InvalidCoordinates | None:
    """The position that the whole of `text` is, without looking for links. Never raises."""
    plain = _normalise(text)
    if _NOT_NUMBERS.fullmatch(plain):
        return InvalidCoordinates(text)
    match = _PAIR.fullmatch(plain) or _SPACED_PAIR.fullmatch(plain)
    if match is None:
        return None
    first, second = _Angle.of(match, "1"), _Angle.of(match, "2")
    if not (first.is_marked and second.is_marked):
        return None
    return _place(first, second, text)


def _from_link(link: map_links.MapLink) -> Parsed:
    if link.typed is not None:
        typed = parse_typed(link.typed)
        if isinstance(typed, Coordinates):
            return Coordinates(typed.lat, typed.lon, typed.swapped, from_link=True)
    if link.position is None:
        return LinkWithoutCoordinates(link.url)
    lat, lon = link.position
    return _checked(lat, lon, link.url, from_link=True)


def _checked(lat: float, lon: float, text: str, from_link: bool = False) -> Coordinates | InvalidCoordinates:
    """Degrees as a position, turned round where only that brings them into Kazakhstan."""
    # NaN fails both comparisons and so ends as invalid.
    if not KAZAKHSTAN.contains(lat, lon) and KAZAKHSTAN.contains(lon, lat):
        return Coordinates(lon, lat, swapped=True, from_link=from_link)
    if abs(lat) <= 90.0 and abs(lon) <= 180.0:
        return Coordinates(lat, lon, from_link=from_link)
    return InvalidCoordinates(text)


@dataclass(frozen=True, slots=True)
class _Angle:
    """One of the two numbers, as written."""

    degrees: str
    minutes: str | None
    seconds: str | None
    sign: str | None
    hemisphere: str | None
    has_degree_sign: bool

    @classmethod
    def of(cls, match: "re.Match[str]", number: str) -> "_Angle":
        parts = match.groupdict()
        hemisphere = parts[f"before{number}"] or parts[f"after{number}"]
        return cls(
            degrees=parts[f"d{number}"],
            minutes=parts[f"m{number}"],
            seconds=parts[f"s{number}"],
            sign=parts[f"sign{number}"],
            hemisphere=hemisphere,
            has_degree_sign=bool(parts.get(f"mark{number}")),
        )

    @property
    def is_marked(self) -> bool:
        """Whether it is written as a coordinate is: "12, 15" is a house and a flat, not a place."""
        return bool(self.hemisphere or self.has_degree_sign or re.search("[.,]", self.degrees))

    def value(self) -> float:
        """Decimal degrees; NaN where minutes or seconds are 60 or more."""
        degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in self._parts)
        if minutes >= 60.0 or seconds >= 60.0:
            return math.nan
        value = degrees + minutes / 60.0 + seconds / 3600.0
        return -value if (self.sign == "-") != (self.hemisphere in ("S", "W")) else value

    @property
    def _parts(self) -> tuple[str, str | None, str | None]:
        return self.degrees, self.minutes, self.seconds


def _place(first: _Angle, second: _Angle, text: str) -> Coordinates | InvalidCoordinates:
    """Two angles as a position, the hemispheres having the last word on which is the latitude."""
    upright = _axis(first) in ("lat", None) and _axis(second) in ("lon", None)
    crossed = _axis(first) in ("lon", None) and _axis(second) in ("lat", None)
    a, b = first.value(), second.value()
    if upright and crossed:
        return _checked(a, b, text)
    if not upright and not crossed:
        return InvalidCoordinates(text)
    lat, lon = (a, b) if upright else (b, a)
    if abs(lat) <= 90.0 and abs(lon) <= 180.0:
        return Coordinates(lat, lon)
    return InvalidCoordinates(text)


def _axis(angle: _Angle) -> str | None:
    if angle.hemisphere is None:
        return None
    return "lat" if angle.hemisphere in "NS" else "lon"


_SIGNS = str.maketrans(
    {
        **dict.fromkeys("º˚∘⁰", "°"),
        **dict.fromkeys("’‘′ʹʼ`´‵ˊ", "'"),
        **dict.fromkeys("”“″ʺ„«»‶˝", '"'),
        **dict.fromkeys("−–—‒‑﹣－", "-"),
        **dict.fromkeys("\xa0\u2009\u202f\t\n\r", " "),
    }
)

# Hemispheres as words and abbreviations; the order matters, longer ones first.
_HEMISPHERES = [
    # A letter on either side makes it part of some other word.
    (re.compile(rf"(?<![^\W\d])(?:{pattern})(?![^\W\d])", re.IGNORECASE), letter)
    for pattern, letter in (
        (r"сев(?:ерн(?:ой|ая))?\.?\s*ш(?:ирот[аы]|ир)?\.?|с\.?\s*ш\.?|солтүстік\s*ендік|с\.?\s*е\.?", "N"),
        (r"юж(?:н(?:ой|ая))?\.?\s*ш(?:ирот[аы]|ир)?\.?|ю\.?\s*ш\.?|оңтүстік\s*ендік|о\.?\s*е\.?", "S"),
        (r"вост(?:очн(?:ой|ая))?\.?\s*д(?:олгот[аы]|олг)?\.?|в\.?\s*д\.?|шығыс\s*бойлық|ш\.?\s*б\.?", "E"),
        (r"зап(?:адн(?:ой|ая))?\.?\s*д(?:олгот[аы]|олг)?\.?|з\.?\s*д\.?|батыс\s*бойлық|б\.?\s*б\.?", "W"),
        (r"north|север|сев|солтүстік|с", "N"),
        (r"south|юг|южн|оңтүстік|ю", "S"),
        (r"east|восток|вост|шығыс|в", "E"),
        (r"west|запад|зап|батыс|з", "W"),
    )
]
_LABEL = re.compile(
    r"^\s*(?:координат\w*|coordinates?|coords?|gps|геолокация|геопозиция|орналасқан\s+жері?)\s*[:=-]?\s*", re.IGNORECASE
)
_AXIS_LABEL = re.compile(
    r"\b(?:latitude|longitude|lat|lon|lng|широта|долгота|ендік|бойлық)\b\s*[:=]?\s*", re.IGNORECASE
)
_UNIT_WORDS = [
    (re.compile(r"(?<=\d)\s*(?:градус\w*|град\.?|deg(?:rees?)?)", re.IGNORECASE), "°"),
    (re.compile(r"(?<=\d)\s*(?:минут\w*|мин\.?|min(?:utes?)?)", re.IGNORECASE), "'"),
    (re.compile(r"(?<=\d)\s*(?:секунд\w*|сек\.?|sec(?:onds?)?)", re.IGNORECASE), '"'),
]


def _normalise(text: str) -> str:
    """Bring the many spellings to one: degree, minute and second signs, minus, hemispheres as N, S, E, W."""
    plain = _LABEL.sub("", text.translate(_SIGNS).replace("''", '"'))
    for pattern, mark in (*_UNIT_WORDS, *_HEMISPHERES):
        plain = pattern.sub(mark, plain)
    plain = _AXIS_LABEL.sub("", plain)
    return plain.strip(" ()[]{}<>.;,").upper()


# Whole: never the first digits of a longer number.
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,30})?(?![0-9])"
_SEPARATOR = r"(?:\s*[,;/|]\s*|\s+-\s+|\s+|(?<=[NSEW°'\"]))"


def _angle(number: str, spaced: bool) -> str:
    """The pattern of one angle; `spaced` for parts divided by spaces alone, which need a hemisphere."""
    if spaced:
        body = rf"(?P<d{number}>[0-9]{{1,3}}) +(?P<m{number}>{_NUMBER})(?: +(?P<s{number}>{_NUMBER}))?"
    else:
        body = (
            rf"(?P<d{number}>{_NUMBER})\s*(?P<mark{number}>°)?"
            # Minutes may lack their sign at the end of an angle, seconds anywhere.
            rf"(?:(?<=°)\s*(?P<m{number}>{_NUMBER})\s*(?:'|(?=[NSEW]|$))"
            rf"(?:(?<=')\s*(?P<s{number}>{_NUMBER})\s*\"?)?)?"
        )
    before, after = f"(?P<before{number}>[NSEW])?", f"(?P<after{number}>[NSEW])?"
    return rf"{before}\s*(?P<sign{number}>[-+])?{body}(?(before{number})|\s*{after})"


_PAIR = re.compile(_angle("1", spaced=False) + _SEPARATOR + _angle("2", spaced=False))
_SPACED_PAIR = re.compile(r"(?=.*[NSEW].*[NSEW])" + _angle("1", spaced=True) + _SEPARATOR + _angle("2", spaced=True))
_NOT_A_NUMBER = r"[-+]?(?:NAN|INF(?:INITY)?)"
_ANY_NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?"
_NOT_NUMBERS = re.compile(
    rf"(?:{_NOT_A_NUMBER}{_SEPARATOR}(?:{_NOT_A_NUMBER}|{_ANY_NUMBER})|{_ANY_NUMBER}{_SEPARATOR}{_NOT_A_NUMBER})"
)
