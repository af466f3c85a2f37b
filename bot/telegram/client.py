"""aiogram as the house uses it: its Bot, upload and errors, loaded lightly, answers left raw.

`import aiogram` builds a validator for every one of its thousand models: 2.4-4 s of CPU and 136 MB.
Nearly none is needed here, so building is put off while it is imported (0.7 s, 25 MB), and the few
methods used are built below. Everything of aiogram that the house uses comes from this module.

Answers are not parsed into models, either: a message that was sent stays sent even if the answer
has a shape nobody has seen yet.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from aiohttp.payload import BytesPayload
from pydantic import BaseModel, create_model


@contextmanager
def _lightly() -> Iterator[None]:
    """Let pydantic put off building models; does nothing when aiogram is there already."""
    if "aiogram" in sys.modules:
        yield
        return
    rebuild = BaseModel.__dict__["model_rebuild"]
    config = BaseModel.model_config
    BaseModel.model_config = {**config, "defer_build": True}
    BaseModel.model_rebuild = classmethod(lambda cls, **_: None)  # type: ignore[assignment]
    try:
        yield
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]


with _lightly():
    import aiogram.types
    from aiogram import Bot, methods
    from aiogram.client.default import Default
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import (
        DetailedAiogramError,
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
    from aiogram.methods import Response, TelegramMethod
    from aiogram.types import FSInputFile

__all__ = [
    "Acknowledge",
    "Album",
    "Audio",
    "Client",
    "Commands",
    "DetailedAiogramError",
    "Document",
    "DropHook",
    "Edit",
    "FSInputFile",
    "Fetch",
    "FileInfo",
    "HookInfo",
    "Me",
    "Method",
    "Photo",
    "SetHook",
    "TelegramBadRequest",
    "TelegramConflictError",
    "TelegramEntityTooLarge",
    "TelegramForbiddenError",
    "TelegramMigrateToChat",
    "TelegramNetworkError",
    "TelegramNotFound",
    "TelegramRetryAfter",
    "TelegramServerError",
    "TelegramUnauthorizedError",
    "Text",
    "Video",
    "Voice",
]

Method = TelegramMethod[Any]
#: what to wait when Telegram (or a proxy before it) says "too many" and not for how long
BREATH = 5


_NAMES = {**vars(aiogram.types), "Default": Default}
#: fields passed on as plain JSON: checking them against aiogram's models costs and helps nobody
_PLAIN: dict[str, Any] = {
    "reply_markup": (Any, None),
    "link_preview_options": (Any, None),
    "reply_parameters": (Any, None),
    "media": (Any, ...),
    "commands": (Any, ...),
}


def _raw(method: Any) -> Any:
    """The method's class with plain fields; its static type would demand fields long retired."""
    plain = {name: _PLAIN[name] for name in method.model_fields if name in _PLAIN}
    ours = create_model(method.__name__, __base__=method, __module__=__name__, **plain)
    ours.__returning__ = Any
    ours.model_rebuild(_types_namespace=_NAMES)
    return ours


Acknowledge = _raw(methods.AnswerCallbackQuery)
Album = _raw(methods.SendMediaGroup)
Audio = _raw(methods.SendAudio)
Commands = _raw(methods.SetMyCommands)
Document = _raw(methods.SendDocument)
DropHook = _raw(methods.DeleteWebhook)
Edit = _raw(methods.EditMessageText)
Fetch = _raw(methods.GetUpdates)
FileInfo = _raw(methods.GetFile)
HookInfo = _raw(methods.GetWebhookInfo)
Me = _raw(methods.GetMe)
Photo = _raw(methods.SendPhoto)
SetHook = _raw(methods.SetWebhook)
Text = _raw(methods.SendMessage)
Video = _raw(methods.SendVideo)
Voice = _raw(methods.SendVoice)


class Session(AiohttpSession):
    """aiogram's session; a success is handed on as it came, a refusal becomes aiogram's error."""

    def build_form_data(self, bot: Bot, method: Method) -> Any:
        """A call without files goes as JSON: a third of the work of a form."""
        said = {name: getattr(method, name) for name in method.model_fields_set}
        try:
            body = json.dumps({name: value for name, value in said.items() if value is not None})
        except TypeError:
            return super().build_form_data(bot, method)
        return BytesPayload(body.encode(), content_type="application/json")

    def check_response(
        self, bot: Bot, method: Method, status_code: int, content: str
    ) -> Response[Any]:
        try:
            answer = json.loads(content)
        except ValueError:
            return super().check_response(bot, method, status_code, content)
        if not isinstance(answer, dict):
            return super().check_response(bot, method, status_code, content)
        if status_code < HTTPStatus.MULTIPLE_CHOICES and answer.get("ok") is True:
            return Response.model_construct(ok=True, result=answer.get("result"))
        # aiogram trips over an error without a description.
        why = str(answer.get("description") or f"HTTP {status_code}")
        wait = (answer.get("parameters") or {}).get("retry_after", BREATH)
        if status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise TelegramRetryAfter(method=method, message=why, retry_after=wait)
        content = json.dumps({**answer, "description": why})
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """aiogram waits here for TLS to say goodbye; without TLS there is nothing to wait for."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()


class Client:
    """The Bot API with one token. Makes no connection before the first call."""

    def __init__(self, token: str, api_url: str) -> None:
        api = TelegramAPIServer.from_base(api_url)
        self._session = Session(api=api)
        self._bot = Bot(token, session=self._session)

    async def call(self, method: Method, patience: int | None = None) -> Any:
        """The call's `result` as JSON. Raises AiogramError, or OSError when the line breaks."""
        return await self._session(self._bot, method, timeout=patience)

    def file(self, path: str) -> Any:
        """The bytes of a file piece by piece; errors carry its URL with the token in it."""
        url = self._session.api.file_url(self._bot.token, path)
        return self._session.stream_content(url, timeout=120)

    async def close(self) -> None:
        await self._session.close()
