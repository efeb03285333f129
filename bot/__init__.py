"""The Telegram edge: everything between the services and the Bot API."""
