"""What the house itself says passes the check that officers' replies pass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from domain.appeals import Kind, Number
from domain.reply_rules import ReplyFacts, Severity, check
from texts import words

TEXTS = Path(__file__).resolve().parent.parent / "texts"
#: lists of words a person may say, not sentences of ours
HEARD = "heard-"
CONTACTS = "630000, г. Новосибирск, ул. Примерная, д. 6, 8-800-000-00-00, priemnaya@example.org"
PERSON = "Петров Олег Игоревич"
SAMPLES: dict[str, Any] = {
    "address": "Иван Петрович",
    "contacts": CONTACTS,
    "deadline": "до понедельника, 24 ноября, 14:30 (осталось 3 ч)",
    "email": "priemnaya@example.org",
    "ministry": "Министерство труда и социального развития",
    "name": PERSON,
    "number": "2026-000001",
    "opens": "в понедельник, 24 ноября, в 9:00",
    "place": "справка",
    "better": "документ",
    "promise": "Ответим до понедельника, 24 ноября, 14:30.",
    "portal": "https://pos.example.org/",
    "post": "консультант",
    "text": "Когда придёт пособие?",
    "topic": "Пособия на детей",
    "unit": "Отдел пособий и социальных выплат",
    "until": "понедельника, 24 ноября, 14:30",
    "who": "Петров О. И.",
}
#: a value without a sample: no word, so that it can neither be right nor wrong
ANY = "2026"
COUNTS = (1, 2, 5)
#: what a text is chosen by that is said of appeals and of colleagues' requests
NUMBERS = tuple(Number(f"2026-00000{place}", kind) for place, kind in enumerate(Kind, 1))
#: only an officer's reply opens with a greeting
NO_REPLIES = {"greeting-missing"}
FACTS = ReplyFacts(people=(PERSON,), contacts=(CONTACTS,), greeted=False)


def said(name: str) -> Iterator[str]:
    """The text with every choice it makes: plural forms, named cases, absent values."""
    wanted: dict[str, set[Any]] = {}
    _gather(MESSAGES[name].value, wanted)
    for values in product(*(chosen or {SAMPLES.get(key, ANY)} for key, chosen in wanted.items())):
        yield words(name, **dict(zip(wanted, values, strict=True)))


def _messages() -> dict[str, fluent.Message]:
    bodies = (FluentParser().parse(path.read_text("utf-8")).body for path in TEXTS.glob("*.ftl"))
    entries = (entry for body in bodies for entry in body)
    return {entry.id.name: entry for entry in entries if isinstance(entry, fluent.Message)}


def _gather(node: Any, wanted: dict[str, set[Any]]) -> None:
    """The values a text wants; for those it chooses by, each choice."""
    if isinstance(node, list):
        for item in node:
            _gather(item, wanted)
    elif isinstance(node, fluent.MessageReference):
        _gather(MESSAGES[node.id.name].value, wanted)
    elif isinstance(node, fluent.SelectExpression):
        if isinstance(node.selector, fluent.VariableReference):
            name = node.selector.id.name
            wanted.setdefault(name, set()).update(_choices(node, SAMPLES.get(name, ANY)))
        else:
            _gather(node.selector, wanted)
        _gather(node.variants, wanted)
    elif isinstance(node, fluent.FunctionReference):
        wanted.setdefault("number", set()).update(NUMBERS)
    elif isinstance(node, fluent.VariableReference):
        wanted.setdefault(node.id.name, set())
    elif isinstance(node, fluent.BaseNode):
        for value in vars(node).values():
            _gather(value, wanted)


def _choices(node: fluent.SelectExpression, sample: Any) -> set[Any]:
    """A value for each branch; for the one that takes whatever is left, the sample."""
    keys = {_key(variant): variant.default for variant in node.variants}
    if keys.keys() & {"one", "few", "many"}:
        return set(COUNTS) | {int(key) for key in keys if key.isdigit()}
    return {sample if default and key == "other" else key for key, default in keys.items()}


def _key(variant: fluent.Variant) -> str:
    return str(getattr(variant.key, "name", getattr(variant.key, "value", "")))


MESSAGES = _messages()


@pytest.mark.parametrize("name", sorted(name for name in MESSAGES if not name.startswith(HEARD)))
def test_the_house_speaks_as_it_asks_officers_to(name: str) -> None:
    texts = list(said(name))
    assert texts
    for text in texts:
        found = [
            (text[finding.start : finding.end], finding.rule, finding.better)
            for finding in check(text, FACTS)
            if finding.severity is not Severity.HINT and finding.rule not in NO_REPLIES
        ]
        assert found == []


def test_every_file_is_read_and_every_branch_is_said() -> None:
    files = {path.name for path in TEXTS.rglob("*.ftl")}
    assert files == {path.name for path in TEXTS.glob("*.ftl")} >= {"client.ftl", "officer.ftl"}
    branches = fluent_select("one { $kind ->\n [a] first\n [b] second\n *[other] third\n }")
    assert _choices(branches, "sample") == {"a", "b", "sample"}
    counted = fluent_select("one { $n ->\n [0] none\n [one] single\n *[many] lots\n }")
    assert _choices(counted, ANY) == {0, *COUNTS}


def fluent_select(choice: str) -> fluent.SelectExpression:
    (message,) = FluentParser().parse(f"text = {choice}").body
    assert isinstance(message, fluent.Message)
    assert message.value
    placeable = message.value.elements[-1]
    assert isinstance(placeable, fluent.Placeable)
    assert isinstance(placeable.expression, fluent.SelectExpression)
    return placeable.expression


def test_a_bad_text_of_ours_would_be_found() -> None:
    found = check("Ваше сообщение принято в обработку.", FACTS)
    assert "brush-off" in {finding.rule for finding in found}
