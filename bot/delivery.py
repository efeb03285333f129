"""One parcel on its way to Telegram: which Bot API calls it takes, and what became of it."""

import contextlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.methods import CreateForumTopic
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    MediaUnion,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.due import MADE, Delivered, Due, Picture
from bot.studio import Artist, NotMade, Studio
from services import groups
from services.storage import InvalidKey, MediaMissing, MediaStore

log = structlog.get_logger("delivery")

NO_VOICE = ("not enough rights", "have no rights", "CHAT_WRITE_FORBIDDEN", "_FORBIDDEN", "CHAT_RESTRICTED",
            "CHAT_ADMIN_REQUIRED", "need administrator rights")  # fmt: skip
"""Words by which the Bot API says that we may not write to a group."""
NO_THREAD = ("thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID")
"""Words by which it says that a topic is no longer there."""
UPLOAD_TIME = 300
"""Seconds a document may take on its way: up to 50 MB, over whatever line there is."""
UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "file_id", "FILE_REFERENCE")
"""Words by which the Bot API says that it does not know a file id."""
NO_PICTURE = ("caption is too long", "CAPTION_TOO_LONG", "to send photos", "SEND_PHOTOS_FORBIDDEN",
              "SEND_MEDIA_FORBIDDEN", "PHOTO_INVALID")  # fmt: skip
"""Words by which it says that a message may come, but not as a photo."""


class Delivery:
    """Carries parcels with a bot; pictures that Telegram does not have yet come from the store or the studio.

    `artists` make documents at their delivery: the `make` of a document's spec is the name of its artist.
    """

    def __init__(self, bot: Bot, store: MediaStore, artists: Mapping[str, Artist] | None = None) -> None:
        self.bot = bot
        self.store = store
        self.studio = Studio(artists or {})

    async def carry(self, due: Due) -> Delivered:
        """Deliver one parcel. Never raises for anything Telegram or the network may do."""
        result = Delivered(due)
        try:
            await self._attempt(due, result)
        except TelegramRetryAfter as error:
            result.outcome, result.wait, result.error = "later", float(error.retry_after), "too many requests"
        except TelegramMigrateToChat as error:
            result.outcome, result.new_chat = "moved", error.migrate_to_chat_id
        except TelegramForbiddenError as error:
            result.outcome, result.error = "unreachable", error.message
            if due.in_group:
                silent = any(words in error.message for words in NO_VOICE)
                result.outcome, result.trouble = "trouble", groups.MUTED if silent else groups.REMOVED
        except TelegramBadRequest as error:
            lost = "chat not found" in error.message or "user is deactivated" in error.message
            result.outcome, result.error = ("unreachable" if lost else "failed"), error.message
            trouble = _trouble(error) if due.in_group else None
            if trouble is not None:
                result.outcome, result.trouble = "trouble", trouble
        except NotMade:
            result.outcome, result.error = "unmade", "document not made"
        except (TelegramEntityTooLarge, InvalidKey, MediaMissing) as error:
            # What no repetition can mend.
            result.outcome, result.error = "failed", type(error).__name__
        except (AiogramError, TimeoutError, OSError) as error:
            # The network, Telegram's own errors, answers that are no Bot API answers, a token that does not work.
            result.outcome, result.error = "later", type(error).__name__
        return result

    async def _attempt(self, due: Due, result: Delivered) -> None:
        """Deliver; file ids that Telegram no longer knows (a new bot, say) give way to our own copies.

        A copy that is missing and a drawing that fails are left out: words must not wait for a picture that will never
        be there.
        """
        try:
            await self._in_turn(due, result)
        except MediaMissing as missing:
            if due.form == "document":
                raise
            log.error("file missing", key=str(missing))
            due.pictures = {i: p for i, p in due.pictures.items() if p.file_id or p.key != str(missing)}
            await self._attempt(due, result)
        except NotMade:
            if due.form == "document":
                raise
            await self._without_drawing(due, result)
        except TelegramBadRequest as error:
            if MADE in due.pictures and any(words in error.message for words in NO_PICTURE):
                log.warning("no photo possible", chat=due.chat_id, error=error.message)
                await self._without_drawing(due, result)
                return
            ours = {i: p for i, p in due.pictures.items() if p.key and p.file_id}
            if not ours or not any(words in error.message for words in UNKNOWN_FILE):
                raise
            for i, picture in ours.items():
                self.studio.forget(picture.key or "", picture.file_id or "")
                due.pictures[i] = replace(picture, file_id=None)
            await self._attempt(due, result)

    async def _without_drawing(self, due: Due, result: Delivered) -> None:
        del due.pictures[MADE]
        await self._attempt(due, result)

    async def _in_turn(self, due: Due, result: Delivered) -> None:
        """Deliver. Of parcels that show the same new artefact the first makes and uploads it, while the others wait."""
        new = due.pictures.get(MADE)
        if new is None or new.file_id or not new.key:
            await self._forms[due.form](self, due, result)
            return
        async with self.studio.turn(new.key):
            due.pictures[MADE] = replace(new, file_id=self.studio.file_id(new.key))
            await self._forms[due.form](self, due, result)
            if result.made is not None:
                self.studio.remember(*result.made)

    async def _message(self, due: Due, result: Delivered) -> None:
        sent = await self._send(due, result)
        result.message_id = sent.message_id

    async def _screen(self, due: Due, result: Delivered) -> None:
        at = due.payload.get("at") or due.message_id
        below = (due.last_message_id or 0) > (due.message_id or 0) or due.payload.get("fresh")
        in_place = "at" in due.payload or not below
        if at and in_place and await self._edit(due, at, result):
            result.message_id = at
        else:
            result.message_id = (await self._send(due, result)).message_id
        for old in {at, due.message_id} - {result.message_id, None}:
            await self._delete(due.chat_id, old)

    async def _clear(self, due: Due, result: Delivered) -> None:
        if due.message_id and not await self._delete(due.chat_id, due.message_id) and due.in_group:
            # Too old to be deleted: at least nobody presses its buttons any more.
            with contextlib.suppress(TelegramBadRequest):
                await self.bot.edit_message_reply_markup(chat_id=due.chat_id, message_id=due.message_id)

    async def _edit(self, due: Due, message_id: int, result: Delivered) -> bool:
        """Edit the message in place; False where that cannot be done and it must be posted anew."""
        content = due.payload["content"]
        picture = self._picture(due)
        if picture is None and due.has_media and due.message_id == message_id:
            return False
        rows = InlineKeyboardMarkup(inline_keyboard=content.get("rows", []))
        where: dict[str, Any] = {"chat_id": due.chat_id, "message_id": message_id, "reply_markup": rows}
        try:
            if picture is None:
                await self.bot.edit_message_text(text=content["text"], **where)
            else:
                await self._edit_picture(picture, content, where, result)
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                return False
        result.has_media = picture is not None
        return True

    async def _edit_picture(
        self, picture: Picture, content: dict[str, Any], where: dict[str, Any], result: Delivered
    ) -> None:
        sent = await self.bot.edit_message_media(media=await self._input_media(picture, content["text"]), **where)
        if isinstance(sent, Message):
            _note_uploads([picture], [sent], result)

    async def _send(self, due: Due, result: Delivered) -> Message:
        """Post it; in the topic it belongs to, which is made or opened where there is none."""
        if "topic" not in due.payload:
            return await self._post(due, result, due.payload.get("thread"))
        thread = due.thread or await self._new_topic(due, result)
        try:
            return await self._post(due, result, thread)
        except TelegramBadRequest as error:
            if thread is not None and any(words in error.message for words in NO_THREAD):
                thread = await self._new_topic(due, result)
            elif thread is not None and "TOPIC_CLOSED" in error.message:
                await self._open_topic(due.chat_id, thread, error)
            else:
                raise
        return await self._post(due, result, thread)

    async def _new_topic(self, due: Due, result: Delivered) -> int | None:
        """Make the topic; None where the group has no topics any more."""
        try:
            topic = await self.bot.create_forum_topic(due.chat_id, due.payload["topic_name"])
        except TelegramBadRequest as error:
            if "not a forum" in error.message or "CHAT_NOT_FORUM" in error.message:
                return None
            raise
        result.thread = topic.message_thread_id
        return result.thread

    async def _open_topic(self, chat_id: int, thread: int, closed: TelegramBadRequest) -> None:
        """Somebody closed the topic: open it again, or fail as before where that is not ours to do."""
        try:
            await self.bot.reopen_forum_topic(chat_id, thread)
        except TelegramBadRequest as error:
            if "TOPIC_NOT_MODIFIED" not in error.message:
                raise closed from error

    async def _post(self, due: Due, result: Delivered, thread: int | None) -> Message:
        content = due.payload.get("content", {})
        picture = self._picture(due)
        options: dict[str, Any] = {
            "chat_id": due.chat_id,
            "reply_markup": _markup(content),
            "disable_notification": content.get("quiet") or None,
            "protect_content": content.get("protect") or None,
            "message_thread_id": thread,
        }
        if due.form == "document":
            return await self._post_document(due, result, options)
        if picture is None:
            return await self.bot.send_message(text=content["text"], **options)
        file, caption = await self._file(picture), content["text"]
        if picture.kind == "video":
            sent = await self.bot.send_video(video=file, caption=caption, **options)
        else:
            sent = await self.bot.send_photo(photo=file, caption=caption, **options)
        result.has_media = True
        _note_uploads([picture], [sent], result)
        return sent

    async def _album(self, due: Due, result: Delivered) -> None:
        pictures = [due.pictures[i] for i in due.payload["media_ids"] if i in due.pictures]
        pictures = [p for p in pictures if p.file_id or p.key]
        caption, protect = due.payload["caption"], due.payload["protect"] or None
        quiet = due.payload.get("quiet") or None
        if len(pictures) < 2:
            content: dict[str, Any] = {"text": caption or "📷", "protect": protect, "quiet": quiet}
            if pictures:
                content |= {"text": caption, "media_id": pictures[0].media_id}
            if pictures or caption:
                # A copy: the parcel itself stays an album, by which its cost is reckoned.
                await self._message(replace(due, payload={"content": content}), result)
            return
        media: list[MediaUnion] = [
            await self._input_media(p, caption if n == 0 else "") for n, p in enumerate(pictures)
        ]
        sent = await self.bot.send_media_group(due.chat_id, media, protect_content=protect, disable_notification=quiet)
        _note_uploads(pictures, sent, result)

    async def _made_picture(self, due: Due, result: Delivered) -> None:
        content = due.payload["content"]
        sent = await self.bot.send_photo(
            due.chat_id,
            BufferedInputFile(b64decode(due.payload["png"]), filename="picture.png"),
            caption=content["text"],
            reply_markup=_markup(content),
        )
        result.message_id = sent.message_id

    async def _post_document(self, due: Due, result: Delivered, options: dict[str, Any]) -> Message:
        payload, made = due.payload, due.pictures.get(MADE)
        file = await self._file(made or Picture(0, "document", None, payload["key"]), payload["name"])
        options["disable_notification"] = payload.get("quiet") or None
        sent = await self.bot.send_document(
            document=file, caption=payload["caption"] or None, request_timeout=UPLOAD_TIME, **options
        )
        if made is not None:
            _note_uploads([made], [sent], result)
        return sent

    async def _location(self, due: Due, result: Delivered) -> None:
        sent = await self.bot.send_location(due.chat_id, due.payload["lat"], due.payload["lon"])
        result.message_id = sent.message_id

    async def _answer(self, due: Due, result: Delivered) -> None:
        payload = due.payload
        try:
            await self.bot.answer_callback_query(
                payload["id"], text=payload["text"] or None, show_alert=payload["alert"], url=payload.get("url")
            )
        except TelegramBadRequest:
            # Too old: the person no longer waits for it.
            result.error = "too old"

    async def _commands(self, due: Due, result: Delivered) -> None:
        commands = [BotCommand(command=c, description=d) for c, d in due.payload["commands"]]
        await self.bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=due.chat_id))

    async def _delete(self, chat_id: int, message_id: int | None) -> bool:
        """Delete an old copy of a screen; one that cannot be deleted does no harm. Returns whether it is gone."""
        if message_id is None:
            return True
        try:
            await self.bot.delete_message(chat_id, message_id)
        except TelegramBadRequest as error:
            return "not found" in error.message
        return True

    def _picture(self, due: Due) -> Picture | None:
        picture = due.pictures.get(due.payload.get("content", {}).get("media_id") or MADE)
        return picture if picture is not None and (picture.file_id or picture.key) else None

    async def _file(self, picture: Picture, name: str = "") -> str | BufferedInputFile:
        if picture.file_id:
            return picture.file_id
        if picture.spec is not None:
            return BufferedInputFile(await self.studio.make(picture), filename=name or "chart.png")
        key = picture.key or ""
        return BufferedInputFile(await self.store.read(key), filename=name or key)

    async def _input_media(self, picture: Picture, caption: str) -> InputMediaPhoto | InputMediaVideo:
        form = InputMediaVideo if picture.kind == "video" else InputMediaPhoto
        return form(media=await self._file(picture), caption=caption or None)

    _forms = {  # noqa: RUF012
        "message": _message, "screen": _screen, "clear": _clear, "album": _album, "answer": _answer,
        "commands": _commands, "document": _message, "picture": _made_picture, "location": _location,
    }  # fmt: skip


def _trouble(error: TelegramBadRequest) -> str | None:
    """What keeps us from writing to a group; None for any other error."""
    if "chat not found" in error.message:
        return groups.REMOVED
    if "TOPIC_CLOSED" in error.message:
        return groups.TOPIC_CLOSED
    if isinstance(error.method, CreateForumTopic):
        return groups.NO_TOPICS
    return groups.MUTED if any(words in error.message for words in NO_VOICE) else None


def _markup(content: dict[str, Any]) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    menu = content.get("menu")
    if menu is not None:
        if not menu:
            return ReplyKeyboardRemove(remove_keyboard=True)
        return ReplyKeyboardMarkup(keyboard=menu, resize_keyboard=True, is_persistent=True)
    rows = content.get("rows")
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _note_uploads(pictures: list[Picture], sent: list[Message], result: Delivered) -> None:
    """Remember the file ids of pictures that were uploaded, so that they are uploaded once."""
    for picture, message in zip(pictures, sent, strict=False):
        if picture.file_id:
            continue
        file = message.photo[-1] if message.photo else message.video or message.document
        if file is None:
            continue
        if picture.spec is not None:
            result.made = picture.key or "", file.file_id
        else:
            result.uploaded[picture.media_id] = file.file_id
