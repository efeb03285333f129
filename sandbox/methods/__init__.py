"""The methods of the Bot API; importing this package registers them all."""

from . import chats, commands, copying, downloads, editing, forum, media, profile, queries, removing, texts, updates

__all__ = [
    "chats",
    "commands",
    "copying",
    "downloads",
    "editing",
    "forum",
    "media",
    "profile",
    "queries",
    "removing",
    "texts",
    "updates",
]
