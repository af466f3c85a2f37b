"""The stand-in of VK behaves as VK: cursor, limits, refusals, presses, people."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.people import Person, Sent
from sandbox.vk import CHATS, VkStandIn
from tests.doors.vk_kit import Clock, standing


@dataclass
class Client:
    """Speaks HTTP and nothing else."""

    vk: VkStandIn
    http: ClientSession

    async def whole(self, method: str, **params: Any) -> dict[str, Any]:
        form = {"access_token": self.vk.token, "v": "5.199"} | {
            name: str(value) for name, value in params.items()
        }
        async with self.http.post(f"{self.vk.base_url}/method/{method}", data=form) as answer:
            assert answer.status == 200
            found: dict[str, Any] = await answer.json()
            return found

    async def __call__(self, method: str, **params: Any) -> Any:
        answer = await self.whole(method, **params)
        assert "error" not in answer, answer
        return answer["response"]

    async def error(self, method: str, **params: Any) -> int:
        answer = await self.whole(method, **params)
        assert answer["error"]["request_params"]
        return int(answer["error"]["error_code"])

    async def poll(self, ts: object, key: str = "", wait: object = 0) -> dict[str, Any]:
        query = {"act": "a_check", "key": key or self.vk.queue.key, "ts": str(ts)}
        server = f"{self.vk.base_url}/longpoll/1"
        async with self.http.get(server, params=query | {"wait": str(wait)}) as answer:
            found: dict[str, Any] = await answer.json()
            return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    async with standing(VkStandIn(clock, limits=False)) as vk, ClientSession() as http:
        yield Client(vk, http)


def kinds(answer: dict[str, Any]) -> list[str]:
    return [event["type"] for event in answer["updates"]]


async def test_events_come_after_ts_and_as_often_as_asked(client: Client) -> None:
    server = await client("groups.getLongPollServer", group_id=1)
    await client.vk.says(7, "раз")
    await client.vk.says(7, "два")
    first = await client.poll(server["ts"], server["key"])
    assert [e["object"]["message"]["text"] for e in first["updates"]] == ["раз", "два"]
    assert await client.poll(server["ts"]) == first
    assert await client.poll(first["ts"]) == {"ts": first["ts"], "updates": []}


async def test_a_waiting_poll_is_woken(client: Client) -> None:
    waiting = client.poll(0, wait=60)
    await client.vk.says(7, "раз")
    assert kinds(await waiting) == ["message_new"]


async def test_the_ways_a_poll_fails(client: Client) -> None:
    old = client.vk.queue.key
    await client.vk.says(7, "раз")
    client.vk.queue.expire_key()
    assert await client.poll(0, old) == {"failed": 2}
    assert kinds(await client.poll(0)) == ["message_new"]
    client.vk.queue.outdate()
    answer = await client.poll(0)
    assert answer == {"failed": 1, "ts": str(client.vk.queue.ts)}
    assert await client.poll("nonsense") == answer
    assert await client.poll(10**6) == answer
    old = client.vk.queue.key
    client.vk.queue.forget()
    assert await client.poll(answer["ts"], old) == {"failed": 3}


async def test_only_the_kinds_asked_for_are_queued(client: Client) -> None:
    await client("groups.setLongPollSettings", group_id=1, message_new=0, message_reply=1)
    await client.vk.says(7, "раз")
    await client("messages.send", peer_id=7, random_id=1, message="два")
    assert kinds(await client.poll(0)) == ["message_reply"]
    settings = await client("groups.getLongPollSettings", group_id=1)
    assert (settings["events"]["message_new"], settings["events"]["message_reply"]) == (0, 1)
    await client("groups.setLongPollSettings", group_id=1, enabled=0)
    assert await client.error("groups.getLongPollServer", group_id=1) == 100


async def test_a_repeated_random_id_is_shown_once(client: Client, clock: Clock) -> None:
    await client.vk.says(7, "раз")
    first = await client("messages.send", peer_id=7, random_id=5, message="ответ")
    assert await client("messages.send", peer_id=7, random_id=5, message="ответ") == first
    assert len(client.vk.shown(7)) == 2
    await client.vk.says(8, "раз")
    assert await client("messages.send", peer_id=8, random_id=5, message="ответ") != first
    clock.move(timedelta(hours=2))
    assert await client("messages.send", peer_id=7, random_id=5, message="ответ") != first


BIG = [[{"action": {"type": "text", "label": "a"}}]]


def board(**changes: Any) -> str:
    action = {"type": "callback", "label": "Да", "payload": "{}"} | changes
    return json.dumps({"inline": True, "buttons": [[{"action": action}]]})


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"random_id": ""}, 100), ({"random_id": 2**63}, 100), ({"random_id": "x"}, 100),
        ({"message": ""}, 100), ({"message": "  "}, 100), ({"message": "я" * 4097}, 914),
        ({"peer_id": ""}, 100), ({"peer_id": "anna"}, 100), ({"peer_id": 8}, 901),
        ({"peer_id": CHATS + 9}, 917), ({"peer_id": -5}, 936),
        ({"attachment": "photo-1_5"}, 100), ({"attachment": "rubbish"}, 100),
        ({"attachment": ",".join(["photo-1_5"] * 11)}, 100),
        ({"keyboard": "{"}, 911), ({"keyboard": "[]"}, 911), ({"keyboard": board(label="")}, 911),
        ({"keyboard": board(label="я" * 41)}, 911), ({"keyboard": board(type="magic")}, 911),
        ({"keyboard": board(payload='"' + "x" * 254 + '"')}, 911),
        ({"keyboard": board(payload="{")}, 911),
        ({"keyboard": board(type="open_link", link="")}, 911),
        ({"keyboard": json.dumps({"inline": True, "buttons": BIG * 7})}, 911),
        ({"keyboard": json.dumps({"inline": True, "buttons": [BIG[0] * 6]})}, 911),
        ({"keyboard": json.dumps({"inline": True, "buttons": [BIG[0] * 3] * 4})}, 911),
        ({"keyboard": json.dumps({"buttons": BIG * 11})}, 911),
        ({"access_token": "other"}, 5),
    ],
)  # fmt: skip
async def test_a_wrong_message_is_refused(
    client: Client, params: dict[str, Any], code: int
) -> None:
    await client.vk.says(7, "раз")
    good = {"peer_id": 7, "random_id": 1, "message": "ответ"}
    assert await client.error("messages.send", **(good | params)) == code
    assert [message.text for message in client.vk.shown(7)] == ["раз"]


async def test_what_is_just_within_the_limits_is_sent(client: Client) -> None:
    await client.vk.says(7, "раз")
    wide = json.dumps({"inline": True, "buttons": [BIG[0] * 5] * 2})
    long = board(label="я" * 40, payload='"' + "x" * 253 + '"')
    for number, keyboard in enumerate((wide, long), 1):
        await client(
            "messages.send", peer_id=7, random_id=number, message="я" * 4096, keyboard=keyboard
        )
    assert len(client.vk.shown(7)) == 3


@pytest.mark.parametrize(
    ("method", "code"),
    [("board.createComment", 27), ("newsfeed.search", 27), ("messages.sendd", 3), ("x", 3)],
)
async def test_methods_not_for_us(client: Client, method: str, code: int) -> None:
    assert await client.error(method) == code


async def test_rights_are_asked_for(client: Client) -> None:
    client.vk.world.permissions = {"messages"}
    assert await client.error("photos.getMessagesUploadServer") == 15
    answer = await client("groups.getTokenPermissions")
    assert [permission["name"] for permission in answer["permissions"]] == ["messages"]


async def test_twenty_calls_a_second_and_no_more(clock: Clock) -> None:
    async with standing(VkStandIn(clock)) as vk, ClientSession() as http:
        client, vk.second = Client(vk, http), 60
        answers = [await client.whole("groups.getById") for _ in range(21)]
    assert ["error" in answer for answer in answers] == [False] * 20 + [True]
    assert answers[-1]["error"]["error_code"] == 6


async def test_token_and_parameters_come_in_several_ways(client: Client) -> None:
    url = f"{client.vk.base_url}/method/groups.getTokenPermissions"
    bearer = {"Authorization": f"Bearer {client.vk.token}"}
    async with client.http.get(url, headers=bearer, params={"v": "5.199"}) as answer:
        assert "response" in await answer.json()
    async with client.http.post(url, params={"access_token": client.vk.token}) as answer:
        assert "response" in await answer.json()


async def test_execute(client: Client) -> None:
    await client.vk.says(7, "раз")
    code = """return [API.messages.send({"peer_id": 7, "random_id": 1, "message": "a;]\\"}"}),
        API.messages.send({peer_id: 8, 'random_id': 2, "message": 'it\\'s'}),
        {"n": [1, true, null]}, API.nobody.knows(), API.groups.getTokenPermissions()];"""
    answer = await client.whole("execute", code=code)
    sent, refused, value, unknown, permissions = answer["response"]
    assert (sent, refused, unknown) == (2, False, False)
    assert value == {"n": [1, True, None]}
    assert permissions["mask"]
    errors = [(error["method"], error["error_code"]) for error in answer["execute_errors"]]
    assert errors == [("messages.send", 901), ("nobody.knows", 3)]
    assert client.vk.shown(7)[-1].text == 'a;]"}'


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", 100), ("API.users.get()", 12), ("return [", 12), ('return "a', 12),
        ("return while;", 12), ("return 1; 2", 12),
        ("return [" + "API.groups.getById()," * 25 + "API.groups.getById()];", 13),
    ],
)  # fmt: skip
async def test_scripts_that_do_not_run(client: Client, code: str, error: int) -> None:
    assert await client.error("execute", code=code) == error


async def test_many_recipients_each_with_their_own_outcome(client: Client) -> None:
    await client.vk.says(7, "раз")
    client.vk.refuses[9] = 902
    answer = await client("messages.send", peer_ids="7,8,9", random_id=1, message="всем")
    assert [item.get("error", {}).get("code") for item in answer] == [None, 901, 902]
    assert answer[0]["conversation_message_id"] == 2


async def test_a_press_is_answered_once_within_a_minute(client: Client, clock: Clock) -> None:
    await client.vk.says(7, "раз")
    await client("messages.send", peer_id=7, random_id=1, message="да?", keyboard=board())
    await client.vk.taps(7, 2, "{}")
    event = (await client.poll(0))["updates"][-1]
    press = event["object"]
    assert press["payload"] == {}
    assert press["event_id"] != event["event_id"]
    answer = {"event_id": press["event_id"], "user_id": 7, "peer_id": 7}
    envelope = answer | {"event_id": event["event_id"]}
    assert await client.error("messages.sendMessageEventAnswer", **envelope) == 100
    assert await client.error("messages.sendMessageEventAnswer", **answer, event_data="oops") == 100
    snack = '{"type":"show_snackbar","text":"Готово"}'
    assert await client("messages.sendMessageEventAnswer", **answer, event_data=snack) == 1
    assert await client.error("messages.sendMessageEventAnswer", **answer) == 100
    await client.vk.taps(7, 2, "{}")
    late = answer | {"event_id": (await client.poll(0))["updates"][-1]["object"]["event_id"]}
    clock.move(timedelta(seconds=61))
    assert await client.error("messages.sendMessageEventAnswer", **late) == 100


async def test_a_text_button_is_said(client: Client) -> None:
    await client.vk.says(7, "раз")
    menu = json.dumps(
        {"buttons": [[{"action": {"type": "text", "label": "Меню", "payload": '{"t":"m"}'}}]]}
    )
    await client("messages.send", peer_id=7, random_id=1, message="вот", keyboard=menu)
    await client.vk.taps(7, 2, '{"t":"m"}')
    message = (await client.poll(0))["updates"][-1]["object"]["message"]
    assert (message["text"], message["payload"]) == ("Меню", '{"t":"m"}')


async def test_editing_and_deleting(client: Client, clock: Clock) -> None:
    await client.vk.says(7, "раз")
    await client("messages.send", peer_id=7, random_id=1, message="ответ", keyboard=board())
    assert await client("messages.edit", peer_id=7, cmid=2, message="иначе") == 1
    shown = client.vk.shown(7)[-1]
    assert (shown.text, shown.edited, shown.rows) == ("иначе", True, ())
    assert await client.error("messages.edit", peer_id=7, cmid=1, message="чужое") == 920
    assert await client.error("messages.edit", peer_id=7, cmid=9, message="нет") == 100
    assert await client.error("messages.edit", peer_id=7, cmid=2, message="") == 100
    clock.move(timedelta(days=2))
    assert await client.error("messages.edit", peer_id=7, cmid=2, message="поздно") == 909
    await client("messages.delete", peer_id=7, cmids=2, delete_for_all=1)
    assert [message.text for message in client.vk.shown(7)] == ["раз"]


async def test_blocking(client: Client) -> None:
    await client.vk.says(7, "раз")
    await client.vk.blocks(7)
    send = {"peer_id": 7, "random_id": 1, "message": "ответ"}
    assert await client.error("messages.send", **send) == 901
    await client.vk.unblocks(7)
    await client("messages.send", **send)
    await client.vk.blocks(7)
    await client.vk.says(7, "сам пишу")
    await client("messages.send", **(send | {"random_id": 2}))
    assert kinds(await client.poll(0))[1:4] == ["message_deny", "message_allow", "message_deny"]


async def test_dialogues_and_their_history(client: Client) -> None:
    for person in (7, 8, 9):
        for number in range(3):
            await client.vk.says(person, f"{person} {number}")
    await client("messages.send", peer_id=8, random_id=1, message="ответ")
    unanswered = await client("messages.getConversations", filter="unanswered")
    assert [item["last_message"]["text"] for item in unanswered["items"]] == ["9 2", "7 2"]
    everyone = await client("messages.getConversations", offset=1, count=1)
    assert (everyone["count"], everyone["items"][0]["conversation"]["peer"]["id"]) == (3, 9)
    history = await client("messages.getHistory", peer_id=7, count=2, offset=1)
    assert [message["text"] for message in history["items"]] == ["7 1", "7 0"]
    forward = await client("messages.getHistory", peer_id=7, rev=1, count=1)
    assert [message["text"] for message in forward["items"]] == ["7 0"]
    assert await client.error("messages.getHistory", peer_id=7, count=201) == 100
    assert await client("messages.markAsRead", peer_id=7) == 1
    assert await client("messages.setActivity", peer_id=7, type="typing") == 1


async def test_group_chats_show_only_what_is_addressed(client: Client) -> None:
    await client.vk.invites(7, 3)
    await client.vk.says_in_chat(7, 3, "между собой")
    await client.vk.says_in_chat(7, 3, "[club1|@priyomnaya_demo] подскажите")
    updates = (await client.poll(0))["updates"]
    assert [event["object"]["message"]["conversation_message_id"] for event in updates] == [1, 3]
    await client("messages.send", chat_id=3, random_id=1, message="Пишите в сообщения")
    assert client.vk.shown(CHATS + 3)[-1].ours


async def test_a_person_and_the_community_talk(client: Client) -> None:
    changed: list[int] = []
    client.vk.watch(changed.append)
    client.vk.names(7, "Мария Ильинична Котова")
    maria = Person(client.vk, 7, patience=1)
    await maria.says("Яма", Sent("photo", "яма.jpg", b"jpg"))
    await client("messages.send", peer_id=7, random_id=1, message="Принято", keyboard=board())
    assert (await maria.hears("Принято")).rows[0][0].label == "Да"
    await maria.taps("Да")
    assert changed == [7, 7]
    [file] = client.vk.shown(7)[0].files
    async with client.http.get(file.url) as answer:
        assert await answer.read() == b"jpg"
    [person] = await client("users.get", user_ids="7")
    assert (person["first_name"], person["last_name"]) == ("Мария", "Ильинична Котова")


async def test_many_messages_at_once(client: Client) -> None:
    client.vk.preload((number % 100 + 1, f"раз {number}") for number in range(1000))
    first = await client.poll(0)
    assert (len(first["updates"]), first["ts"]) == (100, "100")
    assert len(client.vk.world.dialogues) == 100


async def test_without_a_journal_little_is_remembered(clock: Clock) -> None:
    async with standing(VkStandIn(clock, journal=False)) as vk, ClientSession() as http:
        await vk.says(7, "раз")
        await Client(vk, http)("groups.getById")
        assert (vk.events, vk.requests) == ([], [])
        assert vk.queue.ts == 1


async def test_a_short_memory_outdates_the_history(client: Client) -> None:
    client.vk.queue.keep = 100
    client.vk.preload((7, f"раз {number}") for number in range(500))
    assert await client.poll(0) == {"failed": 1, "ts": "500"}
    assert len((await client.poll(450))["updates"]) == 50
