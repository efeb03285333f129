"""Photos and videos as Telegram describes them."""

from pathlib import PurePath

from aiogram.types import Document, Message

from services.incoming import IncomingFile

_IMAGE_NAMES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
_VIDEO_NAMES = {".mp4", ".mov", ".m4v"}


def file_of(message: Message) -> IncomingFile | None:
    """The photo or video of a message, also where it was sent as a file; None for anything else."""
    forwarded = message.forward_origin is not None
    if message.photo:
        best = message.photo[-1]
        return IncomingFile(
            "photo", "photo", best.file_id, best.file_unique_id, best.file_id, best.width, best.height, best.file_size,
            forwarded,
        )  # fmt: skip
    if message.video is not None:
        video = message.video
        return IncomingFile(
            "video", "video", video.file_id, video.file_unique_id, video.file_id, video.width, video.height,
            video.file_size, forwarded,
        )  # fmt: skip
    document = message.document
    if document is None or message.animation is not None:
        return None
    kind = "photo" if is_image_file(document) else "video" if is_video_file(document) else None
    if kind is None:
        return None
    return IncomingFile(
        kind, "document", document.file_id, document.file_unique_id, None, size=document.file_size, forwarded=forwarded
    )


def is_image_file(document: Document) -> bool:
    """Whether a document says of itself that it is a picture; phones send HEIC without a type, so its name counts."""
    return (document.mime_type or "").startswith("image/") or _suffix(document) in _IMAGE_NAMES


def is_video_file(document: Document) -> bool:
    """Whether a document says of itself that it is a video."""
    return (document.mime_type or "").startswith("video/") or _suffix(document) in _VIDEO_NAMES


def _suffix(document: Document) -> str:
    return PurePath(document.file_name or "").suffix.lower()
