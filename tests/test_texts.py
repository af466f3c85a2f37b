"""The words themselves: all can be said, fit the messengers, are Russian, and no officialese."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from bot.vk.spoken import board
from domain.appeals import Kind, Number
from domain.talk import Reply
from domain.words import dictionary
from storage.ids import new_id
from tests.source import tree
from texts import button, heard_as, moments, say, words, written

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "texts").glob("*.ftl"))
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)

#: What a value may be in a text, where the name alone does not tell; the first is a sample.
SAMPLES: dict[str, Any] = {
    "law": "152",
    "number": "2026-000123",
    "count": 3,
    "total": 21,
    "amount": 8,
    "place": 4,
    "megabytes": 20,
    "year": "2026",
    "order": "97",
    "point": "10",
    "email": "priemnaya@example.org",
    "phone": "12-21",
    "time": "3 ч 20 мин",
    "until": "среды, 25 ноября, 14:30",
    "promise": "Ответим до среды, 25 ноября, 14:30.",
    "deadline": "до среды, 25 ноября, 14:30 (осталось 3 ч)",
    "at": "в среду, 25 ноября, в 9:00",
    "opens": "в среду, 25 ноября, в 9:00",
    "left": "осталось 3 ч",
    "who": "Петров А. Н.",
    "name": "Петров Андрей Николаевич",
    "post": "консультант",
    "unit": "Отдел пособий и социальных выплат",
    "topic": "Пособия на детей",
    "value": "8-800-000-00-00",
    "portal": "https://pos.example.org/",
}


def messages() -> dict[str, fluent.Message]:
    found: dict[str, fluent.Message] = {}
    for path in TEXTS:
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if isinstance(entry, fluent.Message):
                found[entry.id.name] = entry
    return found


MESSAGES = messages()


def nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        for item in node:
            yield from nodes(item)
    elif isinstance(node, fluent.BaseNode):
        yield node
        for value in vars(node).values():
            yield from nodes(value)


def choices(message: fluent.Message) -> dict[str, list[Any]]:
    """Each value of a text with everything it may be: what its variants name, else a sample."""
    values: dict[str, list[Any]] = {}
    for node in nodes(message.value):
        if isinstance(node, fluent.VariableReference):
            values.setdefault(node.id.name, [SAMPLES.get(node.id.name, "слово")])
    for node in nodes(message.value):
        selects = isinstance(node, fluent.SelectExpression)
        if selects and isinstance(node.selector, fluent.VariableReference):
            values[node.selector.id.name] = _variants(node)
        if isinstance(node, fluent.FunctionReference):  # chosen by what has the number
            values["number"] = [Number(SAMPLES["number"], kind) for kind in Kind]
    return values


def _variants(select: fluent.SelectExpression) -> list[Any]:
    keys = [
        v.key.name if isinstance(v.key, fluent.Identifier) else v.key.value for v in select.variants
    ]
    if {"one", "few", "many"} & {*keys}:
        return [0, 1, 2, 5, 11, 21, 22]
    return [*keys, "иное"]


def said(name: str) -> Iterator[str]:
    """A text with every combination of its variants."""
    values = choices(MESSAGES[name])
    for picked in product(*values.values()):
        yield words(name, **dict(zip(values, picked, strict=True)))


@pytest.mark.parametrize("name", MESSAGES)
def test_every_text_can_be_said(name: str) -> None:
    for text in said(name):
        assert text.strip() == text or name in {"plain"}, "no stray spaces at the edges"
        assert "{" not in text
        assert "  " not in text
        assert " ." not in text
        assert " ," not in text
        assert "..." not in text
        assert not re.search(r"[.!?]{2}", text)


def test_a_text_that_lacks_a_value_is_our_mistake() -> None:
    with pytest.raises(Exception, match="number"):
        words("taken")
    with pytest.raises(LookupError):
        words("no such text")


def test_peoples_words_are_put_in_as_they_are() -> None:
    for text in ("{ $number }", "слово " * 2_000, "\\u0041 {", "a\n\n  b", "x" * 501):
        assert words("plain", text=text) == text
    long = "о" * 600
    entry = {"side": "client", "edited": "no", "at": "{ $text }"}
    assert words("my-entry", text=long, **entry) == f"Вы, {{ $text }}:\n{long}"


def test_values_are_not_wrapped_in_invisible_signs() -> None:
    assert words("taken", number="2026-000001") == "Обращение 2026-000001 ваше."


def test_a_year_is_written_as_a_year() -> None:
    assert "на 2031 год" in words("notice-no_calendar", year="2031", number="2031-000001")


def steps_on_record() -> Iterator[str]:
    """Every step of an appeal's history that the code names: said to what records it, or held as
    `what`. The history of the staff list stands on no card."""
    recording = {"record", "_record", "_keep", "close", "enter"}
    for room in ("handlers", "scheduler"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(tree(path)):
                named: list[ast.expr] = []
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    of_staff = ast.unparse(node.func).endswith("staff.record")
                    named = node.args[1:4] if name in recording and not of_staff else []
                elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "what":
                    named = [node.value]
                for one in named:
                    either = (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,)
                    for word in either:
                        if isinstance(word, ast.Constant) and isinstance(word.value, str):
                            yield word.value


def test_every_step_of_a_history_can_be_read_on_the_card() -> None:
    steps = set(steps_on_record()) - {"client", "clock", "", "chat"}  # who did it, by which way
    assert {"registered", "complained", "redirected", "note_changed", "to_dispatch"} <= steps
    steps |= {f"{of}{kind}" for of in ("", "part_") for kind in ("alert", "breach")}
    for step in sorted(steps):
        assert re.search("[а-я]", words("document-happened", what=step)), step


COUNTED = {
    "queue-heading": (
        {"title": "Моя очередь"},
        "total",
        {0: "пусто", 1: "1 обращение", 2: "2 обращения", 4: "4 обращения", 5: "5 обращений",
         11: "11 обращений", 12: "12 обращений", 21: "21 обращение", 22: "22 обращения",
         25: "25 обращений", 111: "111 обращений", 121: "121 обращение"},
    ),
    "reply-preview": (
        {"number": "1", "album": "no"},
        "count",
        {0: "увидит клиент.", 1: "и 1 файл)", 2: "и 2 файла)", 5: "и 5 файлов)", 11: "и 11 файлов)",
         21: "и 21 файл)", 22: "и 22 файла)"},
    ),
    "why-rule": (
        {"rule": "Ответ", "clause": "приказ", "span": "working-hours"},
        "amount",
        {1: "1 рабочий час ", 2: "2 рабочих часа", 5: "5 рабочих часов", 8: "8 рабочих часов",
         11: "11 рабочих часов", 21: "21 рабочий час ", 22: "22 рабочих часа"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTED)
def test_russian_plurals(name: str) -> None:
    values, counter, expected = COUNTED[name]
    for count, ending in expected.items():
        assert ending in words(name, **values, **{counter: count}), count


@pytest.mark.parametrize(
    ("span", "one", "few", "many"),
    [
        ("working-days", "1 рабочий день ", "3 рабочих дня", "7 рабочих дней"),
        ("calendar-hours", "1 час ", "3 часа", "7 часов"),
        ("calendar-days", "1 день ", "3 дня", "7 дней"),
    ],
)
def test_lengths_of_windows(span: str, one: str, few: str, many: str) -> None:
    for amount, expected in ((1, one), (3, few), (7, many)):
        assert expected in words("why-rule", rule="", clause="", span=span, amount=amount)


#: What an order forbids in a reply, and what nobody says to a person.
OFFICIALESE = [
    r"принят\w* в обработку", r"взят\w* на контроль", r"в установленном порядке", r"настоящим",
    r"уведомля", r"доводим до", r"в рамках", r"осуществля", r"производится", r"вышеуказанн",
    r"нижеследующ", r"надлежащ", r"ожидайте", r"данн(ый|ая|ое|ого|ой|ом) (запрос|обращ|сообщ)",
    r"ваш запрос", r"ваше мнение", r"очень важ", r"уважаемый пользователь", r"\bюзер", r"\bбот\b",
    r"команд[ауы]\b", r"к сожалению", r"в кратчайшие сроки", r"\w+\(а\)", r"во исполнение",
    r"рассмотрен", r"инициир", r"оператор", r"робот", r"извините за", r"доставленные неудобства",
]  # fmt: skip


@pytest.mark.parametrize("phrase", OFFICIALESE)
def test_no_officialese(phrase: str) -> None:
    guilty = [name for name in MESSAGES for text in said(name) if re.search(phrase, text.lower())]
    assert guilty == []


def test_no_smileys() -> None:
    picture = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
    assert [name for name in MESSAGES for text in said(name) if picture.search(text)] == []


#: Names and abbreviations no dictionary has.
KNOWN = {"вконтакте", "фз", "мб", "мин", "снилс", "ся"} | {
    "пин-код",
    "пн-чт",
    "пин-кода",
    "пин-кодом",
    "пин-кодов",
}


def test_every_word_is_spelt_right() -> None:
    unknown = set()
    for name in MESSAGES:
        for text in said(name):
            for word in re.findall(r"[а-яё]+(?:-[а-яё]+)*", text.lower()):
                if word not in KNOWN and not dictionary().word_is_known(word):
                    unknown.add((name, word))
    assert unknown == set()


def test_spelling_would_be_noticed() -> None:
    assert not dictionary().word_is_known("обращенее")


def test_io_is_written() -> None:
    """One way of writing throughout: with ё where it is spoken."""
    without = re.compile(r"\b(еще|все-таки|пришлем|придет|идет|ведет|ждет|заведем|войдет|найдем)\b")
    assert [n for n in MESSAGES for text in said(n) if without.search(text.lower())] == []


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.startswith("button-")])
def test_labels_fit(name: str) -> None:
    for label in said(name):
        assert 0 < len(label) <= 40
        assert not label.endswith(".")


def test_commands_are_one_word_each() -> None:
    for name in ("menu", "help"):
        assert all(re.fullmatch(r"/?[a-zа-яё]+", word) for word in heard_as(name))
    assert not heard_as("menu") & heard_as("help")
    assert "справка" not in heard_as("help"), "clients of a ministry ask for certificates"


LONGEST_ID = 2**63 - 1
#: An id of the organisation file has at most 32 letters.
LONGEST_NAME = "n" * 32


def taps() -> Iterator[str]:
    """Every tap that conversations make, as long as it can be."""
    for path in sorted((ROOT / "handlers").rglob("*.py")):
        for node in ast.walk(tree(path)):
            maker = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if maker and node.func.id in {"button", "Button"} and len(node.args) > 1:  # type: ignore[attr-defined]
                yield _longest(node.args[1])  # type: ignore[attr-defined]


def _longest(tap: ast.expr) -> str:
    if isinstance(tap, ast.Constant):
        return str(tap.value)
    assert isinstance(tap, ast.JoinedStr), ast.unparse(tap)
    return "".join(map(_part, tap.values))


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    value = ast.unparse(part)
    if value == "{name}":
        return "sorting"  # the longest name of a queue
    if value.startswith(("{topic", "{t.", "{o.", "{unit")):
        return LONGEST_NAME
    return "99999" if "page" in value or "version" in value else str(LONGEST_ID)


def test_every_tap_fits_into_64_bytes() -> None:
    found = [*taps()]
    assert len(found) > 30
    assert {tap: len(tap.encode()) for tap in found if len(tap.encode()) > 64} == {}


def test_ids_are_as_long_as_thought() -> None:
    assert new_id() < LONGEST_ID


def fits(reply: Reply) -> None:
    """VK's limits for a keyboard under a message; Telegram's are wider."""
    assert len(reply.rows) <= 6
    assert all(1 <= len(row) <= 5 for row in reply.rows)
    assert sum(map(len, reply.rows)) <= 10
    assert all(0 < len(b.label) <= 40 and len(b.tap.encode()) <= 64 for r in reply.rows for b in r)
    assert len(json.loads(board(reply.rows))["buttons"]) == len(reply.rows)


def test_rows_that_are_empty_are_left_out() -> None:
    reply = say("cancelled", (), button("menu", "menu"), [])
    assert [[b.label for b in row] for row in reply.rows] == [["Меню"]]
    fits(reply)
    assert written("Слова").rows == ()


ZONE = "Europe/Moscow"


@pytest.mark.parametrize(
    ("at", "until", "on"),
    [
        ("2026-11-23T11:30", "понедельника, 23 ноября, 14:30", "в понедельник, 23 ноября, в 14:30"),
        ("2026-11-24T06:05", "вторника, 24 ноября, 09:05", "во вторник, 24 ноября, в 9:05"),
        ("2026-11-25T06:00", "среды, 25 ноября, 09:00", "в среду, 25 ноября, в 9:00"),
        ("2026-12-03T09:00", "четверга, 3 декабря, 12:00", "в четверг, 3 декабря, в 12:00"),
        ("2026-12-04T21:30", "субботы, 5 декабря, 00:30", "в субботу, 5 декабря, в 0:30"),
        (
            "2027-05-11T07:00",
            "вторника, 11 мая 2027 года, 10:00",
            "во вторник, 11 мая 2027 года, в 10:00",
        ),
    ],
)  # fmt: skip
def test_moments_in_words(at: str, until: str, on: str) -> None:
    moment = datetime.fromisoformat(f"{at}+00:00")
    assert moments.until(moment, ZONE, NOW) == until
    assert moments.on(moment, ZONE, NOW) == on


def test_all_days_and_months_have_their_words() -> None:
    first = date(2026, 1, 1)
    days = [moments.day_name(first + timedelta(days=n)) for n in range(365)]
    assert len(set(days)) == 365
    assert days[0] == "четверг, 1 января"
    assert all(re.fullmatch(r"[а-я]+, \d{1,2} [а-я]+", day) for day in days)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(hours=3, minutes=20), "3 ч 20 мин"),
        (timedelta(hours=2), "2 ч"),
        (timedelta(minutes=40), "40 мин"),
        (-timedelta(hours=1, minutes=1), "1 ч 1 мин"),
        (timedelta(hours=100), "100 ч"),
    ],
)
def test_lengths_of_time(span: timedelta, text: str) -> None:
    assert moments.span(span) == text


def test_a_number_is_called_by_what_it_names() -> None:
    said = {kind: words("taken", number=Number("2026-000001", kind)) for kind in Kind}
    assert said[Kind.OFFICIAL] == said[Kind.MESSAGE] == "Обращение 2026-000001 ваше."
    assert said[Kind.REQUEST] == said[Kind.ORAL] == "Запрос 2026-000001 ваш."
    assert said[Kind.LETTER] == "Письмо 2026-000001 ваше."
    asked = words("ask-inform", number=Number("2026-000001", Kind.REQUEST))
    assert asked.startswith("Напишите, что сделано по запросу 2026-000001")
