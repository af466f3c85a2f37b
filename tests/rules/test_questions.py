"""The questions of an appeal: what its sentences ask, and a list as a person writes it."""

from __future__ import annotations

import pytest

from domain.questions import LONGEST, MOST, proposed, typed
from domain.refusal import Refused

pytestmark = pytest.mark.requirement("R16")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Когда придёт пособие?", ["Когда придёт пособие?"]),
        ("Упало дерево.", ["Упало дерево."]),
        (
            "Здравствуйте! Мне 70 лет. Положена ли мне субсидия? Прошу также пересчитать пенсию.",
            ["Положена ли мне субсидия?", "Прошу также пересчитать пенсию."],
        ),
        (
            "Прошу ответить:\n1. Когда выплата\n2) Почему мало,\nесли стаж большой\n\nСпасибо",
            ["Когда выплата", "Почему мало, если стаж большой"],
        ),
        ("- Где справка?\n- Кто отвечает?", ["Где справка?", "Кто отвечает?"]),
        ("Объясните отказ. Объясните отказ.", ["Объясните отказ."]),
        ("ул. Ленина, д. 5. Почему нет льготы?", ["Почему нет льготы?"]),
        ("   \n ", []),
    ],
)
def test_what_a_text_asks(text: str, asked: list[str]) -> None:
    assert list(proposed(text)) == asked


def test_a_proposal_leaves_nothing_out_and_stays_short() -> None:
    many = proposed(" ".join(f"Вопрос номер {n}?" for n in range(40)))
    assert len(many) == MOST
    assert "Вопрос номер 39?" in many[-1]
    assert all(len(question) <= LONGEST for question in proposed("слово " * 1_000))


def test_a_list_as_typed() -> None:
    assert typed("1. Первый\n\n2) Второй\n— Третий\n Первый") == ("Первый", "Второй", "Третий")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" \n ", "questions-none"),
        ("\n".join(f"Вопрос {n}" for n in range(MOST + 1)), "questions-too-many"),
        ("в" * (LONGEST + 1), "question-too-long"),
    ],
)
def test_lists_that_are_refused(text: str, name: str) -> None:
    with pytest.raises(Refused) as no:
        typed(text)
    assert no.value.text == name
