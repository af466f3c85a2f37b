"""Messages, files and dialogues of the stand-in of VK, and their JSON as version 5.199 has it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sandbox.people import ShownButton, ShownFile

Json = dict[str, Any]
CHATS = 2_000_000_000


@dataclass(slots=True)
class Stored:
    """A file kept by the stand-in. `kind` is as people know it: photo, document, voice, …"""

    id: int
    kind: str
    name: str
    content: bytes
    mime: str
    owner: int
    date: int
    base: str

    def url(self, size: str = "") -> str:
        tail = f"?size={size}" if size else ""
        return f"{self.base}/file/{self.id}/{quote(self.name, safe='')}{tail}"

    @property
    def key(self) -> str:
        return f"k{self.id:08x}"

    @property
    def shown(self) -> ShownFile:
        return ShownFile(self.kind, self.name, len(self.content), self.url())

    @property
    def attachment(self) -> Json:
        kind = {"photo": "photo", "voice": "audio_message", "audio": "audio", "video": "video"}
        word = kind.get(self.kind, "doc")
        return {"type": word, word: getattr(self, word)}

    @property
    def photo(self) -> Json:
        sizes = (("s", 75, 56), ("z", 1080, 810), ("x", 604, 453))
        return {
            "id": self.id, "album_id": -64, "owner_id": self.owner, "date": self.date, "text": "",
            "access_key": self.key, "has_tags": False, "width": 1080, "height": 810,
            "sizes": [
                {"type": kind, "width": width, "height": height, "url": self.url(kind)}
                for kind, width, height in sizes
            ],
        }  # fmt: skip

    @property
    def doc(self) -> Json:
        return {
            "id": self.id, "owner_id": self.owner, "title": self.name, "size": len(self.content),
            "ext": PurePath(self.name).suffix.lstrip(".").lower(), "date": self.date, "type": 1,
            "url": self.url(), "access_key": self.key,
        }  # fmt: skip

    @property
    def audio_message(self) -> Json:
        return {
            "id": self.id, "owner_id": self.owner, "duration": 3, "waveform": [1, 9, 4],
            "link_ogg": self.url(), "link_mp3": self.url("mp3"), "access_key": self.key,
        }  # fmt: skip

    @property
    def audio(self) -> Json:
        return {
            "id": self.id, "owner_id": self.owner, "artist": "", "title": self.name,
            "duration": 3, "url": self.url(), "date": self.date,
        }  # fmt: skip

    @property
    def video(self) -> Json:
        return {
            "id": self.id, "owner_id": self.owner, "title": self.name, "duration": 3,
            "date": self.date, "access_key": self.key, "type": "video",
        }  # fmt: skip


@dataclass(slots=True)
class Message:
    """One message of a dialogue. `extra` holds whatever else its JSON carries (geo, payload, …)."""

    id: int
    cmid: int
    peer: int
    sender: int
    at: datetime
    text: str
    attachments: list[Json] = field(default_factory=list)
    files: tuple[ShownFile, ...] = ()
    keyboard: Json | None = None
    random_id: int = 0
    edited: int = 0
    deleted: bool = False
    extra: Json = field(default_factory=dict)
    answers: int = 0

    @property
    def ours(self) -> bool:
        """From the community."""
        return self.sender < 0

    def json(self) -> Json:
        shape: Json = {
            "date": int(self.at.timestamp()), "from_id": self.sender, "id": self.id,
            "version": 10_000_000 + self.id, "out": int(self.ours), "important": False,
            "is_hidden": False, "attachments": self.attachments, "text": self.text,
            "conversation_message_id": self.cmid, "fwd_messages": [], "peer_id": self.peer,
            "random_id": self.random_id,
        }  # fmt: skip
        if self.edited:
            shape["update_time"] = self.edited
        if self.keyboard:
            shape["keyboard"] = self.keyboard
        return shape | self.extra

    @property
    def rows(self) -> tuple[tuple[ShownButton, ...], ...]:
        return tuple(
            tuple(shown_button(button["action"]) for button in row)
            for row in (self.keyboard or {}).get("buttons", ())
        )


@dataclass(slots=True)
class Dialogue:
    """What was said between one peer and the community; place in `messages` is `cmid` - 1."""

    peer: int
    allowed: bool = True
    messages: list[Message] = field(default_factory=list)
    by_random_id: dict[int, Message] = field(default_factory=dict)
    read: int = 0

    def find(self, cmid: int) -> Message | None:
        if 0 < cmid <= len(self.messages) and not self.messages[cmid - 1].deleted:
            return self.messages[cmid - 1]
        return None

    def json(self) -> Json:
        last = self.messages[-1]
        kind = "chat" if self.peer > CHATS else "user"
        local = self.peer - CHATS if self.peer > CHATS else self.peer
        return {
            "conversation": {
                "peer": {"id": self.peer, "type": kind, "local_id": local},
                "last_message_id": last.id, "last_conversation_message_id": last.cmid,
                "in_read": self.read, "out_read": last.id, "unanswered": not last.ours,
                "important": False, "version": 10_000_000 + last.id,
                "can_write": {"allowed": self.allowed},
                "sort_id": {"major_id": 0, "minor_id": last.id},
            },
            "last_message": last.json(),
        }  # fmt: skip


def payload_text(payload: Any) -> str:
    """A button's payload as text, whether it was given as JSON text or as an object."""
    if payload is None:
        return ""
    return payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)


def shown_button(action: Json) -> ShownButton:
    return ShownButton(
        str(action.get("label", "")), payload_text(action.get("payload")), action.get("link", "")
    )
