"""The Telegram channel, on python-telegram-bot. Imported only when it is configured: the library is large."""
