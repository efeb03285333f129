"""Telegram's HTML: the few tags it knows, refused in its own words. Byte offsets count UTF-8, entities UTF-16."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from .entities import utf16_len
from .errors import ApiError, bad
from .model import Json
from .urls import is_http_url

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class _Parser:
    source: str
    position: int = 0
    out: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def fail(self, text: str) -> ApiError:
        return bad(f"can't parse entities: {text}")

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def write(self, text: str) -> None:
        self.out.append(text)
        self.offset += utf16_len(text)

    def run(self) -> None:
        source = self.source
        while self.position < len(source):
            mark = source[self.position]
            if mark == "<":
                self.end_tag() if source.startswith("</", self.position) else self.start_tag()
            elif mark == "&":
                self.reference()
            else:
                stop = re.compile("[<&]").search(source, self.position)
                end = stop.start() if stop else len(source)
                self.write(source[self.position : end])
                self.position = end
        if self.stack:
            raise self.fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def reference(self) -> None:
        match = _REFERENCE.match(self.source, self.position)
        if match is None:
            self.write("&")
            self.position += 1
            return
        decimal, hexadecimal, name = match.groups()
        code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
        valid = name or (0 < code < 0x110000 and not 0xD800 <= code < 0xE000)
        self.write(_NAMED.get(name) or chr(code) if valid else match.group())
        self.position = match.end()

    def start_tag(self) -> None:
        begin = self.position
        match = re.compile(r"<([^\s>]*)").match(self.source, begin)
        end = match.end() if match else begin
        if match is None or end >= len(self.source):
            raise self.fail(f"Unclosed start tag at byte offset {self.byte(begin)}")
        tag = match.group(1).lower()
        if tag not in _TYPES:
            raise self.fail(f'Unsupported start tag "{tag}" at byte offset {self.byte(begin)}')
        self.position = end
        attributes = self.attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.stack.append(_Open(tag, attributes, self.offset))

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            match = _ATTRIBUTE.match(self.source, self.position)
            assert match is not None
            if not match.group(1):
                break
            found[match.group(1).lower()] = unescape(match.group(2) or match.group(3) or match.group(4) or "")
            self.position = match.end()
        rest = self.source[self.position :]
        stripped = rest.lstrip()
        if not stripped or stripped.startswith("="):
            raise self.fail(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if not stripped.startswith(">"):
            raise self.fail(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}')
        self.position += len(rest) - len(stripped) + 1
        return found

    def end_tag(self) -> None:
        begin = self.position
        if not self.stack:
            raise self.fail(f"Unexpected end tag at byte offset {self.byte(begin)}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self.source, begin)
        if match is None:
            raise self.fail(f"Unclosed end tag at byte offset {self.byte(begin)}")
        opened = self.stack.pop()
        name = match.group(1).lower()
        if name and name != opened.tag:
            raise self.fail(
                f'Unmatched end tag at byte offset {self.byte(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self.position = match.end()
        if self.offset > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        entity: Json = {"offset": opened.offset, "length": self.offset - opened.offset, "type": _TYPES[opened.tag]}
        if opened.tag == "a" and not self.link(entity, opened):
            return
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        language = opened.attributes.get("class", "")
        if opened.tag == "code" and language.startswith("language-") and self.stack and self.stack[-1].tag == "pre":
            self.stack[-1].attributes["language"] = language.removeprefix("language-")
            return
        if opened.tag == "pre" and "language" in opened.attributes:
            entity["language"] = opened.attributes["language"]
        self.entities.append(entity)

    def link(self, entity: Json, opened: _Open) -> bool:
        """Fill in a link; False when the address is none, which Telegram shows as plain text."""
        inner = utf16_slice("".join(self.out), opened.offset, self.offset)
        url = opened.attributes.get("href") or inner
        parts = urlsplit(url)
        if parts.scheme == "tg" and parts.netloc == "user":
            entity["type"] = "text_mention"
            entity["user_id"] = int(parse_qs(parts.query).get("id", ["0"])[0])
            return True
        entity["url"] = url if "://" in url else f"http://{url}"
        return is_http_url(entity["url"]) or parts.scheme == "tg"


def unescape(text: str) -> str:
    """Attribute value with Telegram's four named references and the numeric ones resolved."""
    parser = _Parser(text.replace("<", "&lt;"))
    parser.run()
    return "".join(parser.out)


def utf16_slice(text: str, start: int, end: int) -> str:
    """The part of `text` between two UTF-16 offsets."""
    return text.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le", "replace")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of an HTML message; ApiError "can't parse entities: …" where Telegram refuses."""
    if "<" not in source and "&" not in source:
        return source, []
    parser = _Parser(source)
    parser.run()
    parser.entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return "".join(parser.out), parser.entities
