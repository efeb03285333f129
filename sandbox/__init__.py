"""A local Telegram: a strict Bot API server over HTTP with a control API to play the people."""
