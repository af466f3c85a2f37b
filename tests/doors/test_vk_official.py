"""VK's own published schema as a witness: our calls, the stand-in's events and answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from domain.talk import Attached, FileKind
from sandbox.people import Sent
from sandbox.vk import VkStandIn
from tests.doors.test_vk_standin import Client
from tests.doors.vk_kit import (
    Clock,
    Ledger,
    Official,
    listening,
    official,
    opened,
    out,
    rows,
    standing,
    until,
)

ODDITIES = ("sticker", "dice", "poll", "gift", "wall", "video", "link", "location", "contact")
FILES = [
    Sent("photo", "яма.jpg", b"jpg"), Sent("document", "a.pdf", b"%"), Sent("voice", "v.ogg", b"o"),
    Sent("audio", "a.mp3", b"m"), Sent("video", "v.mp4", b"v"),
]  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> Official:
    return official()


@pytest.fixture
async def vk() -> AsyncIterator[VkStandIn]:
    async with standing(VkStandIn(Clock(), limits=False)) as vk:
        yield vk


def wrong(schema: Official, vk: VkStandIn) -> list[Any]:
    """Every call and event of the journal that VK's schema does not allow.

    The schema knows no parameter of `execute` (its calls are journalled one by one)."""
    calls = [
        (method, params, found)
        for method, params in vk.requests
        if method != "execute" and (found := schema.request(method, params))
    ]
    return calls + [(event, found) for event in vk.events if (found := schema.event(event))]


async def test_everything_the_door_asks_and_hears(
    schema: Official, vk: VkStandIn, tmp_path: Path
) -> None:
    kinds = (FileKind.PHOTO, FileKind.DOCUMENT, FileKind.VOICE)
    for number, name in enumerate(("a.jpg", "b.pdf", "c.ogg"), 1):
        (tmp_path / name).write_bytes(bytes([number]))
    files = tuple(
        Attached(number, kind, name, name)
        for number, (kind, name) in enumerate(zip(kinds, ("a.jpg", "b.pdf", "c.ogg"), strict=True))
    )
    ledger = Ledger()
    vk.world.long_poll_events["message_reply"] = 1
    async with opened(vk, tmp_path) as door, listening(door, ledger):
        assert await door.check() == []
        await until(lambda: ledger.cursor)
        for person in range(1, 31):
            await vk.says(person, "Здравствуйте")
        said = await vk.says(7, "Яма", FILES)
        await vk.edits(7, said, "Яма глубже")
        for odd in ODDITIES:
            await vk.says(7, odd=odd)
        await door.send([out(n, n, "Принято", rows=rows("Да", "Нет")) for n in range(1, 31)])
        await door.send([out(100, 7, "Вот", files=files), out(101, 8, "Иначе", instead_of="2")])
        await vk.taps(7, 2, '{"t":"x"}')
        await vk.taps(8, 2, '{"t":"y"}')
        await vk.blocks(7)
        await vk.unblocks(7)
        await vk.starts(9, "c0de")
        await vk.invites(7, 3)
        await until(lambda: len(ledger.heard) == 30 + 2 + len(ODDITIES) + 2 + 2 + 2)
        await until(lambda: all(p.answer is not None for p in vk.world.presses.values()))
        vk.queue.forget()
        await vk.says(9, "после")
        await until(lambda: ledger.texts[-1] == "после")
    assert not ledger.troubles
    asked = {method for method, _ in vk.requests}
    assert asked >= {
        "messages.send", "messages.edit", "messages.sendMessageEventAnswer", "docs.save",
        "messages.getConversations", "messages.getHistory", "photos.saveMessagesPhoto", "execute",
    }  # fmt: skip
    assert {event["type"] for event in vk.events} == {
        "message_new", "message_edit", "message_event", "message_allow", "message_deny",
        "message_reply",
    }  # fmt: skip
    assert wrong(schema, vk) == []


async def test_callback_calls(schema: Official, vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path, receive="callback") as door:
        vk.servers.add("http://127.0.0.1:1/vk", "s").status = "ok"
        assert await door.check() == []
    assert wrong(schema, vk) == []


def test_the_witness_sees_what_is_wrong(schema: Official) -> None:
    assert schema.request("messages.send", {"peer_id": "x", "random_id": "1", "message": "a"})
    assert schema.request("messages.sendd", {})
    message = {"date": 1, "from_id": "7"}
    event = {"group_id": 1, "type": "message_new", "event_id": "a", "v": "5.199"}
    assert schema.event(event | {"object": {"message": message}})
    assert schema.event({"group_id": "1", "type": "message_deny", "object": {}})


ANSWERS: list[tuple[str, str, dict[str, Any]]] = [
    ("messages.send", "messages_send_deprecated",
     {"peer_id": 7, "random_id": 1, "message": "a"}),
    ("messages.send", "messages_send_user_ids",
     {"peer_ids": "7,8", "random_id": 2, "message": "a"}),
    ("messages.edit", "base_bool", {"peer_id": 7, "cmid": 2, "message": "b"}),
    ("messages.delete", "messages_delete_full", {"peer_id": 7, "cmids": "2"}),
    ("messages.getConversations", "messages_getConversations", {}),
    ("messages.getHistory", "messages_getHistory", {"peer_id": 7}),
    ("messages.setActivity", "base_ok", {"peer_id": 7, "type": "typing"}),
    ("messages.markAsRead", "base_ok", {"peer_id": 7}),
    ("groups.getLongPollServer", "groups_getLongPollServer", {"group_id": 1}),
    ("groups.getLongPollSettings", "groups_getLongPollSettings", {"group_id": 1}),
    ("groups.setLongPollSettings", "base_ok", {"group_id": 1, "message_reply": 1}),
    ("groups.getById", "groups_getById_object", {}),
    ("groups.getCallbackConfirmationCode", "groups_getCallbackConfirmationCode", {"group_id": 1}),
    ("groups.addCallbackServer", "groups_addCallbackServer",
     {"group_id": 1, "url": "http://127.0.0.1:1", "title": "t", "secret_key": "s"}),
    ("groups.getCallbackServers", "groups_getCallbackServers", {"group_id": 1}),
    ("groups.getCallbackSettings", "groups_getCallbackSettings", {"group_id": 1, "server_id": 1}),
    ("groups.setCallbackSettings", "base_ok", {"group_id": 1, "server_id": 1, "message_new": 1}),
    ("groups.getTokenPermissions", "groups_getTokenPermissions", {}),
    ("users.get", "users_get", {"user_ids": "7"}),
    ("photos.getMessagesUploadServer", "photos_getMessagesUploadServer", {"peer_id": 7}),
    ("docs.getMessagesUploadServer", "docs_getUploadServer", {"type": "doc", "peer_id": 7}),
]  # fmt: skip


async def test_the_answers_have_the_published_shape(schema: Official, vk: VkStandIn) -> None:
    from aiohttp import ClientSession

    await vk.says(7, "Яма", FILES)
    vk.names(7, "Анна Петрова")
    async with ClientSession() as http:
        client = Client(vk, http)
        for method, name, params in ANSWERS:
            room = name.partition("_")[0]
            answer = await client.whole(method, **params)
            assert "response" in answer, (method, answer)
            reference = f"{room}/responses.json#/definitions/{name}_response"
            assert schema.answer(reference, answer) == [], method
    assert wrong(schema, vk) == []
