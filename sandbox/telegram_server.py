"""The HTTP side of the Telegram stand-in: requests in any body the Bot API takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox import telegram_rules as rules
from sandbox.telegram_faults import Fault, Faults
from sandbox.telegram_methods import Call, Methods
from sandbox.telegram_updates import Updates
from sandbox.telegram_webhook import Delivery, Hook
from sandbox.telegram_wire import answer, cut, encode, error, read
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
        #: how many requests only wait for events
        self.polls = 0
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
            call = await read(request, name)
        except Refusal as refusal:
            return error(refusal)
        except web.HTTPRequestEntityTooLarge:
            return error(Refusal(413, "Request Entity Too Large"))
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
                return error(Refusal(fault.code, fault.text, parameters))
            case "page":
                page = PAGE.format(fault.code)
                return web.Response(status=fault.code, text=page, content_type="text/html")
            case "drop":
                return cut(request)
            case "slow":
                await asyncio.sleep(fault.seconds)
                return await self._answer(request, call)
            case "hold":
                assert fault.free is not None
                await fault.free.wait()
                return await self._answer(request, call)
        whole = await self._answer(request, call)
        if fault.kind == "lose":
            return cut(request)
        assert isinstance(whole.body, bytes)
        return answer(200, whole.body[:-2])

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
            return error(refusal)
        body = result if isinstance(result, Encoded) else encode(result)
        return answer(200, b'{"ok":true,"result":' + body + b"}")

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
        self.polls += 1
        try:
            return Encoded(await self.updates.poll(offset, limit, call.number("timeout")))
        finally:
            self.polls -= 1

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

    async def _half(self, request: web.Request) -> web.StreamResponse:
        """Half a file, and then the line breaks."""
        content = self.world.paths[request.match_info["path"]].content
        half = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await half.prepare(request)
        await half.write(content[: len(content) // 2])
        cut(request)
        return half

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return error(Refusal(401, "Unauthorized"))
        fault = self.faults.next("download")
        if fault is not None and fault.kind == "lose":
            return await self._half(request)
        if fault is not None and fault.kind == "refuse":
            return error(Refusal(fault.code, fault.text))
        return await self._media(request)

    async def _media(self, request: web.Request) -> web.Response:
        file = self.world.paths.get(request.match_info["path"])
        if file is None:
            return error(Refusal(404, "Not Found"))
        kind = file.mime if "/" in file.mime else "application/octet-stream"
        # A page somebody sent must not run in the demo's own origin.
        headers = {"Content-Type": kind, "Content-Security-Policy": "sandbox"}
        return web.Response(body=file.content, headers=headers)


def _full(chat: Chat) -> Json:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    return {**chat.view, **more}
