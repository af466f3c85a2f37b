"""Documents read back: a letter on the letterhead, a card to read, a card as data."""

from __future__ import annotations

import ast
import json
import zipfile
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from bot.documents import card as cards
from bot.documents import letter as letters
from domain.appeals import Kind, State
from domain.documents import (
    Answer,
    Card,
    Client,
    Deadline,
    Happened,
    Letter,
    Mark,
    Named,
    Said,
    mark_of,
    paragraphs,
    signature,
)
from domain.ministry import Contacts, Employee
from domain.reply_rules import Outcome
from domain.window_rules import DEFAULT_RULES
from domain.windows import WindowState
from tests.source import tree
from texts import words

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs/card.schema.json").read_text("utf-8"))
MINISTRY = "Министерство труда и социального развития"
ZONE = "Asia/Novosibirsk"
AT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)

LETTER = Letter(
    ministry=MINISTRY,
    contacts=Contacts("630000, г. Новосибирск", "8-800-000-00-00", "priemnaya@example.org"),
    to="Ахметова Гульнара Рашидовна",
    address="630001, г. Новосибирск,\nул. Ленина, д. 1",
    asked="2026-000123",
    asked_on=date(2026, 10, 7),
    greeting="Уважаемая Гульнара Рашидовна!",
    paragraphs=("Вы просили помочь с оплатой.", "Субсидию назначим."),
    post="заместитель министра",
    signed="Г. А. Лебедева",
    mark=Mark("Петров А. Н.", "12-21", "petrov@example.org"),
    number="4512-МТ/40",
    sent_on=date(2026, 10, 21),
    attached=("Памятка.pdf", "Образец.docx"),
)
CARD = Card(
    number="2026-000123",
    kind="official",
    category="complaint",
    state="answered",
    register_number="О-1187",
    registered_on="2026-11-24",
    client=Client("Ахметова Г. Р.", "legal", "ООО «Ромашка»", "email", "g@example.org"),
    came_by="post",
    written_at=AT,
    received_at=AT,
    due_at=AT + timedelta(days=30),
    closed_at=AT + timedelta(days=9),
    topic=Named("benefits", "Пособия на детей"),
    classifier="0002.0006.0065",
    unit=Named("benefits", "Отдел пособий"),
    officer=Named("petrov", "Петров А. Н."),
    control=Named("sidorova", "Сидорова Т. В."),
    priority="срочно нужны лекарства",
    windows=(Deadline("official_reply", "N-1052 §4", AT, AT + timedelta(days=30), "met"),),
    exchange=(
        Said(AT, "client", "", "", "Где пособие?\nЖду с мая.", ("справка.pdf",)),
        Said(AT, "ministry", "Петров А. Н.", "question", "Пришлите номер счёта."),
    ),
    replies=(
        Answer(
            made_at=AT,
            author=Named("petrov", "Петров А. Н."),
            outcome="will_be",
            promised_on="2026-12-15",
            state="sent",
            signatory=Named("lebedeva", "Лебедева Г. А."),
            remark="уточнить срок",
            way="email",
            number="4512-МТ/40",
            sent_on="2026-12-02",
            text="Выплатим 15 декабря.",
            written="Выплатим скоро.",
            files=("памятка.pdf",),
        ),
    ),
    history=(Happened(AT, "Клиент", "registered"), Happened(AT, "", "breach")),
)


def read(content: bytes) -> Any:
    return Document(BytesIO(content))


def lines(document: Any) -> list[str]:
    """All text of the body, that of tables in its place, empty lines left out."""
    return [text for p in document.element.body.iter(qn("w:p")) if (text := _text(p))]


def _text(paragraph: Any) -> str:
    return "".join(t.text for t in paragraph.iter(qn("w:t")))


def framed(document: Any) -> list[str]:
    return [
        _text(p) for p in document.element.body.iter(qn("w:p")) if p.find(f".//{FRAME}") is not None
    ]


FRAME = qn("w:framePr")


@pytest.mark.requirement("T7")
def test_a_letter_has_everything_the_order_asks_for() -> None:
    assert lines(read(letters.docx(LETTER))) == [
        MINISTRY,
        "630000, г. Новосибирск",
        "тел. 8-800-000-00-00",
        "priemnaya@example.org",
        "21.10.2026 № 4512-МТ/40",
        "на № 2026-000123 от 07.10.2026",
        "Ахметова Гульнара Рашидовна",
        "630001, г. Новосибирск,",
        "ул. Ленина, д. 1",
        "Уважаемая Гульнара Рашидовна!",
        "Вы просили помочь с оплатой.",
        "Петров А. Н.",
        "12-21",
        "petrov@example.org",
        "Субсидию назначим.",
        "Приложение: Памятка.pdf",
        "Образец.docx",
        "Заместитель министра",
        "Г. А. Лебедева",
    ]


@pytest.mark.requirement("T7")
def test_a_letter_not_yet_registered_has_lines_to_write_on() -> None:
    found = lines(read(letters.docx(replace(LETTER, number="", sent_on=None))))
    assert "______________ № __________________" in found


@pytest.mark.requirement("T3")
def test_the_executors_mark_is_at_the_foot_of_the_last_sheet_and_in_no_footer() -> None:
    document = read(letters.docx(LETTER))
    assert framed(document) == ["Петров А. Н.", "12-21", "petrov@example.org"]
    frames = list(document.element.body.iter(FRAME))
    assert {f.get(qn("w:yAlign")) for f in frames} == {"bottom"}
    assert {f.get(qn("w:vAnchor")) for f in frames} == {"margin"}
    section = document.sections[0]
    assert [p.text for p in section.footer.paragraphs if p.text] == []
    without_email = replace(LETTER, mark=Mark("Белов Р. Ю.", "12-11"))
    assert framed(read(letters.docx(without_email))) == ["Белов Р. Ю.", "12-11"]


@pytest.mark.requirement("T3")
@pytest.mark.parametrize("length", [20, 5000])
def test_the_mark_goes_with_the_signature(length: int) -> None:
    """Whatever follows the frame stays together, so the frame is on the signature's page; the last
    words are in it unless they are long enough to be torn by the end of a page."""
    document = read(letters.docx(replace(LETTER, paragraphs=("Раз.", "Два. " * (length // 5)))))
    body = list(document.element.body)
    last = max(i for i, p in enumerate(body) if p.find(f".//{FRAME}") is not None)
    *after, table, _ = body[last + 1 :]
    assert table.tag == qn("w:tbl")
    assert all(p.find(f".//{qn('w:keepNext')}") is not None for p in after)
    assert any("Два." in _text(p) for p in after) is (length < 700)


def test_a_letter_looks_as_the_standard_says() -> None:
    document = read(letters.docx(LETTER))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert round(section.left_margin.mm) >= 20
    assert round(section.right_margin.mm) >= 10
    assert min(round(section.top_margin.mm), round(section.bottom_margin.mm)) >= 20
    (said,) = [p for p in document.paragraphs if p.text == LETTER.paragraphs[0]]
    assert abs(said.paragraph_format.first_line_indent - Mm(12.5)) < Pt(0.1)
    assert said.runs[0].font.size == Pt(14)
    fonts = document.styles.element.find(f".//{qn('w:rFonts')}")
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert section.different_first_page_header_footer
    field = section.header._element.find(f".//{qn('w:fldSimple')}")
    assert field.get(qn("w:instr")) == "PAGE"


def test_a_letter_without_words_is_a_letter() -> None:
    assert "Г. А. Лебедева" in lines(read(letters.docx(replace(LETTER, paragraphs=()))))


@pytest.mark.parametrize(
    "make", [lambda: letters.docx(LETTER), lambda: cards.docx(CARD, MINISTRY, ZONE)]
)
def test_the_same_value_gives_the_same_bytes_and_names_no_tool(make: Any) -> None:
    content = make()
    assert content == make()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not any("thumbnail" in name or "app.xml" in name for name in archive.namelist())
    assert b"python" not in everything.lower()
    assert b"Macintosh" not in everything
    about = read(content).core_properties
    assert (about.author, about.last_modified_by, about.comments) == (MINISTRY, MINISTRY, "")


HOSTILE = "до\0\x01\x0b\x1fпосле \u202eназад\u202c <b>&amp;</b> \U0001f600"


def test_what_no_document_can_hold_is_left_out() -> None:
    wanted = "допосле назад <b>&amp;</b> \U0001f600"
    assert wanted in lines(read(letters.docx(replace(LETTER, paragraphs=("Раз", HOSTILE, "Два")))))
    said = replace(CARD.exchange[0], text=HOSTILE.replace("\x0b", "").replace("\x1f", ""))
    assert wanted in lines(read(cards.docx(replace(CARD, exchange=(said,)), MINISTRY, ZONE)))


@pytest.mark.requirement("R19")
def test_a_card_to_read_tells_everything() -> None:
    document = read(cards.docx(CARD, MINISTRY, ZONE))
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts == {
        "Номер в системе документооборота": "О-1187",
        "Дата регистрации в системе": "24.11.2026",
        "Вид": "официальное обращение",
        "Категория": "жалоба",
        "Состояние": "дан ответ",
        "Рассмотреть первым": "срочно нужны лекарства",
        "Заявитель": "Ахметова Г. Р.",
        "Кто обращается": "организация",
        "Действует в интересах": "ООО «Ромашка»",
        "Куда отправить ответ": "электронная почта",
        "Адрес для ответа": "g@example.org",
        "Как поступило": "почта",
        "Написано": "24.11.2026 10:30",
        "Получено": "24.11.2026 10:30",
        "Ответить до": "24.12.2026 10:30",
        "Закрыто": "03.12.2026 10:30",
        "Тема": "Пособия на детей",
        "Код классификатора": "0002.0006.0065",
        "Подразделение": "Отдел пособий",
        "Исполнитель": "Петров А. Н.",
        "На контроле у": "Сидорова Т. В.",
    }
    assert [p.text for p in document.paragraphs if p.text] == [
        "Карточка обращения № 2026-000123",
        "Сроки",
        "ответ на официальное обращение (приказ № 1052, пункт 4): с 24.11.2026 10:30"
        " до 24.12.2026 10:30, исполнено в срок",
        "Переписка",
        "24.11.2026 10:30 · Клиент · сообщение",
        "Где пособие?",
        "Жду с мая.",
        "Файл: справка.pdf",
        "24.11.2026 10:30 · Петров А. Н. · вопрос клиенту",
        "Пришлите номер счёта.",
        "Ответы",
        "24.11.2026 10:30 · Петров А. Н. · отправлено",
        "Итог: назван срок решения",
        "Срок решения: 15.12.2026",
        "Подписант: Лебедева Г. А.",
        "Замечание: уточнить срок",
        "Способ отправки: электронная почта",
        "Исходящий номер: 4512-МТ/40",
        "Дата отправки: 02.12.2026",
        "Выплатим 15 декабря.",
        "Файл: памятка.pdf",
        "Текст исполнителя",
        "Выплатим скоро.",
        "История",
        "24.11.2026 10:30 · Клиент · зарегистрировано",
        "24.11.2026 10:30 · срок нарушен",
    ]


def test_a_card_says_nothing_of_what_is_not_known() -> None:
    bare = replace(
        CARD,
        category="",
        client=Client(""),
        due_at=None,
        closed_at=None,
        register_number="",
        registered_on="",
        windows=(),
        exchange=(),
        replies=(),
        history=(),
    )
    document = read(cards.docx(bare, MINISTRY, ZONE))
    assert [p.text for p in document.paragraphs if p.text] == ["Карточка обращения № 2026-000123"]
    said = {row.cells[0].text for row in document.tables[0].rows}
    assert said.isdisjoint({"Категория", "Заявитель", "Ответить до", "Закрыто", "Адрес для ответа"})
    assert all(row.cells[1].text for row in document.tables[0].rows)
    valid(json.loads(cards.data(bare, ZONE)))


def valid(document: Any) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)


@pytest.mark.requirement("R19")
def test_a_card_as_data_keeps_the_documented_shape() -> None:
    content = cards.data(CARD, ZONE)
    document = json.loads(content.decode("utf-8"))
    valid(document)
    assert list(document) == ["format", *(field.name for field in fields(Card))]
    assert document["received_at"] == "2026-11-24T10:30:00+07:00"
    assert document["exchange"][0]["text"] == "Где пособие?\nЖду с мая."
    assert document["unit"] == {"id": "benefits", "name": "Отдел пособий"}
    assert "Выплатим скоро." in content.decode("utf-8")  # as letters, not as escapes
    assert content == cards.data(CARD, ZONE)


def test_the_documented_shape_knows_every_code() -> None:
    listed = SCHEMA["properties"]
    reply = listed["replies"]["items"]["properties"]
    window = listed["windows"]["items"]["properties"]
    for enum, codes in (
        (listed["state"], State),
        (listed["kind"], Kind),
        (reply["outcome"], Outcome),
        (window["state"], WindowState),
    ):
        assert set(enum["enum"]) - {""} == set(codes)


def test_the_documented_shape_refuses_another() -> None:
    for change in ({"state": "gone"}, {"received_at": "24.11.2026"}, {"extra": 1}):
        assert list(Draft202012Validator(SCHEMA).iter_errors(DATA | change))


DATA = json.loads(cards.data(CARD, ZONE))


def _has_words(text: str, **value: str) -> bool:
    (code,) = value.values()
    return words(text, **value) != code


def _codes(states: type[StrEnum]) -> list[str]:
    return [str(state) for state in states]


def test_every_code_has_its_words() -> None:
    """A code without words would stand in a document as it is."""
    listed = SCHEMA["properties"]
    reply = listed["replies"]["items"]["properties"]
    for text, name, codes in (
        ("document-state", "state", _codes(State)),
        ("document-state", "state", listed["state"]["enum"]),
        ("document-kind", "kind", listed["kind"]["enum"]),
        ("document-category", "category", listed["category"]["enum"]),
        ("document-applicant", "applicant", listed["client"]["properties"]["applicant"]["enum"]),
        ("document-came", "by", listed["came_by"]["enum"]),
        ("document-way", "way", SCHEMA["$defs"]["way"]["enum"]),
        ("document-window-state", "state", _codes(WindowState)),
        ("document-rule", "rule", list(DEFAULT_RULES)),
        ("document-entry", "kind", listed["exchange"]["items"]["properties"]["kind"]["enum"]),
        ("document-reply-state", "state", reply["state"]["enum"]),
        ("document-outcome", "outcome", reply["outcome"]["enum"]),
        ("document-outcome", "outcome", _codes(Outcome)),
        ("document-kind", "kind", _codes(Kind)),
    ):
        lacking = [code for code in codes if code and not _has_words(text, **{name: code})]
        assert not lacking, text


def test_everything_recorded_has_its_words() -> None:
    """Whoever writes a new kind of line into the history adds it to `document-happened`."""
    lacking = {what for what in recorded() if not _has_words("document-happened", what=what)}
    assert not lacking, f"add to document-happened in texts/documents.ftl: {sorted(lacking)}"


def _records(call: ast.Call) -> bool:
    """Whether it writes into an appeal's history: that of the staff stands on no card."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "record"):
        return False
    return len(call.args) > 1 and not ast.unparse(call.func.value).endswith("staff")


def _strings(node: ast.expr) -> set[str]:
    constants = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def recorded() -> set[str]:
    found = {"alert", "breach"}  # the clock's, by variable
    for room in ("handlers", "scheduler", "bot"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and _records(node):
                    found |= _strings(node.args[1])
                elif isinstance(node, ast.Call) and ast.unparse(node.func) == "enter":
                    found |= _strings(node.args[2])  # how an appeal comes into the register
    assert {"taken", "registered"} <= found
    return found


def test_names_and_paragraphs() -> None:
    assert signature("Лебедева Галина Аркадьевна") == "Г. А. Лебедева"
    assert signature("Аристотель") == "Аристотель"
    assert paragraphs("  Раз.\n\n\nДва.\n  ") == ("Раз.", "Два.")
    assert paragraphs(" \n ") == ()
    petrov = Employee("p", "Петров Андрей Николаевич", "консультант", "b", frozenset(), "12-21")
    assert mark_of(petrov) == Mark("Петров А. Н.", "12-21", "")
