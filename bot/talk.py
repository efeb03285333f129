"""Talk: how a handler says things. Nothing leaves before the transaction has been committed."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content
from bot.outbox import Outbox, Parcel, Priority
from bot.settings import Settings
from bot.translator import Translator, translator
from models import Person

ALBUM_PAUSE = timedelta(milliseconds=400)
"""How long a screen waits while the parts of an album arrive, so that it is drawn once."""


@dataclass(slots=True)
class Teller:
    """Somebody through whom things are told during a transaction: to whom, in which language, what is to be seen."""

    session: AsyncSession
    settings: Settings
    now: datetime
    outbox: Outbox = field(default_factory=Outbox, kw_only=True)
    due_at: datetime | None = field(default=None, kw_only=True)
    """Of a timer: the moment it was set for, which may be long past."""

    def translator_for(self, person: Person) -> Translator:
        """The language of a person."""
        return translator(person.locale or self.settings.default_locale, self.settings.zone)

    def tell(
        self,
        person: Person,
        content: Content,
        *,
        screen: str | None = None,
        priority: Priority = Priority.NOTICE,
        wait: timedelta = timedelta(0),
        sound: bool = True,
        quiet: bool = False,
    ) -> None:
        """Tell somebody else. With `screen` the notice is a place whose buttons later change it in place.

        A notice that is a screen is posted anew (`fresh`) so that the phone rings, unless `sound` is off. A `quiet` one
        comes as always but without a sound: it is night.
        """
        if not person.reachable:
            return
        whole = content.payload() | ({"quiet": True} if quiet else {})
        payload = {"content": whole, "fresh": bool(screen) and sound}
        form = "screen" if screen else "message"
        self.outbox.put(Parcel(person.id, form, payload, self.now + wait, priority, screen))

    def tell_album(self, person: Person, media_ids: Sequence[int], caption: str = "", *, quiet: bool = False) -> None:
        """Send photos to somebody else, as a notice; `quiet` without a sound."""
        if person.reachable and media_ids:
            payload = {"media_ids": list(media_ids)[:10], "caption": caption, "protect": False, "quiet": quiet}
            self.outbox.put(Parcel(person.id, "album", payload, self.now, Priority.NOTICE))

    def tell_document(self, person: Person, key: str, name: str, caption: str = "") -> None:
        """Send somebody a file from the media store; `services.makings` sees to its being deleted later."""
        if person.reachable:
            payload = {"key": key, "name": name, "caption": caption}
            self.outbox.put(Parcel(person.id, "document", payload, self.now, Priority.NOTICE))

    def tell_made(
        self,
        to: Person | int,
        spec: dict[str, Any],
        name: str,
        caption: str = "",
        *,
        priority: Priority = Priority.NOTICE,
        quiet: bool = False,
    ) -> None:
        """Send somebody, or a chat, a document that is made when it is sent, by the artist `spec["make"]` names.

        The same spec under the same name is made and uploaded once, however many get it.
        """
        if isinstance(to, Person) and not to.reachable:
            return
        payload = {"make": spec, "name": name, "caption": caption, "quiet": quiet}
        chat_id = to.id if isinstance(to, Person) else to
        self.outbox.put(Parcel(chat_id, "document", payload, self.now, priority))

    def set_commands(self, person: Person, names: Sequence[tuple[str, str]]) -> None:
        """Give somebody the command menu of their roles and language, as (command, description) pairs."""
        self.outbox.put(
            Parcel(person.id, "commands", {"commands": [list(n) for n in names]}, self.now, screen="commands")
        )

    async def finish(self) -> None:
        """Write everything that was said to the outbox."""
        await self.outbox.write(self.session, self.now)


@dataclass(slots=True)
class Talk(Teller):
    """The conversation with one person in which a handler works.

    `pressed` is the message whose button was pressed, `callback_id` the press that wants an answer.
    """

    chat_id: int
    person: Person
    pressed: int | None = None
    callback_id: str | None = None
    hold: bool = False
    """The update is to be kept for later: the person has not consented yet."""

    @property
    def t(self) -> Translator:
        """The language of the person we talk with."""
        return self.translator_for(self.person)

    def show(self, screen: str, content: Content, *, pause: timedelta = timedelta(0)) -> None:
        """Draw a screen in this chat: in place after a press, at the bottom when the person has written since."""
        payload: dict[str, Any] = {"content": content.payload()}
        if self.pressed is not None:
            payload["at"] = self.pressed
        self.outbox.put(Parcel(self.chat_id, "screen", payload, self.now + pause, Priority.REPLY, screen))

    def clear(self, screen: str) -> None:
        """Take a screen away: its message is deleted."""
        self.outbox.put(Parcel(self.chat_id, "clear", {}, self.now, Priority.REPLY, screen))

    def say(self, content: Content) -> None:
        """Send a message that stays as it is."""
        self.outbox.put(Parcel(self.chat_id, "message", {"content": content.payload()}, self.now))

    def album(self, media_ids: Sequence[int], caption: str = "", *, protect: bool = False) -> None:
        """Send photos and videos together, 1 to 10 of them."""
        payload = {"media_ids": list(media_ids)[:10], "caption": caption, "protect": protect}
        self.outbox.put(Parcel(self.chat_id, "album", payload, self.now))

    def picture(self, png: bytes, content: Content) -> None:
        """Send a picture made in memory, with the text as caption; it is small, for it waits in the outbox."""
        payload = {"png": b64encode(png).decode(), "content": content.payload()}
        self.outbox.put(Parcel(self.chat_id, "picture", payload, self.now))

    def location(self, lat: float, lon: float) -> None:
        """Send a point that the phone opens in its own map."""
        self.outbox.put(Parcel(self.chat_id, "location", {"lat": lat, "lon": lon}, self.now))

    def answer(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the press: a short line at the top, or a window that must be closed. Only the first answer counts."""
        if self.callback_id is None:
            if text:
                self.say(Content(text))
            return
        # A window shows plain text: what was escaped for HTML is written out.
        payload = {"id": self.callback_id, "text": unescape(text)[:200], "alert": alert}
        self.outbox.put(Parcel(self.chat_id, "answer", payload, self.now))
        self.callback_id = None

    async def finish(self) -> None:
        """Write everything to the outbox; a press that nobody answered gets its empty answer."""
        if self.callback_id is not None:
            self.answer()
        await self.outbox.write(self.session, self.now)


@dataclass(slots=True)
class GroupTalk(Talk):
    """What is said in a group. `t` is the group's language, `own` that of whoever wrote or pressed there.

    `person` is somebody of the staff as the database knows them, or for anybody else a stand-in that is never stored.
    """

    locale: str = ""
    own_locale: str = ""
    thread: int | None = None
    """The topic in which they wrote."""

    @property
    def t(self) -> Translator:
        """The language of the group."""
        return translator(self.locale or self.settings.default_locale, self.settings.zone)

    @property
    def own(self) -> Translator:
        """The language of whoever we answer."""
        return translator(self.own_locale or self.settings.default_locale, self.settings.zone)

    def post(self, screen: str, content: Content) -> None:
        """Draw a screen at the bottom of the group, or of the topic in which they wrote."""
        payload: dict[str, Any] = {"content": content.payload(), "fresh": True, "thread": self.thread}
        self.outbox.put(Parcel(self.chat_id, "screen", payload, self.now, Priority.REPLY, screen))

    def say(self, content: Content) -> None:
        """Send a message that stays as it is."""
        payload: dict[str, Any] = {"content": content.payload(), "thread": self.thread}
        self.outbox.put(Parcel(self.chat_id, "message", payload, self.now))

    def lead(self, url: str) -> None:
        """Answer the press by opening a link of ours: the person comes to their private chat."""
        if self.callback_id is not None:
            payload = {"id": self.callback_id, "text": "", "alert": False, "url": url}
            self.outbox.put(Parcel(self.chat_id, "answer", payload, self.now))
            self.callback_id = None
