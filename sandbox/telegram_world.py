"""The world inside the Telegram stand-in: people, chats, messages and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.people import Clock, Sent

Json = dict[str, Any]

#: how a file's folder is called in `file_path`
FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "video_note": "video_notes",
    "animation": "animations",
}
#: what the client may put into one album: only kinds of the same sort
ALBUMS = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
MARKS = re.compile(r"(?P<bot_command>(?<!\S)/\w+(?:@\w+)?)|(?P<mention>(?<!\w)@\w{4,})")


class Refusal(Exception):
    """The Bot API says no: `code`, the text after "Bad Request: " and the like, and parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(what: str) -> Refusal:
    return Refusal(400, f"Bad Request: {what}")


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def entities(text: str) -> list[Json]:
    """Commands and mentions as the client marks them."""
    return [
        {
            "type": mark.lastgroup,
            "offset": units(text[: mark.start()]),
            "length": units(mark[0]),
        }
        for mark in MARKS.finditer(text)
    ]


@dataclass(slots=True)
class Stored:
    """A file on the stand-in's server."""

    kind: str
    name: str
    mime: str
    content: bytes
    unique: str
    path: str


@dataclass(slots=True)
class Chat:
    """A chat the bot knows. `shut` is why the bot may not write there, "" when it may."""

    id: int
    view: Json
    shut: str = ""
    last: int = 0
    messages: dict[int, Json] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        return self.id > 0


class World:
    """Everything that exists in the stand-in's messenger."""

    def __init__(self, now: Clock, bot: int, username: str) -> None:
        self.now = now
        self.watchers: list[Callable[[int], None]] = []
        self.bot: Json = {
            "id": bot,
            "is_bot": True,
            "first_name": "Приёмная",
            "username": username,
        }
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Stored] = {}
        self.paths: dict[str, Stored] = {}
        self._albums = 0

    @property
    def time(self) -> int:
        return int(self.now().timestamp())

    @staticmethod
    def moment(time: int) -> datetime:
        return datetime.fromtimestamp(time, UTC)

    def touched(self, chat: Chat) -> None:
        """Tell those who look on that a dialogue has changed."""
        for callback in self.watchers:
            callback(chat.id)

    def person(self, number: int) -> Json:
        if number not in self.people:
            self.call(number, f"Гость {number}")
        return self.people[number]

    def call(self, number: int, name: str) -> None:
        """Give a person a name: the first word is the first name, the rest the last name."""
        first, _, last = name.partition(" ")
        view: Json = {"id": number, "is_bot": False, "first_name": first, "language_code": "ru"}
        if last:
            view["last_name"] = last
        self.people[number] = view
        if number in self.chats:
            self.chats[number].view = self._private(number)

    def _private(self, number: int) -> Json:
        person = self.person(number)
        names: Json = {key: person[key] for key in ("first_name", "last_name") if key in person}
        return {"id": number, "type": "private", **names}

    def dialogue(self, number: int) -> Chat:
        """A person's private chat with the bot; opened by the person's first act."""
        if number not in self.chats:
            self.chats[number] = Chat(number, self._private(number))
        return self.chats[number]

    def group(self, number: int, title: str) -> Chat:
        if number >= 0:
            raise ValueError("a group's id is negative")
        kind = "supergroup" if number < -1_000_000_000_000 else "group"
        return self.chats.setdefault(
            number, Chat(number, {"id": number, "type": kind, "title": title})
        )

    def write(self, chat: Chat, author: Json, content: Json) -> Json:
        """Put a message into a chat; returns the Message object."""
        chat.last += 1
        message = {
            "message_id": chat.last,
            "from": author,
            "chat": chat.view,
            "date": self.time,
            **content,
        }
        chat.messages[chat.last] = message
        self.touched(chat)
        return message

    def store(self, kind: str, name: str, mime: str, content: bytes) -> Stored:
        serial = len(self.paths) + 1
        ending = name.rpartition(".")[2] if "." in name else "bin"
        ending = ending if ending.isalnum() and ending.isascii() else "bin"
        path = f"{FOLDERS.get(kind, 'documents')}/file_{serial}.{ending}"
        file = Stored(kind, name, mime, content, f"AQAD{serial:08d}", path)
        self.paths[path] = self.files[self.handle(file)] = file
        return file

    @staticmethod
    def handle(file: Stored) -> str:
        return f"BQACAgIAAxkB{file.unique}"

    def album(self) -> str:
        self._albums += 1
        return f"{13_000_000_000_000_000 + self._albums}"

    def shown_as(self, file: Stored, kind: str = "") -> Json:
        """The part of a message that carries the file, under its key."""
        kind = kind or file.kind
        return {kind: self._photo(file) if kind == "photo" else self._carrier(file, kind)}

    def _carrier(self, file: Stored, kind: str) -> Json:
        view: Json = {
            "file_id": self.handle(file),
            "file_unique_id": file.unique,
            "file_size": len(file.content),
        }
        if kind in ("voice", "audio", "video", "video_note", "animation"):
            view["duration"] = 3
        if kind in ("video", "animation"):
            view |= {"width": 640, "height": 480}
        if kind == "video_note":
            return view | {"length": 240}
        if kind != "voice":
            view["file_name"] = file.name
        return view | {"mime_type": file.mime}

    def _photo(self, file: Stored) -> list[Json]:
        small: Json = {
            "file_id": f"{self.handle(file)}s",
            "file_unique_id": f"{file.unique}s",
            "width": 90,
            "height": 67,
            "file_size": min(1200, len(file.content)),
        }
        self.files[small["file_id"]] = file
        large = {
            "file_id": self.handle(file),
            "file_unique_id": file.unique,
            "width": 1280,
            "height": 960,
            "file_size": len(file.content),
        }
        return [small, large]


def albums(files: Sequence[Sent]) -> list[list[Sent]]:
    """Files as the client sends them: neighbours of one sort in albums of at most ten."""
    groups: list[list[Sent]] = []
    for file in files:
        sort = ALBUMS.get(file.kind)
        last = groups[-1] if groups else []
        if sort and last and len(last) < 10 and ALBUMS.get(last[0].kind) == sort:
            last.append(file)
        else:
            groups.append([file])
    return groups


def pieces(text: str, most: int, first: int | None = None) -> list[str]:
    """A long text as the client cuts it: the first piece up to `first` units, then `most` each."""
    parts: list[str] = []
    start = size = 0
    limit = most if first is None else first
    for place, letter in enumerate(text):
        width = 2 if letter > "\uffff" else 1
        if size + width > limit:
            parts.append(text[start:place])
            start, size, limit = place, 0, most
        size += width
    return [*parts, text[start:]]
