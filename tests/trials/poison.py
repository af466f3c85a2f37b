"""Events that make no sense: shapes that stopped other bots, and some that break deeper inside."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Json = dict[str, Any]

#: A stranger nobody in the trials speaks for.
NOBODY: Json = {"id": 900_001, "is_bot": False, "first_name": "Никто"}
CHAT: Json = {"id": 900_001, "type": "private", "first_name": "Никто"}
FINE: Json = {"message_id": 1, "from": NOBODY, "chat": CHAT, "date": 1_790_000_000}
BEYOND = 2**70

TELEGRAM: tuple[Json, ...] = (
    {"message": {**FINE, "chat": None, "text": "без чата"}},
    {"message": {**FINE, "date": "вчера", "text": "не дата"}},
    {"message": {key: FINE[key] for key in ("message_id", "chat", "date")} | {"text": "ничьё"}},
    {"message": ["не", "объект"]},
    {"message": {**FINE, "message_id": "один", "text": "номер словом"}},
    {"callback_query": {"id": "1", "from": None, "message": FINE, "data": "menu"}},
    {"message": {**FINE, "photo": [{"file_id": "x"}]}},
    {"message": {**FINE, "date": 10**15, "text": "через миллионы лет"}},
    # Understood, and only the database chokes on it: a size no column holds.
    {"message": {**FINE, "document": {"file_id": "deep", "file_size": BEYOND}}},
    {"my_chat_member": {"chat": CHAT, "from": NOBODY, "date": 1_790_000_000}},
)
#: Understood, but named as no database can store it.
UNSPEAKABLE: Json = {
    "callback_query": {"id": "\x00", "from": NOBODY, "message": FINE, "data": "menu"}
}

VK_FINE: Json = {
    "id": 1, "date": 1_790_000_000, "peer_id": 0, "from_id": 0, "text": "", "out": 0,
    "conversation_message_id": 1, "attachments": [], "fwd_messages": [],
}  # fmt: skip
HUGE: Json = {
    "type": "doc",
    "doc": {"id": 1, "owner_id": 1, "title": "a.pdf", "ext": "pdf", "url": "https://x/", "date": 1},
}
VK: tuple[Json, ...] = (
    {"type": "message_new", "object": {"message": None}},
    {"type": "message_new", "object": {"message": {"date": "вчера", "text": "не дата"}}},
    {"type": "message_new"},
    {"type": "message_new", "object": ["не", "объект"]},
    {"type": "message_new", "object": {"message": {"text": {"не": "слова"}}}},
    {"type": "message_event", "object": {"payload": {"t": "menu"}}},
    {"type": "message_new", "object": {"message": {"conversation_message_id": "один"}}},
    {"type": {"не": "слово"}, "object": {}},
    # Understood, and only the database chokes on it: a size no column holds.
    {"type": "message_new", "object": {"message": {"attachments": [HUGE], "id": BEYOND}}},
    {"type": "message_edit", "object": {}},
)


def telegram(place: int) -> Json:
    """The shape at this place, round and round; each time another person's, another moment's."""
    update = deepcopy(TELEGRAM[place % len(TELEGRAM)])
    content = next(iter(update.values()))
    if isinstance(content, dict) and isinstance(content.get("message_id"), int):
        content["message_id"] += place
    return update


def vk(place: int, victim: int, group: int) -> Json:
    """The shape at this place, said to come from `victim`."""
    event = deepcopy(VK[place % len(VK)]) | {"group_id": group, "v": "5.199"}
    thing = event.get("object")
    message = thing.get("message") if isinstance(thing, dict) else None
    if isinstance(thing, dict) and isinstance(message, dict):
        broken = {**VK_FINE, "peer_id": victim, "from_id": victim}
        broken["conversation_message_id"] = 900_000 + place
        thing["message"] = broken | message
        for attached in message.get("attachments", ()):
            attached["doc"] |= {"size": BEYOND}
    return event | {"event_id": f"poison-{place}"}
