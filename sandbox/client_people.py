"""People, groups and what people do there: the other half of the client."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .client_types import Json, Keyboard, Picture, SandboxError, Seen, buttons_of, file_spec, words_of

if TYPE_CHECKING:
    from .client import SandboxClient

Wanted = str | Callable[[Seen], bool]


class Place:
    """A conversation seen by one person: the base of what a person does there."""

    def __init__(self, client: SandboxClient, person: Json, chat: int | None, bot: int | None) -> None:
        self.client = client
        self.user = person
        self.id: int = person["id"]
        self.chat = chat
        self.bot = bot

    @property
    def where(self) -> Json:
        """The fields that name this person and place in a call."""
        return {"from": self.id, "chat": self.chat, "bot": self.bot}

    async def send(self, kind: str, **fields: Any) -> list[Seen]:
        """A message of any kind (docs/sandbox.md); returns the messages made."""
        result = await self.client.call("POST", "/send", {**self.where, "kind": kind, **fields})
        return [Seen(message) for message in result["messages"]]

    async def send_text(self, text: str, **fields: Any) -> Seen:
        """A text message; `reply_to`, `thread`, `as` as wanted."""
        return (await self.send("text", text=text, **fields))[0]

    async def send_photo(self, file: Picture, caption: str | None = None, **fields: Any) -> Seen:
        """A photo: built-in name, path, bytes or FILE."""
        return (await self.send("photo", file=file_spec(file), caption=caption, **fields))[0]

    async def send_photos(self, files: Sequence[Picture], caption: str | None = None, **fields: Any) -> list[Seen]:
        """An album of 2–10 photos (or FILEs with "kind")."""
        return await self.send("album", files=[file_spec(file) for file in files], caption=caption, **fields)

    async def send_document(self, file: Picture, name: str | None = None, **fields: Any) -> Seen:
        """A file as document."""
        spec = file_spec(file)
        return (await self.send("document", file={**spec, "name": name} if name else spec, **fields))[0]

    async def send_video(self, file: Picture | None = None, **fields: Any) -> Seen:
        """A video; an invented one without `file`."""
        return (await self.send("video", file=None if file is None else file_spec(file), **fields))[0]

    async def send_location(self, latitude: float, longitude: float, **fields: Any) -> Seen:
        """A point; `live_period` makes it live."""
        return (await self.send("location", latitude=latitude, longitude=longitude, **fields))[0]

    async def send_venue(self, latitude: float, longitude: float, title: str, address: str, **fields: Any) -> Seen:
        """A named point."""
        point = {"latitude": latitude, "longitude": longitude}
        return (await self.send("venue", title=title, address=address, **point, **fields))[0]

    async def send_contact(self, phone_number: str, first_name: str, **fields: Any) -> Seen:
        """A phone number."""
        return (await self.send("contact", phone_number=phone_number, first_name=first_name, **fields))[0]

    async def forward(self, messages: Sequence[Seen], **fields: Any) -> list[Seen]:
        """Forward messages of one chat to here; `origin="hidden_user"` hides the author."""
        first = messages[0]
        source = {"chat": first.chat_id, "bot": first["bot"], "message_ids": [m.id for m in messages]}
        result = await self.client.call("POST", "/forward", {**self.where, "source": source, **fields})
        return [Seen(message) for message in result["messages"]]

    async def edit(self, message: Seen, **fields: Any) -> Seen:
        """Change an own message: `text` or `caption`."""
        body = {**self.where, "message_id": message.id, **fields}
        return Seen((await self.client.call("POST", "/edit", body))["messages"][0])

    async def move(self, message: Seen, latitude: float, longitude: float, **fields: Any) -> Seen:
        """Move a live location."""
        body = {**self.where, "message_id": message.id, "latitude": latitude, "longitude": longitude, **fields}
        return Seen((await self.client.call("POST", "/live", body))["messages"][0])

    async def stop_live(self, message: Seen) -> Seen:
        """End a live location."""
        body = {**self.where, "message_id": message.id, "stop": True}
        return Seen((await self.client.call("POST", "/live", body))["messages"][0])

    async def delete(self, *messages: Seen) -> None:
        """Delete messages; the bot is not told."""
        await self.client.call("POST", "/delete", {**self.where, "message_ids": [m.id for m in messages]})

    async def press(
        self,
        text: str | None = None,
        *,
        data: str | None = None,
        message: Seen | None = None,
        timeout: float = 15.0,
        exact: bool = False,
    ) -> Json:
        """Press an inline button by its text or data, of `message` or of the newest message that has it.

        Returns the Press: `answered`, and in `answer` what the bot's answerCallbackQuery said.
        """
        body = {**self.where, "text": text, "data": data, "timeout": timeout, "exact": exact}
        body["message_id"] = message.id if message is not None else None
        result: Json = await self.client.call("POST", "/press", body)
        return result

    async def forge(self, message: Seen | int, data: str, *, timeout: float = 15.0, inaccessible: bool = False) -> Json:
        """Press a button that is not there."""
        number = message if isinstance(message, int) else message.id
        body = {**self.where, "message_id": number, "data": data, "timeout": timeout, "inaccessible": inaccessible}
        result: Json = await self.client.call("POST", "/press/forged", body)
        return result

    async def tap(self, text: str, **fields: Any) -> Seen:
        """Press a button of the reply keyboard."""
        body = {**self.where, "text": text, **fields}
        return Seen((await self.client.call("POST", "/keyboard", body))["messages"][0])

    async def history(self, **query: Any) -> Json:
        """Everything the person sees there: messages, keyboard, commands, pinned."""
        result: Json = await self.client.call("GET", "/history", person=self.id, chat=self.chat, bot=self.bot, **query)
        return result

    async def messages(self, *, deleted: bool = False, by_bot: bool | None = None) -> list[Seen]:
        """The messages, oldest first; without deleted ones unless asked for."""
        shown = (await self.history(limit=100_000, deleted=int(deleted)))["messages"]
        return [Seen(message) for message in shown if by_bot is None or message["by_bot"] is by_bot]

    async def last(self, *, by_bot: bool | None = True) -> Seen | None:
        """The newest message, of the bot unless `by_bot=None`."""
        shown = await self.messages(by_bot=by_bot)
        return shown[-1] if shown else None

    async def wait_for(
        self, wanted: Wanted, *, timeout: float = 30.0, after: int = 0, by_bot: bool | None = True
    ) -> Seen:
        """The newest message with this text (or for which `wanted(message)`), waited for.

        `after` leaves out messages up to that id. SandboxError tells what was there instead.
        """
        deadline = time.monotonic() + timeout
        while True:
            history = await self.history(limit=100_000, deleted=0, after=after)
            shown = [Seen(m) for m in history["messages"] if by_bot is None or m["by_bot"] is by_bot]
            for message in reversed(shown):
                if wanted in words_of(message) if isinstance(wanted, str) else wanted(message):
                    return message
            left = deadline - time.monotonic()
            if left <= 0:
                there = [words_of(message)[:80] for message in shown[-5:]]
                raise SandboxError(f"no message {wanted!r} within {timeout} s; the last are {there}")
            query: Json = {"chat": history["chat"]["chat"], "bot": history["chat"]["bot"]}
            await self.client.call("GET", "/wait", seq=history["seq"], timeout=left, **query)

    async def buttons(self, message: Seen | None = None) -> list[str]:
        """Texts of the inline buttons of `message` (as it is now), or of the newest message with buttons."""
        for shown in reversed(await self.messages()):
            if (message is None and buttons_of(shown)) or (message is not None and shown.id == message.id):
                return buttons_of(shown)
        return []

    async def keyboard(self) -> Keyboard:
        """Texts of the reply keyboard, row by row; empty without one."""
        keyboard = (await self.history(limit=1))["keyboard"]
        return [[button["text"] for button in row] for row in keyboard["buttons"]] if keyboard else []

    async def commands(self) -> list[str]:
        """The commands the person sees there."""
        query: Json = {"person": self.id, "chat": self.chat, "bot": self.bot}
        return [item["command"] for item in await self.client.call("GET", "/commands", **query)]


class Person(Place):
    """A person, in their private conversation with the bot; `at(group)` is the same person in a group."""

    def __init__(self, client: SandboxClient, person: Json, bot: int | None) -> None:
        super().__init__(client, person, None, bot)

    @property
    def _self(self) -> Json:
        return {"person": self.id, "bot": self.bot}

    def at(self, group: Group) -> Place:
        """The same person in a group or channel."""
        return Place(self.client, self.user, group.id, self.bot)

    async def start(self, payload: str | None = None) -> Seen:
        """Press START, or follow a deep link."""
        result = await self.client.call("POST", "/start", {**self._self, "payload": payload})
        return Seen(result["messages"][0])

    async def block(self) -> None:
        """Block the bot."""
        await self.client.call("POST", "/block", self._self)

    async def unblock(self) -> None:
        """Take the bot back."""
        await self.client.call("POST", "/unblock", self._self)

    async def change(self, **fields: Any) -> None:
        """Change names or `language_code`; None removes."""
        self.user = await self.client.exact("PATCH", f"/people/{self.id}", fields)


class Group:
    """A group, supergroup, forum or channel."""

    def __init__(self, client: SandboxClient, info: Json) -> None:
        self.client = client
        self.info = info
        self.id: int = info["chat"]

    @property
    def topics(self) -> dict[str, int]:
        """`message_thread_id` by name, as they were when last asked."""
        return {topic["name"]: topic["message_thread_id"] for topic in self.info["topics"]}

    async def member(self, who: Person | None, status: str, *, bot: int | None = None, **rights: bool) -> None:
        """Change somebody's place; the bot's own without `who`."""
        body = {"person": who.id if who else None, "bot": bot, "status": status, "rights": rights}
        self.info = await self.client.call("POST", f"/groups/{self.id}/members", body)

    async def topic(self, name: str) -> int:
        """A person opens a topic; returns its message_thread_id."""
        return int((await self.client.call("POST", f"/groups/{self.id}/topics", {"name": name}))["message_thread_id"])

    async def change_topic(self, thread: int, **fields: Any) -> None:
        """Rename (`name`), close or reopen (`closed`), delete (`deleted`)."""
        await self.client.call("PATCH", f"/groups/{self.id}/topics/{thread}", fields)

    async def migrate(self) -> int:
        """Become a supergroup; returns the new id."""
        self.id = int((await self.client.call("POST", f"/groups/{self.id}/migrate", {}))["migrate_to_chat_id"])
        return self.id
