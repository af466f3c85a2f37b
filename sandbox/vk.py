"""The stand-in of VK: a community's API on one side, the people who write to it on the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aiohttp import web

from sandbox.people import Clock, Messenger, Sent, Shown, connections
from sandbox.vk_callback import Servers
from sandbox.vk_community import Community
from sandbox.vk_faults import Fault, Faults, Slow, slow
from sandbox.vk_http import Face
from sandbox.vk_odd import oddity
from sandbox.vk_params import Params
from sandbox.vk_queue import Queue
from sandbox.vk_shapes import CHATS, Json, Message
from sandbox.vk_world import World

__all__ = ["CHATS", "Fault", "Slow", "VkStandIn", "slow"]
MOST_FILES = 10


class VkStandIn(Messenger):
    """api.vk.ru, its long-poll and upload servers, and everybody's dialogue with one community.

    `faults` scripts what goes wrong; `requests` (method, parameters; calls inside `execute` too)
    and `events` are the journal, empty with `journal=False`. `refuses[person] = 902` makes VK
    refuse messages to that person; `world` holds the rest of the state.
    """

    name = "vk"

    def __init__(
        self, now: Clock, token: str = "vk-test-token", group_id: int = 1, *,
        screen_name: str = "priyomnaya_demo", limits: bool = True, journal: bool = True,
    ) -> None:  # fmt: skip
        self.token = token
        self.group_id = group_id
        self.events: list[Json] = []
        self.reads_all_in_chats = False
        self.queue = Queue(keep=1_000_000 if journal else 100_000)
        self.servers = Servers(group_id)
        self.world = World(now, group_id, token, screen_name, self._tell, self._changed)
        self._face = Face(
            self.world, self.queue, Community(self.world, self.queue, self.servers), limits=limits
        )
        self._face.journal = journal
        self._watchers: list[Callable[[int], None]] = []
        self._runner: web.AppRunner | None = None
        self.app = self._face.application()

    @property
    def faults(self) -> Faults:
        return self._face.faults

    @property
    def requests(self) -> list[tuple[str, Params]]:
        return self._face.requests

    @property
    def second(self) -> float:
        """How long a second lasts to VK, which takes twenty calls in it: made long by a test, how
        busy the machine is meanwhile decides nothing."""
        return self._face.second

    @second.setter
    def second(self, lasts: float) -> None:
        self._face.second = lasts

    @property
    def connections(self) -> int:
        """How many connections the product has to us, but for those that only wait for events."""
        return connections(self._runner) - self._face.polls

    @property
    def refuses(self) -> dict[int, int]:
        return self.world.refuses

    @property
    def base_url(self) -> str:
        """Where the stand-in is reached; set it when `app` is served by somebody else."""
        return self.world.base

    @base_url.setter
    def base_url(self, url: str) -> None:
        self.world.base = url.rstrip("/")

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve `app`; returns the base URL (the API's address without `/method`)."""
        if self._runner is not None:
            await self.stop()
        if self.app.frozen:
            self.app = self._face.application()
        self.queue.open()
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        self.base_url = f"http://{host}:{bound}"
        return self.base_url

    async def stop(self) -> None:
        """Stop serving; what is remembered stays, and `start` goes on from there."""
        self.queue.close()
        await self.servers.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def callback(self, url: str, secret: str = "", confirmation: str = "") -> bool:
        """Push events to `url` from now on; False when the address did not confirm itself."""
        self.servers.code = confirmation or self.servers.code
        server = self.servers.add(url, secret)
        await self.servers.confirm(server)
        return server.status == "ok"

    async def says(
        self, person: int, text: str = "", files: Sequence[Sent] = (), *, odd: str = ""
    ) -> int:
        return self._says(person, person, text, files, odd=odd).cmid

    async def says_in_chat(self, person: int, chat: int, text: str) -> int:
        """Write in group chat `chat` (1, 2, …); VK shows a community only what mentions it."""
        peer = CHATS + chat
        if self.reads_all_in_chats or f"[club{self.group_id}|" in text:
            return self._says(peer, person, text).cmid
        return self.world.write(peer, person, text).cmid

    async def invites(self, person: int, chat: int) -> int:
        """Bring the community into a group chat."""
        action = {"type": "chat_invite_user", "member_id": -self.group_id}
        return self.world.hear(CHATS + chat, person, "", action=action).cmid

    async def starts(self, person: int, ref: str = "") -> int:
        """Press «Начать» in a new dialogue, come by a link with `ref` if one is given."""
        extra: Json = {"payload": '{"command":"start"}'}
        if ref:
            extra |= {"ref": ref, "ref_source": "link"}
        return self.world.hear(person, person, "Начать", **extra).cmid

    def preload(self, said: Iterable[tuple[int, str]]) -> None:
        """Many people's messages at once, without waiting for anything."""
        for person, text in said:
            self.world.hear(person, person, text)

    def _says(
        self, peer: int, person: int, text: str, files: Sequence[Sent] = (), *, odd: str = ""
    ) -> Message:
        if len(files) > MOST_FILES:
            raise ValueError("a VK message carries at most 10 attachments")
        extra = oddity(odd, person, int(self.world.now().timestamp())) if odd else {}
        text = extra.pop("text", text)
        stored = [self.world.keep(file, person) for file in files]
        return self.world.hear(peer, person, text, stored, **extra)

    async def taps(self, person: int, message: int, data: str) -> None:
        """Press a button; a text button says its label, any other sends `data` as a press.

        `data` is the payload as JSON; what is not JSON arrives as a string, as a hostile client
        would send it."""
        dialogue = self.world.dialogue(person)
        shown = dialogue.find(message)
        for row in (shown.keyboard or {}).get("buttons", ()) if shown else ():
            for action in (button["action"] for button in row):
                if action["type"] == "text" and action.get("payload") == data:
                    self.world.hear(person, person, action["label"], payload=data)
                    return
        try:
            payload = json.loads(data)
        except ValueError:
            payload = data
        self.world.press(person, person, message, payload)

    async def edits(self, person: int, message: int, text: str) -> None:
        found = self.world.dialogue(person).find(message)
        if found is None or found.ours:
            raise ValueError(f"{person} has no message {message} of their own")
        found.text, found.edited = text, int(self.world.now().timestamp())
        self.world.event("message_edit", found.json())
        self._changed(person)

    async def blocks(self, person: int) -> None:
        self.world.dialogue(person).allowed = False
        self.world.event("message_deny", {"user_id": person})

    async def unblocks(self, person: int) -> None:
        self.world.dialogue(person).allowed = True
        self.world.event("message_allow", {"user_id": person, "key": ""})

    def names(self, person: int, name: str) -> None:
        self.world.names[person] = name

    def shown(self, person: int) -> list[Shown]:
        dialogue = self.world.dialogues.get(person)
        if dialogue is None:
            return []
        return [
            Shown(m.cmid, m.at, m.ours, m.text, m.rows, m.files, bool(m.edited), m.answers)
            for m in dialogue.messages
            if not m.deleted
        ]

    def watch(self, callback: Callable[[int], None]) -> None:
        self._watchers.append(callback)

    def emit_raw(self, event: Any) -> None:
        """Queue anything at all as an event, well-formed or not."""
        self.queue.put(event)
        if isinstance(event, dict):
            self.servers.tell(event)

    def _tell(self, event: Json) -> None:
        if self._face.journal:
            self.events.append(event)
        if self.world.long_poll and self.world.long_poll_events.get(event["type"]):
            self.queue.put(event)
        if self.servers.all:
            self.servers.tell(event)

    def _changed(self, person: int) -> None:
        for callback in self._watchers:
            callback(person)
