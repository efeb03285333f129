"""Photos and videos as they come in messages: as photo, as video, or as a document of either kind."""

from enum import StrEnum

from aiogram.types import Document, Message

from domain.terms import FILE_BYTES
from services.drafts import IncomingFile

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")


class Unfit(StrEnum):
    """Why a file cannot be taken."""

    TOO_LARGE = "too_large"
    NO_PICTURE = "no_picture"


def incoming_file(message: Message) -> IncomingFile | Unfit | None:
    """The file of a message; None where the message has none. What is in it shows when it has been fetched."""
    forwarded = message.forward_origin is not None
    if message.photo:
        photo = message.photo[-1]
        return IncomingFile(
            "photo", "photo", photo.file_id, photo.file_unique_id, photo.file_id, photo.width, photo.height,
            photo.file_size, forwarded,
        )  # fmt: skip
    if message.video:
        video = message.video
        if (video.file_size or 0) > FILE_BYTES:
            return Unfit.TOO_LARGE
        return IncomingFile(
            "video", "video", video.file_id, video.file_unique_id, video.file_id, video.width, video.height,
            video.file_size, forwarded,
        )  # fmt: skip
    return _document(message.document, forwarded) if message.document else None


def _document(document: Document, forwarded: bool) -> IncomingFile | Unfit:
    mime, name = (document.mime_type or "").lower(), (document.file_name or "").lower()
    # Phones often send HEIC without saying so.
    image = mime in IMAGES or name.endswith(_ENDINGS)
    if not image and not mime.startswith("video/"):
        return Unfit.NO_PICTURE
    if (document.file_size or 0) > FILE_BYTES:
        return Unfit.TOO_LARGE
    return IncomingFile(
        "photo" if image else "video", "document", document.file_id, document.file_unique_id, None,
        size=document.file_size, forwarded=forwarded,
    )  # fmt: skip
