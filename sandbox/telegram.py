"""The stand-in of api.telegram.org: people on one side, the Bot API on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aiohttp import web

from sandbox.people import Clock, Sent, Shown, connections
from sandbox.telegram_faults import Faults
from sandbox.telegram_methods import Call, Methods
from sandbox.telegram_oddities import oddity
from sandbox.telegram_rules import LONGEST_CAPTION, LONGEST_TEXT
from sandbox.telegram_seen import Seen
from sandbox.telegram_server import Server
from sandbox.telegram_updates import Updates
from sandbox.telegram_webhook import Delivery
from sandbox.telegram_world import Chat, Json, World, albums, entities, pieces

BLOCKED = "bot was blocked by the user"
GONE = "user is deactivated"
REMOVED = "bot was kicked from the group chat"


class TelegramStandIn:
    """A messenger with one bot in it. People act by its methods; the product talks to `app`.

    `limits` switches flood control and the brake on hasty polling. `journal=False` keeps neither
    `requests` nor `updates`, for long runs. Markup (`parse_mode`) is refused, pictures are not
    looked at, and a method in the answer to a webhook is not carried out.
    """

    name = "Telegram"

    def __init__(
        self,
        now: Clock,
        token: str = "42:TEST",
        *,
        username: str = "priyomnaya_demo_bot",
        limits: bool = True,
        journal: bool = True,
    ) -> None:
        self.token = token
        self.world = World(now, int(token.partition(":")[0]), username)
        self._updates = Updates(now, journal=journal, strict=limits)
        self._methods = Methods(self.world, limits=limits)
        self._server = Server(token, self.world, self._updates, self._methods)
        if not journal:
            self._server.requests = None
        self._runner: web.AppRunner | None = None
        self._serial = 0
        #: a bot in privacy mode hears in groups only what is meant for it
        self.privacy = True
        self.base_url = ""
        #: the updates queued by `emit_raw`, which nobody promises to be sound
        self.raw: set[int] = set()

    # The server.

    @property
    def app(self) -> web.Application:
        return self._server.app

    @property
    def faults(self) -> Faults:
        return self._server.faults

    @property
    def delivery(self) -> Delivery:
        return self._server.delivery

    @property
    def requests(self) -> list[Call]:
        """Every request of the product so far, as it came."""
        return self._server.requests or []

    @property
    def updates(self) -> list[Json]:
        """Every update emitted so far."""
        return self._updates.emitted

    @property
    def pending(self) -> int:
        """How many updates nobody has confirmed yet."""
        return len(self._updates.pending)

    @property
    def connections(self) -> int:
        """How many connections the product has to us, but for those that only wait for events."""
        return connections(self._runner) - self._server.polls

    @property
    def answers(self) -> dict[str, str]:
        """Presses acknowledged: callback query id → what the person was shown."""
        return self._methods.answers

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve; returns the base URL for the product's TELEGRAM_API_URL."""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://{host}:{port}"
        return self.base_url

    async def stop(self) -> None:
        self._updates.interrupt("")
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # What people do.

    async def says(
        self, person: int, text: str = "", files: Sequence[Sent] = (), *, odd: str = ""
    ) -> int:
        chat, author = self._at_hand(person), self.world.person(person)
        if odd:
            return self._deliver(chat, author, oddity(self.world, author, odd, text))
        return self.speak(chat, author, text, files)

    def speak(self, chat: Chat, author: Json, text: str, files: Sequence[Sent] = ()) -> int:
        """What `says` does, into any chat."""
        if not text and not files:
            raise ValueError("the client sends nothing empty")
        caption, *words = pieces(text, LONGEST_TEXT, LONGEST_CAPTION if files else 0)
        contents = []
        for group in albums(files):
            shared = {"media_group_id": self.world.album()} if len(group) > 1 else {}
            contents += [{**self._carried(file), **shared} for file in group]
        if caption:
            contents[0] |= {"caption": caption, **_marks("caption_entities", caption)}
        contents += [_words(part) for part in words]
        ids = [self._deliver(chat, author, content) for content in contents]
        return ids[0]

    def preload(self, messages: Iterable[tuple[int, str]]) -> int:
        """Queue many plain messages (person, text) at once; returns how many."""
        count = 0
        for person, text in messages:
            self._deliver(self._at_hand(person), self.world.person(person), _words(text))
            count += 1
        return count

    async def taps(self, person: int, message: int, data: str) -> None:
        self.tap(self._at_hand(person), self.world.person(person), message, data)

    def tap(self, chat: Chat, author: Json, message: int, data: str) -> str:
        """Press a button in any chat; returns the callback query's id."""
        self._serial += 1
        query = str(4_000_000_000_000 + self._serial)
        gone = {"chat": chat.view, "message_id": message, "date": 0}
        self._methods.taps[query] = self.world.time
        content = {
            "id": query,
            "from": author,
            "message": chat.messages.get(message, gone),
            "chat_instance": str(-7_000_000_000 - abs(chat.id)),
            "data": data,
        }
        self._emit("callback_query", content, chat)
        return query

    async def edits(self, person: int, message: int, text: str) -> None:
        chat = self._at_hand(person)
        said = chat.messages[message]
        if said["from"]["id"] != person:
            raise ValueError("people edit only what they wrote themselves")
        key = "text" if "text" in said else "caption"
        marks = f"{key}_entities".removeprefix("text_")
        said.pop(marks, None)
        said |= {key: text, **_marks(marks, text), "edit_date": self.world.time}
        self.world.touched(chat)
        self._emit("edited_message", said, chat)

    async def blocks(self, person: int) -> None:
        chat = self.world.dialogue(person)
        if chat.shut != BLOCKED:
            chat.shut = BLOCKED
            self._member(chat, self.world.person(person), "member", "kicked")

    async def unblocks(self, person: int) -> None:
        chat = self.world.dialogue(person)
        if chat.shut == BLOCKED:
            chat.shut = ""
            self._member(chat, self.world.person(person), "kicked", "member")

    def deactivates(self, person: int) -> None:
        """The person deletes the account."""
        self.world.dialogue(person).shut = GONE

    def names(self, person: int, name: str) -> None:
        self.world.call(person, name)

    # Groups.

    def adds(self, person: int, group: int, title: str = "Общий чат") -> Chat:
        """A person adds the bot to a group (its id is negative)."""
        chat, author = self.world.group(group, title), self.world.person(person)
        chat.shut = ""
        self._member(chat, author, "left", "member")
        self._deliver(chat, author, {"new_chat_members": [self.world.bot]})
        return chat

    def removes(self, person: int, group: int) -> None:
        chat = self.world.chats[group]
        chat.shut = REMOVED
        self._member(chat, self.world.person(person), "member", "kicked")

    def says_in(self, group: int, person: int, text: str, *, reply_to: int = 0) -> int:
        """Write into a group, perhaps in reply to a message there."""
        chat, author = self.world.chats[group], self.world.person(person)
        content = _words(text)
        target = chat.messages.get(reply_to)
        if target is not None:
            content["reply_to_message"] = target
        meant = (
            not self.privacy
            or text.startswith("/")
            or f"@{self.world.bot['username']}" in text
            or (target is not None and target["from"]["id"] == self.world.bot["id"])
        )
        if meant and not chat.shut:
            return self._deliver(chat, author, content)
        return int(self.world.write(chat, author, content)["message_id"])

    # What people see.

    def shown(self, person: int) -> list[Shown]:
        chat = self.world.chats.get(person)
        return [] if chat is None else self.shown_in(chat)

    def shown_in(self, chat: Chat) -> list[Shown]:
        seen = Seen(self.world, self.base_url)
        return [seen.message(message) for message in list(chat.messages.values())]

    def watch(self, callback: Callable[[int], None]) -> None:
        self.world.watchers.append(callback)

    # Inside.

    def emit_raw(self, update: Json) -> int:
        """Queue any JSON as an update, allowed or not, with the next `update_id`; returns it."""
        content: Any = next((v for k, v in update.items() if k != "update_id"), {})
        chat = content.get("chat") if isinstance(content, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else 0
        pending = self._updates.put(update, number if isinstance(number, int) else 0)
        self.delivery.add(pending)
        self.raw.add(pending.id)
        return pending.id

    def _at_hand(self, person: int) -> Chat:
        """The person's dialogue, ready to write in: the client first unblocks a blocked bot."""
        chat = self.world.dialogue(person)
        if chat.shut == BLOCKED:
            chat.shut = ""
            self._member(chat, self.world.person(person), "kicked", "member")
        return chat

    def _deliver(self, chat: Chat, author: Json, content: Json) -> int:
        message = self.world.write(chat, author, content)
        self._emit("message", message, chat)
        return int(message["message_id"])

    def _carried(self, file: Sent) -> Json:
        stored = self.world.store(file.kind, file.name, file.mime, file.content)
        return self.world.shown_as(stored)

    def _member(self, chat: Chat, author: Json, before: str, after: str) -> None:
        content = {
            "chat": chat.view,
            "from": author,
            "date": self.world.time,
            "old_chat_member": self._status(before),
            "new_chat_member": self._status(after),
        }
        self._emit("my_chat_member", content, chat)

    def _status(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.world.bot, "status": status, **until}

    def _emit(self, kind: str, content: Json, chat: Chat) -> None:
        self.delivery.add(self._updates.emit(kind, content, chat.id))


def _words(text: str) -> Json:
    return {"text": text, **_marks("entities", text)}


def _marks(key: str, text: str) -> Json:
    if "/" not in text and "@" not in text:
        return {}
    marks = entities(text)
    return {key: marks} if marks else {}
