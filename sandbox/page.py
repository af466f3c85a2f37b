"""The demo page: dialogues of both stand-ins side by side in a browser, and a clock to move."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, ClientSession, web
from aiohttp.typedefs import Handler

from sandbox.page_stage import Json, Seat, Stage, as_json
from sandbox.people import Sent, ShownFile

STATIC = Path(__file__).parent / "static"
LARGEST = 32 << 20
MOST_FILES = 10
HEARTBEAT = 10.0
#: what comes within this many seconds is shown together
GATHERING = 0.03
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
#: pictures are shown in the page; everything else people send is only ever downloaded
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif"}


@dataclass(eq=False, slots=True)
class Listener:
    """A browser that watches: which windows it has not seen the newest of."""

    unseen: set[str]
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Page:
    """Serves the stage. `start` gives the address; `stop` lets every browser go."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._seats = {seat.id: seat for seat in stage.seats}
        self._listeners: set[Listener] = set()
        self._closing = False
        self._moving = asyncio.Lock()
        self._http: ClientSession | None = None
        self._runner: web.AppRunner | None = None
        for seat in stage.seats:
            seat.messenger.watch(self._watcher(seat))

    async def start(self, host: str, port: int) -> str:
        """Raises OSError when the port is taken."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner, self._http = runner, ClientSession()
        return f"http://{host}:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        self._closing = True
        self._tell()
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST, middlewares=[_only_from_here])
        app.router.add_get("/", self._front)
        app.router.add_static("/static", STATIC)
        app.router.add_get("/events", self._events)
        app.router.add_get("/file/{seat}/{message}/{place}", self._file)
        app.router.add_post("/say/{seat}", self._say)
        app.router.add_post("/tap/{seat}", self._tap)
        app.router.add_post("/clock/{to}", self._clock)
        return app

    async def _front(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "page.html")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: who is there, then each window and the clock as they change."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        listener = Listener(set(self._seats))
        listener.news.set()
        self._listeners.add(listener)
        try:
            await _send(stream, "stage", self._cast())
            while not self._closing:
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARTBEAT):
                        await listener.news.wait()
                        await asyncio.sleep(GATHERING)
                await self._catch_up(stream, listener)
        except ConnectionError:
            pass
        finally:
            self._listeners.discard(listener)
        return stream

    async def _catch_up(self, stream: web.StreamResponse, listener: Listener) -> None:
        listener.news.clear()
        unseen, listener.unseen = listener.unseen, set()
        for seat in self._stage.seats:
            if seat.id in unseen:
                shown = [as_json(seat, message) for message in seat.messenger.shown(seat.person)]
                await _send(stream, "seat", {"id": seat.id, "messages": shown})
        await _send(stream, "clock", await self._time())

    async def _say(self, request: web.Request) -> web.Response:
        """Words and files as a form: `text`, any number of `file`."""
        seat, text = self._seat(request), ""
        files: list[Sent] = []
        if not request.content_type.startswith("multipart/"):
            raise web.HTTPBadRequest
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "text":
                text = (await part.text()).strip()
            elif part.name == "file" and len(files) < MOST_FILES:
                files.append(_sent(part, bytes(await part.read())))
        if not text and not files:
            raise web.HTTPBadRequest(text="Пустое сообщение не отправить.")
        await seat.messenger.says(seat.person, text, files)
        return web.json_response({})

    async def _tap(self, request: web.Request) -> web.Response:
        seat = self._seat(request)
        try:
            asked = await request.json()
            message, data = int(asked["message"]), str(asked["data"])
        except (ValueError, TypeError, KeyError):
            raise web.HTTPBadRequest from None
        await seat.messenger.taps(seat.person, message, data)
        return web.json_response({})

    async def _clock(self, request: web.Request) -> web.Response:
        """Move the clock; everybody watches it go from stop to stop."""
        to = request.match_info["to"]
        if to not in {"hour", "due", "morning"}:
            raise web.HTTPNotFound
        async with self._moving:
            async for _ in self._stage.jump(to):
                self._tell()
        return web.json_response(await self._time())

    async def _file(self, request: web.Request) -> web.Response:
        """A file of a dialogue, fetched from its stand-in: the page itself asks nobody else."""
        file = self._find(request)
        assert self._http is not None
        async with self._http.get(file.url) as answer:
            content = await answer.read()
        kind = next((PICTURES[head] for head in PICTURES if content.startswith(head)), "")
        shown = "inline" if kind else "attachment"
        return web.Response(
            body=content,
            content_type=kind or "application/octet-stream",
            headers={"Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name)}"},
        )

    def _find(self, request: web.Request) -> ShownFile:
        seat, wanted = self._seat(request), request.match_info["message"]
        place = request.match_info["place"]
        for message in seat.messenger.shown(seat.person):
            if str(message.id) == wanted and place.isdecimal() and int(place) < len(message.files):
                return message.files[int(place)]
        raise web.HTTPNotFound

    def _seat(self, request: web.Request) -> Seat:
        seat = self._seats.get(request.match_info["seat"])
        if seat is None:
            raise web.HTTPNotFound
        return seat

    def _cast(self) -> Json:
        shown = ("id", "role", "name", "post", "at")
        seats = [{name: getattr(seat, name) for name in shown} for seat in self._stage.seats]
        return {"ministry": self._stage.ministry, "zone": self._stage.zone, "seats": seats}

    async def _time(self) -> Json:
        due = await self._stage.next_due()
        return {
            "now": self._stage.now().isoformat(),
            "open": self._stage.is_open(),
            "due": due.isoformat() if due else None,
        }

    def _watcher(self, seat: Seat) -> Callable[[int], None]:
        def changed(person: int) -> None:
            if person == seat.person:
                self._tell(seat.id)

        return changed

    def _tell(self, *seats: str) -> None:
        for listener in self._listeners:
            listener.unseen.update(seats)
            listener.news.set()


@web.middleware
async def _only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page of somebody else, open in the same browser, neither reads this one nor acts in it."""
    here = request.url.host in {"127.0.0.1", "localhost"}
    origin = request.headers.get("Origin")
    if not here or (origin and origin != str(request.url.origin())):
        raise web.HTTPForbidden
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


async def _send(stream: web.StreamResponse, event: str, data: Json) -> None:
    body = json.dumps(data, ensure_ascii=False)
    await stream.write(f"event: {event}\ndata: {body}\n\n".encode())


def _sent(part: BodyPartReader, content: bytes) -> Sent:
    mime = part.headers.get("Content-Type", "application/octet-stream")
    kind = "photo" if mime in {"image/jpeg", "image/png"} else "document"
    return Sent(kind, part.filename or "file", content, mime)
