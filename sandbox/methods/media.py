"""sendPhoto, sendDocument, sendVideo and the like, sendMediaGroup."""

from __future__ import annotations

from typing import Any

from ..access import find_chat, may_write, reply_target, thread_for
from ..calling import Call, Method, method
from ..errors import bad
from ..files import KINDS, Source
from ..model import Json
from ..render import for_bot
from ..sending import place_message, send
from ..texts import caption_fields

_RIGHT = {"photo": "photos", "video": "videos", "document": "documents", "audio": "audios"}
_UNSEEN = frozenset({"video_note", "sticker"})  # kinds without a caption


async def input_file(call: Call, kind: str, raw: Any, field: str | None = None) -> Any:
    """A file object (a list for photos) from an upload (`attach://name` or the field itself), a file id or an URL."""
    uploads = call.params.uploads
    if isinstance(raw, str) and raw.startswith("attach://"):
        source = uploads.get(raw.removeprefix("attach://"))
        if source is None:
            raise bad(f'can\'t find file by URL "{raw}"' if not uploads else "wrong file identifier/HTTP URL specified")
        return await stored(call, kind, source)
    if raw is None and field is not None and field in uploads:
        return await stored(call, kind, uploads[field])
    if not isinstance(raw, str) or not raw:
        raise bad(f"there is no {kind} in the request")
    return known_file(call, kind, raw)


async def stored(call: Call, kind: str, source: Source) -> Any:
    """An uploaded file, kept."""
    if not source.size:
        raise bad("file must be non-empty")
    extra: Json = {}
    if kind in {"video", "animation", "video_note", "audio", "voice"}:
        extra["duration"] = call.params.integer("duration")
    if kind in {"video", "animation", "sticker"}:
        extra |= {"width": call.params.integer("width", 640), "height": call.params.integer("height", 360)}
    if kind == "sticker":
        extra |= {"type": "regular", "is_animated": False, "is_video": False}
    if kind == "video_note":
        extra["length"] = call.params.integer("length", 240)
    return await call.state.files.media(kind, source, **extra)


def known_file(call: Call, kind: str, file_id: str) -> Any:
    """The file object behind an id of this bot; another bot's ids and other kinds are refused."""
    if file_id.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    file = call.state.files.find(file_id, call.bot.id)
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad(f"can't use file of type {KINDS[file.kind][0]} as {KINDS[kind][0]}")
    if kind == "photo":
        return [dict(size) for size in file.siblings]
    return dict(call.state.files.objects[file.unique_id])


def sender(kind: str) -> Method:
    """The method that sends one file of a kind."""

    async def send_file(call: Call) -> Json:
        raw = call.params.values.get(kind)
        caption = {} if kind in _UNSEEN else caption_fields(call)
        chat = find_chat(call)
        may_write(call, chat, _RIGHT.get(kind, "text messages"))
        fields = {kind: await input_file(call, kind, raw, kind), **caption, **looks(call.params.values, kind)}
        if kind == "animation":
            fields["document"] = fields["animation"]
        return send(call, fields, _RIGHT.get(kind, "text messages"))

    return send_file


def looks(source: Json, kind: str) -> Json:
    """Spoiler and caption above, which are kept in the message."""
    shown = {}
    if kind in {"photo", "video", "animation"}:
        if str(source.get("has_spoiler")).lower() == "true":
            shown["has_media_spoiler"] = True
        if str(source.get("show_caption_above_media")).lower() == "true":
            shown["show_caption_above_media"] = True
    return shown


for _kind, _name in {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "video": "sendVideo",
    "animation": "sendAnimation",
    "audio": "sendAudio",
    "voice": "sendVoice",
    "video_note": "sendVideoNote",
    "sticker": "sendSticker",
}.items():
    method(_name, sends=True)(sender(_kind))


async def media_fields(call: Call, item: Any) -> Json:
    """Message fields of one InputMedia."""
    if not isinstance(item, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in {"photo", "video", "document", "animation", "audio"}:
        raise bad("can't parse InputMedia: type must be one of photo, video, animation, document or audio")
    if not item.get("media"):
        raise bad("can't parse InputMedia: media not found")
    caption = caption_fields(call, item)
    return {kind: await input_file(call, kind, item["media"]), **caption, **looks(item, kind)}


def check_mix(items: list[Any]) -> None:
    """An album holds photos and videos, or documents only, or audios only."""
    kinds = {item.get("type") if isinstance(item, dict) else None for item in items}
    if not kinds <= _RIGHT.keys():
        raise bad("can't parse InputMedia: type must be one of photo, video, document or audio")
    for kind in ("document", "audio"):
        if kind in kinds and len(kinds) > 1:
            raise bad(f"{kind} can't be mixed with other media types")


@method("sendMediaGroup", sends=True)
async def send_media_group(call: Call) -> list[Json]:
    """An album of 2–10 photos and videos, or of documents, or of audios."""
    items = call.params.decoded("media", "media")
    if not isinstance(items, list):
        raise bad("can't parse media JSON object" if items is not None else "media is empty")
    if not 2 <= len(items) <= 10:
        raise bad(f"too {'few' if len(items) < 2 else 'much'} messages to send as an album")
    check_mix(items)
    chat = find_chat(call)
    may_write(call, chat, _RIGHT[items[0]["type"]])
    contents = [await media_fields(call, item) for item in items]
    place: Json = {"thread": thread_for(call, chat), "reply_to": reply_target(call, chat)}
    group = str(call.state.number("album", 13_900_000_000_000_001))
    sent = [place_message(call, chat, {"media_group_id": group, **fields}, **place) for fields in contents]
    return [for_bot(call.state, message, call.bot.id) for message in sent]
