"""Telegram's door. Importing this package is free; aiogram comes with `bot.telegram.client`."""
