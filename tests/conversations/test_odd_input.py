"""Unknown, hostile and silly input: a clear sentence, nothing changed that should not be."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from sandbox.people import Sent
from sandbox.vk_shapes import CHATS
from storage import tables as t
from tests.conversations.talk import (
    BENEFIT,
    answers,
    appeals,
    entries,
    number,
    receives,
    rows,
    settled,
    stored,
    until,
    writes,
)
from tests.town import Town

KILO = 1024


@pytest.mark.parametrize("odd", ["sticker", "poll", "dice"])
async def test_what_cannot_be_kept_is_answered(town: Town, at: str, odd: str) -> None:
    client = town.person(at)
    await client.says(odd=odd)
    await client.hears("Напишите, пожалуйста, словами")
    assert await appeals(town) == []


@pytest.mark.parametrize(
    ("where", "odd"), [("telegram", "story"), ("vk", "gift"), ("telegram", "dice"), ("vk", "poll")]
)
async def test_other_oddities_are_answered(town: Town, where: str, odd: str) -> None:
    client = town.person(where)
    await client.says(odd=odd)
    await client.hears("Напишите, пожалуйста, словами")
    assert await appeals(town) == []


@pytest.mark.requirement("A4")
@pytest.mark.parametrize("odd", ["location", "contact"])
async def test_a_place_or_a_contact_is_an_appeal(town: Town, at: str, odd: str) -> None:
    client = town.person(at)
    await client.says(odd=odd)
    its = number(await client.hears("его номер"))
    (entry,) = await entries(town, its)
    assert entry["text"]


async def test_a_sticker_does_not_disturb_an_open_appeal(town: Town, at: str) -> None:
    client, its = await writes(town, at)
    await client.says(odd="sticker")
    await client.hears("Стикер увидели")
    await client.says("Ещё слово")
    await settled(client)
    assert len(await entries(town, its)) == 2


async def test_a_sticker_for_a_reply(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    _, its = await writes(town, "vk")
    await petrov.taps("Ответить", await petrov.hears(its))
    await petrov.hears("Напишите ответ")
    await petrov.says(odd="sticker")
    await petrov.hears("Такое сообщение передать не можем")
    await petrov.says("Придёт 26 ноября.")
    await petrov.hears("Так ответ")


@pytest.mark.parametrize(
    "text", ["\u200b\u200b", " \u2060 ", "\u3164", "\u2800", "\u00ad\u034f", "\x00"]
)
async def test_what_cannot_be_seen_is_nothing(town: Town, at: str, text: str) -> None:
    client = town.person(at)
    await client.says(text)
    await client.hears("Напишите, пожалуйста, словами")
    assert await appeals(town) == []


@pytest.mark.parametrize(
    "text",
    [
        "Где\x00 дерево?",
        "\u202eкруг бед зверев\u202c",
        "<b>жирно</b> & <script>alert(1)</script>",
        "*звёзды* _и_ `знаки` [имя](http://e.org)",
        "{ $number } {$text} { -term } {{",
        "👨‍👩‍👧‍👦 🇷🇺 е\u0301",
        "'; DROP TABLE appeals; --",
        "a" * 4096,
        "💥" * 2000,
        "слово " * 3000,
        "\n\n\nТекст\n\n\n",
        "[club1|Приёмная] @all",
        "/unknown команда",
    ],
    ids=range(13),
)
async def test_strange_words_are_words(town: Town, at: str, text: str) -> None:
    petrov = await town.employee("belov", "vk" if at == "telegram" else "telegram")
    client = town.person(at)
    await client.says(text)
    its = number(await client.hears("его номер"))
    await settled(client)
    said = "\n".join(entry["text"] for entry in await entries(town, its))
    assert said.replace("\n", "").replace(" ", "") == "".join(text.replace("\x00", "").split())
    assert len(await appeals(town)) == 1
    await petrov.taps("Открыть", await petrov.hears(its))
    await petrov.hears("Ждёт исполнителя")
    await client.says("Меню")
    await client.taps("Мои обращения", await client.hears("Это приёмная"))
    await client.taps(its, await client.hears("Ваши обращения"))
    await client.hears("Вы, ")


async def test_turning_signs_turn_nothing_of_ours(town: Town) -> None:
    belov = await town.employee("belov", "vk")
    client = town.person("telegram", "\u202eИван")
    await client.says("\u202eтекст наоборот")
    its = number(await client.hears("его номер"))
    notice = await belov.hears(its)
    await belov.taps("Открыть", notice)
    card = await belov.hears("Ждёт исполнителя")
    assert "\u202e" not in notice.text + card.text
    (entry,) = await entries(town, its)
    assert entry["text"].startswith("\u202e"), "kept as it was written"


async def test_an_empty_file_is_kept(town: Town, at: str) -> None:
    _, its = await writes(town, at, "Вот файл", Sent("document", "пусто.txt", b""))
    await stored(town)
    assert len(await entries(town, its)) == 1
    files = await rows(town, select(t.files.c.state, t.files.c.size))
    assert files == [{"state": "stored", "size": 0}]


async def test_a_file_too_big_is_said_to_be(town: Town) -> None:
    client = town.person("telegram")
    await client.says("Видео двора", Sent("video", "двор.mp4", b"0" * (25 * KILO * KILO)))
    await client.hears("его номер")
    told = await client.hears("Не смогли забрать файл «двор.mp4»: он больше 20 МБ")
    assert "priemnaya@example.org" in told.text
    belov = await town.employee("belov", "vk")
    await belov.taps("Разобрать")
    await belov.taps("1", await belov.hears("Разобрать: 1 обращение"))
    await belov.taps("Вложения", await belov.hears("Вложения: двор.mp4"))
    await belov.hears("«двор.mp4» получить не удалось")


async def test_twenty_five_megabytes_come_through_vk(town: Town) -> None:
    petrov = await town.employee("petrov", "vk")
    big = Sent("document", "скан.pdf", b"%PDF" + b"0" * (25 * KILO * KILO))
    _, its = await writes(town, "vk", BENEFIT, big)
    await stored(town)
    await petrov.taps("Открыть", await petrov.hears(its))
    await petrov.taps("Вложения", await petrov.hears("Вложения: скан.pdf"))
    await petrov.hears("Вложения к обращению")
    await receives(petrov, 25 * KILO * KILO + 4)


@pytest.mark.requirement("R14")
async def test_group_chats_are_for_nobodys_business(town: Town) -> None:
    person = town.person("telegram")
    group = town.telegram.adds(person.id, -100500)
    town.telegram.says_in(-100500, person.id, "/start")
    town.telegram.says_in(-100500, person.id, f"@priyomnaya_demo_bot {BENEFIT}")
    outsider = town.person("telegram")
    await outsider.says("Меню")
    await outsider.hears("Это приёмная")

    def told() -> list[str]:
        return [shown.text for shown in town.telegram.shown_in(group) if shown.ours]

    async def refused() -> bool:
        return bool(told())

    await until(refused)
    assert all("В общих чатах мы не отвечаем" in text for text in told())
    chat = town.person("vk")
    await town.vk.says_in_chat(chat.id, 1, f"[club1|Приёмная] {BENEFIT}")
    other = town.person("vk")
    await other.says("Меню")
    await other.hears("Это приёмная")

    def said_there() -> list[str]:
        return [shown.text for shown in town.vk.shown(CHATS + 1) if shown.ours]

    async def answered() -> bool:
        return bool(said_there())

    await until(answered)
    assert all("В общих чатах мы не отвечаем" in text for text in said_there())
    assert await appeals(town) == []


HOSTILE = [
    "",
    ":",
    "::::",
    "take",
    "take:",
    "take:abc",
    "take:-1",
    "take:1 OR 1=1",
    "take:'; DROP TABLE appeals",
    "take:99999999999999999999999999",
    "take:9223372036854775807",
    "take:9223372036854775808",
    "take:\u0661\u0662",
    "card:0",
    "my:1",
    "topic:1:nothing",
    "topics:1:99999999999999",
    "give:1:petrov",
    "give::",
    "send-to:1:other",
    "split:1:1",
    "move:1",
    "again:1:1",
    "send",
    "send:0",
    "draft",
    "rewrite:1",
    "drop-reply",
    "file-own",
    "cancel:1",
    "mine:999999999999",
    "queue-mine:0",
    "queue-all:99:turn",
    "queue-unit:-5:turn",
    "nonsense",
    "x" * 64,
    "ы" * 32,
    "\u202emenu",
]


@pytest.mark.requirement("P1")
async def test_hostile_presses_change_nothing(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at)
    await petrov.hears(its)
    before = await appeals(town)
    for person in (client, petrov):
        shown = person.last.id
        for tap in HOSTILE:
            said = {one.id: one.text for one in person.heard}
            data = tap if at == "telegram" else f'{{"t":{json.dumps(tap)}}}'
            await person.messenger.taps(person.id, shown, data)
            await settled(person)
            new = [one for one in person.heard if said.get(one.id) != one.text]
            assert len(new) > 1, f"silence after {tap!r}"  # more than the help asked for
        if at == "vk":
            for data in ("not json", "[]", "null", '{"t":5}', '{"t":{}}', '{"command":"start"}'):
                await person.messenger.taps(person.id, shown, data)
        await settled(person)
    assert await appeals(town) == before


@pytest.mark.requirement("A14", "A1")
async def test_what_was_no_appeal_is_heard_once_it_is_edited_into_one(town: Town, at: str) -> None:
    client = town.person(at)
    message = await client.says("Меню")
    await client.hears("Это приёмная")
    town.watch.passes(seconds=5)
    await client.messenger.edits(client.id, message, BENEFIT)
    its = number(await client.hears("его номер"))
    assert [entry["text"] for entry in await entries(town, its)] == [BENEFIT]


@pytest.mark.parametrize("text", ["Помощь", "/start", "join-abc", "Спасибо!", "\u200b"])
async def test_an_edit_into_no_appeal_is_none(town: Town, at: str, text: str) -> None:
    client = town.person(at)
    message = await client.says("Меню")
    await client.hears("Это приёмная")
    town.watch.passes(seconds=5)
    await client.messenger.edits(client.id, message, text)
    assert await settled(client) == 2
    assert await appeals(town) == []


@pytest.mark.requirement("A14", "A1")
async def test_words_edited_into_a_closed_appeal_are_a_new_one(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", "vk" if at == "telegram" else "telegram")
    client, first = await writes(town, at)
    await answers(petrov, await petrov.hears(first))
    await petrov.hears("доставлен")
    message = await client.says("Спасибо")
    await client.hears("Рады, что помогли")
    town.watch.passes(minutes=5)
    await client.messenger.edits(client.id, message, "Спасибо большое")
    town.watch.passes(minutes=5)
    mended = "Спасибо, но пособие на ребёнка так и не пришло"
    await client.messenger.edits(client.id, message, mended)
    await client.hears("его номер — 2026-000002")
    await petrov.hears("2026-000002")
    said = [entry["text"] for entry in await entries(town, first) if not entry["author"]]
    assert said == [BENEFIT, "Спасибо", "Спасибо большое", mended]
    assert [entry["text"] for entry in await entries(town, "2026-000002")] == [mended]
    town.watch.passes(minutes=5)
    again = f"{mended}, ответьте"
    await client.messenger.edits(client.id, message, again)
    await settled(client)
    assert [e["text"] for e in await entries(town, "2026-000002")] == [mended, again]
    assert len(await appeals(town)) == 2


@pytest.mark.requirement("A14", "A5")
async def test_an_old_message_edited_joins_the_open_appeal(town: Town, at: str) -> None:
    client, first = await writes(town, at, "Здравствуйте, есть вопрос")
    await client.taps("Это не обращение")
    await client.hears("ответ не готовим")
    town.watch.passes(minutes=5)
    await client.says(BENEFIT)
    second = number(await client.hears("его номер — 2026-000002"))
    town.watch.passes(minutes=5)
    (entry,) = await entries(town, first)
    await client.messenger.edits(client.id, int(entry["message"]), "Вопрос: где деньги?")
    await client.hears(f"Добавили это к обращению {second}")
    assert [e["text"] for e in await entries(town, second)] == [BENEFIT, "Вопрос: где деньги?"]


async def test_every_version_of_an_edit_is_kept(town: Town, at: str) -> None:
    client = town.person(at)
    message = await client.says(BENEFIT)
    its = number(await client.hears("его номер"))
    for version in ("раз", "два", "два"):
        town.watch.passes(seconds=5)
        await client.messenger.edits(client.id, message, version)
    await settled(client)
    assert [entry["text"] for entry in await entries(town, its)] == [BENEFIT, "раз", "два"]
