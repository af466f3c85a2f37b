"""The HTTP face of the stand-in of VK: methods, long poll, uploads, file downloads."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.vk_community import Community
from sandbox.vk_errors import VkError, bad
from sandbox.vk_execute import Script
from sandbox.vk_faults import Fault, Faults, Held, Slow
from sandbox.vk_messages import METHODS as MESSAGES
from sandbox.vk_params import Params, as_text, needed
from sandbox.vk_queue import Queue
from sandbox.vk_world import World

CALLS_A_SECOND = 20
LARGEST_BODY = 64 * 2**20
USER_ONLY = (
    "photos.createComment video.createComment board.createComment wall.getComments wall.get "
    "newsfeed.getMentions newsfeed.search newsfeed.get wall.search friends.get friends.add "
    "messages.getChat messages.joinChatByInviteLink account.getInfo likes.add video.get "
    "photos.getComments board.getTopics board.getComments notifications.get"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Face:
    """Routes and what every request goes through: token, limit, faults, journal."""

    #: how long a second lasts to whoever counts calls
    second = 1.0

    def __init__(self, world: World, queue: Queue, community: Community, *, limits: bool) -> None:
        self.faults = Faults()
        self.requests: list[tuple[str, Params]] = []
        self.journal = True
        #: how many requests only wait for events
        self.polls = 0
        self._world = world
        self._queue = queue
        self._community = community
        self._limits = limits
        self._recent: deque[float] = deque()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/method/{name}", self.method)
        app.router.add_route("*", "/longpoll/{group}", self._broken("longpoll", self.long_poll))
        app.router.add_post("/upload/{kind}/{ticket}", self._broken("upload", self.upload))
        app.router.add_get("/file/{id}/{name}", self._broken("file", self.file))
        return app

    async def method(self, request: web.Request) -> web.StreamResponse:
        params = {name: str(value) for name, value in request.query.items()}
        if request.method == "POST":
            form = await request.post()
            params.update((name, str(value)) for name, value in form.items())
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            params.setdefault("access_token", bearer)
        self._world.base = self._world.base or str(request.url.origin())
        name = request.match_info["name"]

        async def act(_: web.Request) -> web.StreamResponse:
            return as_json(self.answer(name, params))

        return await self._broken(name, act)(request)

    def answer(self, name: str, params: Params) -> dict[str, Any]:
        """The whole answer to a call, an error included."""
        try:
            if params.get("access_token") != self._world.token:
                raise VkError(5)
            if self._limits and self._too_many():
                raise VkError(6)
            if name == "execute":
                return self._execute(params)
            return {"response": self._call(name, params)}
        except VkError as error:
            return {"error": refusal(error, name, params)}

    def _call(self, name: str, params: Params) -> Any:
        if self.journal:
            self.requests.append((name, params))
        if code := self.faults.error(name):
            raise VkError(code)
        if not params.get("v", "5.199"):
            raise bad("v is undefined")
        room = name.partition(".")[0]
        if room in {"messages", "photos", "docs"} and room not in self._world.permissions:
            raise VkError(15, "no access to call this method with current scopes")
        if name in MESSAGES:
            return MESSAGES[name](self._world, params)
        if name in self._community.methods:
            return self._community.methods[name](params)
        raise VkError(27 if name in USER_ONLY.split() else 3)

    def _execute(self, params: Params) -> dict[str, Any]:
        if self.journal:
            self.requests.append(("execute", params))
        if code := self.faults.error("execute"):
            raise VkError(code)
        script = Script(needed(params, "code"), self._inner)
        answer: dict[str, Any] = {"response": script.run()}
        if script.errors:
            answer["execute_errors"] = script.errors
        return answer

    def _inner(self, name: str, params: dict[str, Any]) -> Any:
        return self._call(name, {key: as_text(value) for key, value in params.items()})

    def _too_many(self) -> bool:
        now = asyncio.get_running_loop().time()
        while self._recent and now - self._recent[0] >= self.second:
            self._recent.popleft()
        if len(self._recent) >= CALLS_A_SECOND:
            return True
        self._recent.append(now)
        return False

    def _broken(self, name: str, handler: Handler) -> Handler:
        """The handler, with the scripted break on the wire when one is due."""

        async def answer(request: web.Request) -> web.StreamResponse:
            fault = self.faults.wire(name)
            if isinstance(fault, Slow):
                await asyncio.sleep(fault.seconds)
            if isinstance(fault, Held):
                await fault.free.wait()
            if isinstance(fault, Slow | Held):
                fault = None
            if fault is Fault.HTTP_500:
                return web.Response(status=500, text='{"oops": true}')
            if fault is Fault.HTML_502:
                page = "<html><body>502 Bad Gateway</body></html>"
                return web.Response(status=502, text=page, content_type="text/html")
            response = await handler(request) if fault is not Fault.DROP else web.Response()
            if fault in (Fault.DROP, Fault.LOST) and request.transport:
                request.transport.abort()
            return malformed(response) if fault is Fault.MALFORMED else response

        return answer

    async def long_poll(self, request: web.Request) -> web.StreamResponse:
        query = dict(request.query) | (dict(await request.post()) if request.can_read_body else {})
        try:
            wait = float(str(query.get("wait", "25")))
        except ValueError:
            wait = 25.0
        key, ts = str(query.get("key", "")), str(query.get("ts", ""))
        self.polls += 1
        try:
            events = await self._queue.check(key, ts, wait)
        finally:
            self.polls -= 1
        return web.Response(text=events, content_type="application/json")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        kind = request.match_info["kind"]
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name in ("file", "photo"):
                content = bytes(await part.read())
                mime = part.headers.get("Content-Type", "application/octet-stream")
                name = part.filename or "file"
                return as_json(self._community.upload(kind, name, content, mime))
        return as_json({"error": "no_file", "error_descr": "no file in the form"})

    async def file(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["id"]
        stored = self._world.stored.get(int(number)) if number.isdecimal() else None
        if stored is None:
            raise web.HTTPNotFound
        return web.Response(body=stored.content, headers={"Content-Type": stored.mime})


def as_json(answer: Any) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), content_type="application/json")


def malformed(response: web.StreamResponse) -> web.Response:
    body = response.body if isinstance(response, web.Response) else b""
    half = body[: len(body) // 2] if isinstance(body, bytes) else b"{"
    return web.Response(body=half, content_type="application/json")


def refusal(error: VkError, name: str, params: Params) -> dict[str, Any]:
    shown = [{"key": "method", "value": name}, {"key": "oauth", "value": "1"}]
    shown += [{"key": k, "value": v} for k, v in params.items() if k != "access_token"]
    answer = {"error_code": error.code, "error_msg": error.words, "request_params": shown}
    if error.code == 14:
        answer |= {"captcha_sid": "1", "captcha_img": "https://api.vk.ru/captcha.php?sid=1"}
    return answer
