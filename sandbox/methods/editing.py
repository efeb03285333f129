"""editMessageText, editMessageCaption, editMessageMedia, editMessageReplyMarkup, editMessageLiveLocation."""

from __future__ import annotations

from ..access import find_chat, find_message, may_write
from ..calling import Call, method
from ..errors import bad
from ..files import KINDS
from ..keyboards import parse_markup
from ..model import Json, Message
from ..posting import show
from ..render import for_bot
from ..texts import caption_fields, text_fields
from .media import media_fields
from .texts import point

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_MEDIA = frozenset(KINDS) - {"thumbnail"}
_CAPTION = frozenset({"caption", "caption_entities"})


def editable(call: Call) -> Message:
    """The bot's own message named by `chat_id` and `message_id`."""
    if call.params.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    number = call.params.integer("message_id")
    if not number:
        raise bad("message identifier is not specified")
    chat = find_chat(call)
    may_write(call, chat)
    message = find_message(chat, number, "message to edit")
    # Telegram lets bots edit only messages without a keyboard or with an inline one.
    if message.bot_id != call.bot.id or message.reply_markup_kind or "forward_origin" in message.fields:
        raise bad("message can't be edited")
    return message


def apply(call: Call, message: Message, fields: Json) -> Json:
    """Replace content and inline keyboard; "message is not modified" where nothing changes."""
    kind, markup = parse_markup(call.params.values.get("reply_markup"), private=message.chat.is_private)
    if kind not in (None, "inline"):
        raise bad("inline keyboard expected")
    if fields == message.fields and markup == message.markup:
        raise bad(_NOT_MODIFIED)
    message.fields, message.markup = fields, markup
    message.edit_date = int(call.state.now())
    message.versions += 1
    show(call.state, "edited", message)
    return for_bot(call.state, message, call.bot.id)


@method("editMessageText")
async def edit_message_text(call: Call) -> Json:
    """New text for a text message; the keyboard goes unless it is given again."""
    content = text_fields(call)
    message = editable(call)
    if "text" not in message.fields:
        raise bad("there is no text in the message to edit")
    return apply(call, message, content)


@method("editMessageCaption")
async def edit_message_caption(call: Call) -> Json:
    """New caption for a media message, or none."""
    caption = caption_fields(call)
    message = editable(call)
    if not message.fields.keys() & _MEDIA:
        raise bad("there is no caption in the message to edit")
    kept = {key: value for key, value in message.fields.items() if key not in _CAPTION}
    return apply(call, message, kept | caption)


@method("editMessageMedia")
async def edit_message_media(call: Call) -> Json:
    """Other media in place of a text or media message; an item of an album stays of its album's kind."""
    item = call.params.decoded("media", "input media")
    if item is None:
        raise bad("media is empty")
    message = editable(call)
    album = message.fields.get("media_group_id")
    if not message.fields.keys() & (_MEDIA | {"text"}):
        raise bad("message can't be edited")
    content = await media_fields(call, item)
    if album:
        visual = {"photo", "video"}
        old, new = message.fields.keys() & _MEDIA, content.keys() & _MEDIA
        if old != new and not (old <= visual and new <= visual):
            raise bad("message can't be edited: media of another type in an album")
        content = {"media_group_id": album, **content}
    return apply(call, message, content)


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(call: Call) -> Json:
    """Another inline keyboard, or none."""
    message = editable(call)
    return apply(call, message, message.fields)


@method("editMessageLiveLocation")
async def edit_message_live_location(call: Call) -> Json:
    """Move a live location of the bot."""
    location = point(call)
    message = editable(call)
    period = message.fields.get("location", {}).get("live_period")
    if not period:
        raise bad("message can't be edited")
    return apply(call, message, {"location": {**location, "live_period": period}})


@method("stopMessageLiveLocation")
async def stop_message_live_location(call: Call) -> Json:
    """End a live location of the bot."""
    message = editable(call)
    location = dict(message.fields.get("location", {}))
    if location.pop("live_period", None) is None:
        raise bad("message can't be edited")
    return apply(call, message, {"location": location})
