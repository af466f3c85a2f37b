"""Why a call to the Bot API failed, in the words of the house."""

from __future__ import annotations

from datetime import timedelta

import aiohttp

from bot.channel import Halted, NotSent, Rejected, TryLater, Unknown, Unreachable
from bot.telegram.client import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

#: 400s that speak of the person, not of the message
NOBODY_THERE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "input_user_deactivated",
    "group chat was deactivated",
    "not enough rights to send",
    "chat_write_forbidden",
)
#: errors raised before a single byte of the message left
NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def masked(text: object, token: str) -> str:
    """An error's text without the token that URLs carry."""
    return str(text).replace(token, "***")


def failure(error: BaseException, token: str) -> NotSent:
    """The way of failing that an error of aiogram or of the network means."""
    said = masked(getattr(error, "message", error), token)
    match error:
        case TelegramRetryAfter():
            return TryLater(said, timedelta(seconds=error.retry_after), whole=True)
        case TelegramForbiddenError() | TelegramMigrateToChat():
            return Unreachable(said)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Halted(f"the token is refused: {said}")
        case TelegramBadRequest() if any(words in said.lower() for words in NOBODY_THERE):
            return Unreachable(said)
        case TelegramBadRequest() | TelegramEntityTooLarge():
            return Rejected(said)
        case TelegramServerError() | TelegramConflictError():
            return TryLater(said)
        case TelegramNetworkError() if isinstance(error.__cause__, NOT_CONNECTED):
            return TryLater(said)
    return Unknown(f"{type(error).__name__}: {said}")
