"""The maker: documents come the way of files, and reach whoever asked for them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from docx import Document
from docx.oxml.ns import qn
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.documents.maker import Maker
from bot.documents.rights import may_have
from domain.appeals import Appeal, Kind
from domain.people import Chat
from domain.talk import Attached, File, FileKind
from sandbox.people import Person, Sent, Shown
from storage import tables as t
from storage.engine import make_engine
from storage.unit import Units
from tests.kit import Kit, rows
from tests.survey_waves import NOW, closed
from tests.test_documents import SCHEMA
from tests.town import Town
from texts import written

BOTH = pytest.mark.parametrize("at", ["telegram", "vk"])
JSON = "application/json"


@pytest.fixture
def kit(engine: AsyncEngine) -> Kit:
    return Kit(engine)


async def asks_for(town: Town, employee: str, ref: str, name: str) -> None:
    """What a conversation does to give out a document, in one unit of work."""
    now = town.watch()
    async with town.service.units.begin() as unit:
        chat: Chat = (await unit.chats.of_employees([employee]))[employee]
        file = unit.exchange.house_file(chat, ref, name, JSON, now)
        attached = Attached(file, FileKind.DOCUMENT, "", name, JSON)
        unit.outbox.post(chat, written("Карточка", files=[attached]), now)
    town.service.fetcher.wake()


async def received(person: Person) -> tuple[str, bytes]:
    """The name and the bytes of the file that comes with the message of these words."""
    async with asyncio.timeout(60):
        while not (shown := _with_file(person)):
            await asyncio.sleep(0.02)
    (file,) = shown.files
    async with ClientSession() as session, session.get(file.url) as answer:
        return file.name, await answer.read()


def _with_file(person: Person) -> Shown | None:
    return next((message for message in person.heard if message.files), None)


@pytest.mark.requirement("R19")
@BOTH
async def test_a_card_is_made_and_sent_like_any_file(town: Town, at: str) -> None:
    client = town.person(at, "Ахметова Гульнара Рашидовна")
    await client.says("Когда придёт пособие на ребёнка?", Sent("document", "справка.pdf", b"x"))
    await client.hears("2026-000001")
    officer = await town.employee("petrov", at)
    (appeal,) = await rows(town.service.engine, t.appeals)
    await asks_for(town, "petrov", f"card:{appeal['id']}:json", "2026-000001.json")
    name, content = await received(officer)
    assert name == "2026-000001.json"
    document = json.loads(content)
    assert document["number"] == "2026-000001"
    assert document["came_by"] == at
    assert document["exchange"][0]["text"] == "Когда придёт пособие на ребёнка?"
    assert document["exchange"][0]["files"] == ["справка.pdf"]
    assert document["history"][0]["what"] == "registered"
    (kept,) = [row for row in await rows(town.service.engine, t.files) if row["channel"] == "house"]
    assert (kept["state"], kept["size"]) == ("stored", len(content))
    assert (town.files / kept["path"]).read_bytes() == content


async def test_a_document_that_does_not_exist_is_told_and_never_tried_again(town: Town) -> None:
    officer = await town.employee("petrov", "telegram")
    await asks_for(town, "petrov", "card:77:json", "card.json")
    told = await officer.hears("Не получилось составить файл «card.json»")
    assert "ещё раз" in told.text
    (file,) = await rows(town.service.engine, t.files)
    assert (file["state"], file["trouble"], file["tries"]) == ("lost", "no such document", 0)
    assert [m for m in officer.heard if m.files or m.text == "Карточка"] == []


@pytest.mark.requirement("P1")
@BOTH
async def test_a_right_that_ended_while_a_document_was_made_is_asked_for_again(
    town: Town, at: str
) -> None:
    """As if the press had been the last thing they were allowed to do."""
    await town.person(at).says("Когда придёт пособие на ребёнка?")
    other = await town.employee("zaitsev", at)
    (appeal,) = await rows(town.service.engine, t.appeals)
    await asks_for(town, "zaitsev", f"card:{appeal['id']}:json", "card.json")
    told = await other.hears("Файл «card.json» не отправили")
    assert "права изменились" in told.text
    (file,) = await rows(town.service.engine, t.files)
    assert (file["state"], file["trouble"]) == ("lost", "withheld")
    assert not [path for path in town.files.rglob("*") if path.is_file()]
    assert not [shown for shown in other.heard if shown.files]


@pytest.mark.requirement("P1")
async def test_who_may_have_which_document_when_it_is_ready(kit: Kit) -> None:
    client = await kit.chat()
    appeal = await kit.appeal(officer="petrov", chat=client)
    reply = await a_reply(kit, appeal)
    async with kit.units.begin() as unit:
        wave = (await closed(unit, NOW, unit="benefits")).id
    card, letter = f"card:{appeal.id}:docx", f"letter:{reply}"
    results = (f"survey-xlsx:{wave}", f"survey-docx:{wave}", f"survey-png:{wave}:q.way")
    people = {
        "petrov": {card, letter},
        "ivanova": {card, letter, *results, "sheet:1:benefits:1"},
        "zaitsev": set[str](),
        "admin": {"questionnaire:internal", "sheet:1:benefits:1"},
        "": {letter},
    }
    elsewhere, everybodys = "sheet:1:care:1", "sheet:1::1"
    people["ivanova"].add(everybodys)
    people["admin"] |= {elsewhere, everybodys}
    sheets = ["sheet:1:benefits:1", elsewhere, everybodys]
    asked = [card, letter, *results, "questionnaire:internal", *sheets]
    for employee, wanted in people.items():
        for hat in ("", "client"):
            chat = replace(client, employee=employee, hat=hat)
            if employee:
                chat = replace(await kit.chat(employee), hat=hat)
            async with kit.units.begin() as unit:
                now = kit.watch()
                found = {ref for ref in asked if await may_have(unit, kit.house, chat, ref, now)}
            assert found == wanted, (employee, hat)
    stranger = await kit.chat()
    async with kit.units.begin() as unit:
        refs = [*asked, "card:77:docx", "letter:77", "survey-xlsx:77", "strange"]
        for ref in refs:
            assert not await may_have(unit, kit.house, stranger, ref, kit.watch()), ref


async def test_a_document_that_cannot_be_made_is_told_too(town: Town) -> None:
    await town.person("telegram").says("Когда придёт пособие на ребёнка?")
    officer = await town.employee("petrov", "telegram")
    (appeal,) = await rows(town.service.engine, t.appeals)
    async with town.service.engine.connect() as connection:
        await connection.execute(t.windows.update().values(state="of another programme"))
        await connection.commit()
    await asks_for(town, "petrov", f"card:{appeal['id']}:docx", "card.docx")
    await officer.hears("Не получилось составить файл «card.docx»")
    (file,) = await rows(town.service.engine, t.files)
    assert (file["state"], file["trouble"]) == ("lost", "ValueError")


async def test_a_database_that_is_away_is_no_reason_to_give_up(kit: Kit, tmp_path: Path) -> None:
    engine = make_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    maker = Maker(Units(engine), kit.house)
    file = File(FileKind.DOCUMENT, "card:1:json", "card.json")
    with pytest.raises(ConnectionRefusedError):
        await maker.download(file, tmp_path / "card.json")
    await engine.dispose()


REFS = ("", "card", "card:1", "card:1:pdf", "card::docx", "card:x:json", "card:-1:docx")
LETTERS = ("letter", "letter:1", "letter:x", "letter:1:docx")
STRANGE = ("card:٣:docx", "card:99999999999999999999:docx", "../etc", "card:1:docx:more")


@pytest.mark.parametrize("ref", [*REFS, *LETTERS, *STRANGE])
async def test_what_is_no_document_is_said_to_be_none(kit: Kit, ref: str) -> None:
    with pytest.raises(LookupError):
        await Maker(kit.units, kit.house).make(ref)


async def test_a_card_tells_the_appeal_as_it_stands(kit: Kit) -> None:
    appeal = await kit.appeal(topic="benefits", officer="petrov")
    async with kit.units.begin() as unit:
        unit.appeals.record(appeal, "taken", "petrov", kit.watch())
        unit.appeals.record(appeal, "breach", "clock", kit.watch())
    maker = Maker(kit.units, kit.house)
    document = Document(BytesIO(await maker.make(f"card:{appeal.id}:docx")))
    assert [p.text for p in document.paragraphs if p.text] == [
        f"Карточка обращения № {appeal.number}",
        "Сроки",
        "ответ на сообщение (приказ № 97, пункт 10): с 24.11.2026 10:00"
        " до 25.11.2026 09:45, не истёк",
        "Переписка",
        "24.11.2026 10:00 · Клиент · сообщение",
        "Когда будет пособие?",
        "История",
        "24.11.2026 10:00 · Петров А. Н. · взято исполнителем",
        "24.11.2026 10:00 · срок нарушен",
    ]
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts["Исполнитель"] == "Петров А. Н."
    assert facts["Подразделение"] == "Отдел пособий и социальных выплат"


async def test_a_card_says_whose_hours_it_tells_where_they_are_not_the_units(kit: Kit) -> None:
    unit = kit.ministry.units["benefits"]
    far = replace(unit, schedule=replace(kit.ministry.schedule, zone="Asia/Vladivostok"))
    appeal = await kit.appeal()
    for now, told in ((unit, 0), (far, 1)):
        units = dict(kit.ministry.units) | {"benefits": now}
        kit.house.ministry = replace(kit.ministry, units=units)
        content = await Maker(kit.units, kit.house).make(f"card:{appeal.id}:docx")
        said = [one.text for one in Document(BytesIO(content)).paragraphs]
        assert said.count("Время указано по часам министерства (UTC+3).") == told


async def a_reply(kit: Kit, appeal: Appeal, **facts: Any) -> int:
    made = {
        "text": "Выплату назначили.\nДеньги придут на вашу карту.",
        "files": [],
        "outcome": "will_be",
        "promised_on": "2026-12-15",
        "state": "approval",
        "way": "email",
    }
    async with kit.units.begin() as unit:
        return unit.replies.keep(appeal, "petrov", kit.watch(), **(made | facts)).id


async def letter(kit: Kit, reply: int) -> list[str]:
    document = Document(BytesIO(await Maker(kit.units, kit.house).make(f"letter:{reply}")))
    found = document.element.body.iter(qn("w:p"))
    return [text for p in found if (text := "".join(t.text for t in p.iter(qn("w:t"))))]


@pytest.mark.requirement("T7", "R19")
async def test_a_reply_is_made_into_a_letter(kit: Kit) -> None:
    appeal = await kit.appeal(topic="child_benefit", officer="petrov")
    async with kit.units.begin() as unit:
        await unit.particulars.note(
            appeal.id,
            name="Ахметова Гульнара Рашидовна",
            reply_by="email",
            reply_to="g@example.org",
            register_number="О-1187",
            registered_on="2026-11-23",
        )
    title = kit.house.topic_title("child_benefit")
    facts = {"signatory": "lebedeva", "number": "4512-МТ/40", "sent_on": "2026-12-01"}
    said = await letter(kit, await a_reply(kit, appeal, **facts))
    assert said == [
        kit.ministry.name,
        kit.ministry.contacts.address,
        f"тел. {kit.ministry.contacts.phone}",
        kit.ministry.contacts.email,
        "01.12.2026 № 4512-МТ/40",
        "на № О-1187 от 23.11.2026",
        "Ахметовой Гульнаре Рашидовне",
        "g@example.org",
        "Уважаемая Гульнара Рашидовна!",
        f"Рассмотрели ваше обращение О-1187 от 23 ноября 2026 года, тема — «{title}».",
        "Выплату назначили.",
        "Деньги придут на вашу карту.",
        "Петров А. Н.",
        "12-21",
        "petrov@example.org",
        "Итог: вопрос решим не позднее 15 декабря 2026 года.",
        "Заместитель министра",
        "Г. А. Лебедева",
    ]


@pytest.mark.requirement("T7")
async def test_a_letter_before_it_is_signed_registered_or_addressed(kit: Kit) -> None:
    """Its author stands under it, the appeal goes by our own number, and the greeting the officer
    has typed is not said twice."""
    appeal = await kit.appeal(officer="petrov")
    text = "Уважаемая Гульнара Рашидовна!\n\nВыплату назначили."
    said = await letter(kit, await a_reply(kit, appeal, text=text, outcome="", promised_on=""))
    assert "______________ № __________________" in said
    assert f"на № {appeal.number} от 24.11.2026" in said
    assert said.count("Уважаемая Гульнара Рашидовна!") == 1
    assert said[-2:] == ["Главный консультант", "А. Н. Петров"]
    assert [line for line in said if line.startswith("Итог")] == []


async def test_a_signatorys_own_words_are_what_the_letter_says(kit: Kit) -> None:
    appeal = await kit.appeal(officer="petrov")
    reply = await a_reply(kit, appeal, signed_text="Выплатим до пятницы.", signatory="lebedeva")
    said = await letter(kit, reply)
    assert "Выплатим до пятницы." in said
    assert "Выплату назначили." not in said
    document = json.loads(await Maker(kit.units, kit.house).make(f"card:{appeal.id}:json"))
    (made,) = document["replies"]
    assert (made["text"].split()[0], made["written"].split()[0]) == ("Выплатим", "Выплату")
    Draft202012Validator(SCHEMA).validate(document)


async def test_a_letter_of_files_alone_by_somebody_who_has_left(kit: Kit) -> None:
    appeal = await kit.appeal(officer="petrov")
    async with kit.units.begin() as unit:
        chat = await unit.chats.get(appeal.chat or 0)
        sent = [File(FileKind.DOCUMENT, "ref", "Памятка.pdf")]
        files = unit.exchange.sent_files(chat, sent, kit.watch())
    reply = await a_reply(kit, appeal, text="", files=files)
    kit.house.ministry = replace(
        kit.ministry, employees={k: e for k, e in kit.ministry.employees.items() if k != "petrov"}
    )
    said = await letter(kit, reply)
    assert "Приложение: Памятка.pdf" in said
    assert said[-1] == "petrov"


@pytest.mark.requirement("R19")
async def test_a_card_of_what_came_by_post_has_everything_noted(kit: Kit) -> None:
    appeal = await kit.appeal(
        kind=Kind.OFFICIAL, came_by="post", control="sidorova", priority="срочно", officer="petrov"
    )
    async with kit.units.begin() as unit:
        chat = await unit.chats.get(appeal.chat or 0)
        unit.exchange.said(appeal.id, chat, "Счёт?", kit.watch(), author="petrov", kind="question")
        unit.notes.write(appeal, "petrov", "это слово никому", kit.watch())
        noted = {"category": "complaint", "applicant": "legal", "representative": "ООО «Ромашка»"}
        await unit.particulars.note(appeal.id, name="Ахметова Г. Р.", **noted)
    content = await Maker(kit.units, kit.house).make(f"card:{appeal.id}:json")
    document = json.loads(content)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["kind"] == "official"
    assert document["came_by"] == "post"
    assert document["control"] == {"id": "sidorova", "name": "Сидорова Т. В."}
    assert document["client"]["representative"] == "ООО «Ромашка»"
    assert [said["kind"] for said in document["exchange"]] == ["", "question"]
    assert "это слово никому" not in content.decode()
