"""What docs/reply-check.md states of the reply check is what it reaches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.reply_check.found import Severity
from domain.reply_rules import ReplyFacts, check
from tests.rules.reply_measure import FINDS, HALVES, SET, Figures, halves, measured, over
from tests.shared import needed

STATED = (Path(__file__).resolve().parents[2] / "docs" / "reply-check.md").read_text("utf-8")
_ROW = re.compile(r"\| ([\w -]+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|")
_RULE = re.compile(r"\| `([a-z-]+)` \| (\d+) \| ([\d.]+) \|")


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    return dict(zip(HALVES, measured(), strict=True))


@pytest.mark.requirement("T4")
def test_the_figures_are_no_worse_than_stated(figures: dict[str, Figures]) -> None:
    rows = {found[1]: found for found in _ROW.finditer(STATED) if found[1] in HALVES}
    assert set(rows) == set(HALVES)
    for name, row in rows.items():
        reached = figures[name]
        assert (reached.good, reached.bad) == (int(row[2]), int(row[4])), name
        assert reached.accused <= int(row[3]), reached.wrong
        assert reached.found >= int(row[5]), reached.missed
        assert reached.precision >= float(row[6]) - 0.005, reached.wrong
        assert reached.recall >= float(row[7]) - 0.005, reached.missed


def test_the_set_is_large_enough_and_labelled() -> None:
    bad = [(fault, one) for fault, those in SET["bad"].items() for one in those]
    assert len(SET["good"]) >= 60
    assert len(bad) >= 60
    assert set(SET["bad"]) == set(FINDS)
    assert [one["text"] for _, one in bad if one.get("at", "") not in one["text"]] == []
    assert len({one["text"] for one in SET["good"]} | {one["text"] for _, one in bad}) == len(
        SET["good"]
    ) + len(bad)


def test_the_halves_are_every_second_one() -> None:
    assert list(halves("abcd")) == [(0, "a"), (1, "b"), (0, "c"), (1, "d")]


def test_the_orders_are_accused_as_often_as_stated() -> None:
    texts = [path.read_text("utf-8") for path in sorted(needed("orders").glob("*.txt"))]
    words, rules = over([part for text in texts for part in text.split("\n\n")])
    stated = {found[1]: (int(found[2]), float(found[3])) for found in _RULE.finditer(STATED)}
    assert set(rules) <= set(stated)
    for rule, count in rules.items():
        most, per_thousand = stated[rule]
        assert count <= most, rule
        assert round(most / words * 1000, 1) == per_thousand, rule


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Благодаря вашей подсказки мы всё исправили.", ["case"]),
        ("После этого деньги поступят на счёт.", []),
        ("До последней недели отпуска остался день.", []),
        ("Для наших маленьких гостей готовы подарки.", []),
        ("Подпишите обоим девочкам справки.", ["agreement"]),
        ("Обоим мальчикам и обеим девочкам по десять лет.", []),
        ("Пожалуйста пришлите справку.", ["comma"]),
        ("Пришлите, пожалуйста, справку.", []),
        ("Деньги придут позже потому что 12 июня выходной.", ["comma"]),
        ("Это нужно для того чтобы назначить пособие.", []),
        ("Приходите, даже если справки ещё нет.", []),
        ("Перечислим недостающую сумму.", ["promise-without-date"]),
        ("Перечислим недостающую сумму, если вы пришлёте номер счёта.", []),
        ("Заявление принимает Агенство занятости.", ["spelling"]),
        ("Позвоните (осталось 3 ч), мы ответим.", []),
        ("Нужны: а) паспорт; б) справка.", []),
    ],
)
def test_what_the_measure_taught(text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in check(text, ReplyFacts())] == rules


def test_a_few_long_words_of_a_note_only_ask() -> None:
    note = ReplyFacts(internal=("По этому случаю идёт служебная проверка отдела выплат",))
    (finding,) = check("Сейчас идёт служебная проверка отдела выплат.", note)
    assert (finding.rule, finding.severity) == ("internal-words", Severity.WARNING)
    number = ReplyFacts(internal=("Сказать, что выплата назначена с 1 октября и придёт",))
    assert check("Ваша выплата назначена с 1 октября.", number) == ()


def test_a_short_note_the_client_has_said_himself() -> None:
    facts = ReplyFacts(internal=("Нет справки о доходах",), own=("У меня нет справки о доходах",))
    assert check("Если нет справки о доходах, напишите.", facts) == ()


def test_the_address_of_a_flat() -> None:
    text = "Получатель живёт на ул. Садовой, д. 5, кв. 17."
    (finding,) = check(text, ReplyFacts())
    assert (finding.rule, text[finding.start : finding.end]) == (
        "data-address",
        "ул. Садовой, д. 5, кв. 17",
    )
    assert check(text, ReplyFacts(own=("Я живу: улица Садовая, 5, кв 17",))) == ()
    assert check("Отдел находится на ул. Садовой, д. 5, кабинет 17.", ReplyFacts()) == ()
