"""The HTTP side of the Telegram stand-in: requests in any body the Bot API takes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from sandbox import telegram_rules as rules
from sandbox.telegram_faults import Fault, Faults
from sandbox.telegram_methods import Call, Methods, Upload
from sandbox.telegram_updates import Updates
from sandbox.telegram_webhook import Delivery, Hook
from sandbox.telegram_world import Chat, Json, Refusal, World, bad

LARGEST_DOWNLOAD = 20 << 20
LARGEST_REQUEST = 64 << 20
LOCAL = {"127.0.0.1", "localhost", "::1"}
PAGE = "<html>\r\n<head><title>{0} Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>"

Method = Callable[[Call], Any]


class Encoded(bytes):
    """A result that is JSON already."""


class Server:
    """Reads a request, lets faults have their say, calls the method and writes the answer."""

    def __init__(self, token: str, world: World, updates: Updates, methods: Methods) -> None:
        self.token = token
        self.world = world
        self.updates = updates
        self.delivery = Delivery(updates, world.now)
        self.faults = Faults()
        self.requests: list[Call] | None = []
        self._table = self._methods(methods)
        self.app = web.Application(client_max_size=LARGEST_REQUEST)
        self.app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self.app.router.add_get("/media/{path:.+}", self._media)

    def _methods(self, methods: Methods) -> dict[str, Method]:
        files = ("sendphoto", "senddocument", "sendvoice", "sendaudio", "sendvideo")
        return dict.fromkeys(files, methods.send_file) | {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "sendmessage": methods.send_message,
            "sendmediagroup": methods.send_media_group,
            "editmessagetext": methods.edit_text,
            "editmessagereplymarkup": methods.edit_markup,
            "deletemessage": methods.delete,
            "answercallbackquery": methods.answer_tap,
            "getfile": self._get_file,
            "setmycommands": self._set_commands,
            "sendchataction": lambda call: bool(methods.chat(call)),
            "getchat": lambda call: _full(methods.chat(call)),
            "leavechat": lambda call: self._leave(methods.chat(call)),
        }

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            call = await _read(request, name)
        except Refusal as refusal:
            return _error(refusal)
        except web.HTTPRequestEntityTooLarge:
            return _error(Refusal(413, "Request Entity Too Large"))
        if self.requests is not None:
            self.requests.append(call)
        fault = self.faults.next(name)
        if fault is None:
            return await self._answer(request, call)
        return await self._go_wrong(request, call, fault)

    async def _go_wrong(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        match fault.kind:
            case "refuse":
                wait = fault.retry_after
                parameters = None if wait is None else {"retry_after": wait}
                return _error(Refusal(fault.code, fault.text, parameters))
            case "page":
                page = PAGE.format(fault.code)
                return web.Response(status=fault.code, text=page, content_type="text/html")
            case "drop":
                return _cut(request)
            case "slow":
                await asyncio.sleep(fault.seconds)
                return await self._answer(request, call)
        answer = await self._answer(request, call)
        if fault.kind == "lose":
            return _cut(request)
        assert isinstance(answer.body, bytes)
        return web.Response(body=answer.body[:-2], content_type="application/json")

    async def _answer(self, request: web.Request, call: Call) -> web.Response:
        try:
            if request.match_info["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            method = self._table.get(call.method.lower())
            if method is None:
                raise Refusal(404, "Not Found")
            result = method(call)
            if isinstance(result, Awaitable):
                result = await result
        except Refusal as refusal:
            return _error(refusal)
        body = result if isinstance(result, Encoded) else _encode(result)
        return _json(200, b'{"ok":true,"result":' + body + b"}")

    def _get_me(self, _: Call) -> Json:
        abilities = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        return {**self.world.bot, **abilities}

    async def _get_updates(self, call: Call) -> Encoded:
        if self.delivery.hook.url:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.updates.allow(call.tree("allowed_updates"))
        offset, limit = call.number("offset"), call.number("limit", 100)
        return Encoded(await self.updates.poll(offset, limit, call.number("timeout")))

    async def _set_webhook(self, call: Call) -> bool:
        url = str(call.params.get("url") or "")
        if not url:
            return await self._delete_webhook(call)
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOCAL:
            raise bad("bad webhook: HTTPS URL must be provided for webhook")
        secret = rules.secret(call.params.get("secret_token"))
        connections = min(max(call.number("max_connections", 40), 1), 100)
        self.updates.allow(call.tree("allowed_updates"))
        self._drop_pending(call)
        self.updates.interrupt("terminated by setWebhook request")
        await self.delivery.set(Hook(url, secret, connections))
        return True

    async def _delete_webhook(self, call: Call) -> bool:
        self._drop_pending(call)
        await self.delivery.set(Hook())
        return True

    def _drop_pending(self, call: Call) -> None:
        if str(call.params.get("drop_pending_updates", "")).lower() in ("true", "1"):
            self.updates.pending.clear()

    def _webhook_info(self, _: Call) -> Json:
        self.updates.forget_old()
        hook, allowed = self.delivery.hook, self.updates.allowed
        info: Json = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if hook.url:
            info["max_connections"] = hook.connections
        if allowed is not None:
            info["allowed_updates"] = sorted(allowed)
        return info | self.delivery.info()

    def _get_file(self, call: Call) -> Json:
        handle = str(call.params.get("file_id", ""))
        file = self.world.files.get(handle)
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > LARGEST_DOWNLOAD:
            raise bad("file is too big")
        size = {"file_size": len(file.content), "file_path": file.path}
        return {"file_id": handle, "file_unique_id": file.unique, **size}

    def _set_commands(self, call: Call) -> bool:
        rules.commands(call.tree("commands") or [])
        return True

    def _leave(self, chat: Chat) -> bool:
        if chat.private:
            raise bad("chat member status can't be changed in private chats")
        chat.shut = "bot is not a member of the group chat"
        return True

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return _error(Refusal(401, "Unauthorized"))
        fault = self.faults.next("download")
        if fault is not None and fault.kind in ("drop", "lose"):
            return _cut(request)
        if fault is not None and fault.kind == "refuse":
            return _error(Refusal(fault.code, fault.text))
        return await self._media(request)

    async def _media(self, request: web.Request) -> web.Response:
        file = self.world.paths.get(request.match_info["path"])
        if file is None:
            return _error(Refusal(404, "Not Found"))
        kind = file.mime if "/" in file.mime else "application/octet-stream"
        return web.Response(body=file.content, headers={"Content-Type": kind})


async def _read(request: web.Request, method: str) -> Call:
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    kind = request.content_type
    if kind == "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                mime = value.content_type
                files[name] = Upload(value.filename, mime, value.file.read())
            else:
                params[name] = value
        return Call(method, params, files)
    body = await request.read()
    if kind == "application/json" and body:
        try:
            params |= json.loads(body)
        except (ValueError, TypeError):
            raise bad("can't parse request body as JSON object") from None
    elif body:
        params |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Call(method, params, files)


def _encode(result: Any) -> bytes:
    return json.dumps(result, separators=(",", ":")).encode()


def _json(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


def _error(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters is not None:
        body["parameters"] = refusal.parameters
    return _json(refusal.code, _encode(body))


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _full(chat: Chat) -> Json:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    return {**chat.view, **more}
