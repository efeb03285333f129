"""The control API: `/control/…`, by which tests and the page play the people. Described in docs/sandbox.md."""

from . import chats, groups, people, pressing, sending, stream, trouble, updates, viewing

__all__ = ["chats", "groups", "people", "pressing", "sending", "stream", "trouble", "updates", "viewing"]
