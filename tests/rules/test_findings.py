"""The findings as an officer reads them."""

from __future__ import annotations

import asyncio

from domain.reply_rules import ReplyFacts, check
from handlers.officer.findings import MOST_LINES, findings_text, greeting_text
from handlers.officer.review import checked

NOTHING = ReplyFacts()


def told(text: str) -> list[str]:
    return findings_text(check(text, NOTHING), text).splitlines()


def test_nothing_found() -> None:
    assert told("Пособие придёт завтра.") == ["Проверили текст: замечаний нет."]


def test_a_line_quotes_the_place_the_better_word_and_the_clause() -> None:
    heading, line = told("Обращение расмотрено сегодня.")
    assert heading.endswith(":")
    assert line.startswith("Исправьте")
    assert "«расмотрено»" in line
    assert "Лучше: «рассмотрено»" in line
    assert line.endswith("(приказ № 1052, пункт 8)")


def test_errors_come_first_and_secrets_before_all() -> None:
    lines = told("Заходите на ЕПГУ. Ответ в течении дня. Пишите Анне: anna@mail.ru.")[1:]
    assert [line.split(":")[0] for line in lines] == ["Исправьте", "Исправьте", "Проверьте"]
    assert "anna@mail.ru" in lines[0]
    assert "в течении" in lines[1]
    assert "ЕПГУ" in lines[2]


def test_no_more_lines_than_can_be_read() -> None:
    lines = told("Ответ в течении дня. " * (MOST_LINES + 3))
    assert len(lines) == 1 + MOST_LINES + 1
    assert lines[-1] == "…и ещё 3 замечания"


def test_a_long_place_is_quoted_by_its_beginning() -> None:
    (line,) = told("Слово" + " и дело" * 20 + ".")[1:]
    assert "«Слово и дело" in line
    assert len(line) < 200
    assert "слов: 41" in line


def test_the_greeting_the_client_reads() -> None:
    assert greeting_text("Иванов Иван Петрович") == "Уважаемый Иван Петрович!"
    assert greeting_text("мария") == "Уважаемая Мария!"
    assert greeting_text("Солнышко") == "Здравствуйте!"


def test_a_clause_of_the_law_is_told_as_one() -> None:
    (line,) = told("Пишите Анне: anna@mail.ru.")[1:]
    assert line.endswith("(закон № 152-ФЗ, статья 7)")


async def test_the_loop_goes_on_while_a_reply_is_checked() -> None:
    turns = 0
    async with asyncio.TaskGroup() as group:
        checking = group.create_task(checked("Ответ в течении дня.", NOTHING))
        while not checking.done():
            await asyncio.sleep(0)
            turns += 1
    assert [finding.rule for finding in checking.result()] == ["grammar"]
    assert turns > 1
