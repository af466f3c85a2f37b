"""Templates: filled with an appeal's data or refused by name; those shipped are well written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import organisation
from domain.refusal import Refused
from domain.reply_rules import ReplyFacts, Severity, check
from domain.templates import (
    CASES,
    PLACEHOLDERS,
    Template,
    blanks,
    fill,
    offered,
    overdue,
    placeholders,
    with_blank,
)

ROOT = Path(__file__).resolve().parents[2]
MINISTRY = organisation.load(ROOT / "organisation.yaml")
OWN = MINISTRY.contacts
FACTS = {
    "number": "2026-000123",
    "date": "24 ноября",
    "name": "Иван Петрович",
    "topic": "Пособия на детей",
    "unit": "Отдел пособий и социальных выплат",
    "ministry": MINISTRY.name,
    "address": OWN.address,
    "phone": OWN.phone,
    "email": OWN.email,
    "reception": OWN.reception,
    "portal": OWN.state_portal,
    "earlier_number": "2026-000007",
    "earlier_date": "3 ноября",
    "earlier_answered": "5 ноября",
}
TEMPLATE = Template(
    "t", "Title", "1", "ann", date(2027, 6, 1), "№ {number} от {date}: [сумма], [срок], [сумма]"
)


@pytest.mark.requirement("T5")
def test_every_placeholder_has_its_fact() -> None:
    assert set(FACTS) == set(PLACEHOLDERS)
    text = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert fill(replace(TEMPLATE, text=text), FACTS) == " ".join(FACTS[n] for n in PLACEHOLDERS)


@pytest.mark.requirement("T5")
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_fact_is_named(value: str | None) -> None:
    facts = {name: fact for name, fact in FACTS.items() if name != "date"}
    with pytest.raises(Refused) as refused:
        fill(TEMPLATE, facts if value is None else facts | {"date": value})
    assert refused.value.text == "template-lacks"
    assert refused.value.values == {"title": "Title", "what": "date"}


def test_a_fact_is_put_in_as_it_is() -> None:
    """A client may call themselves anything: their words are no template."""
    filled = fill(TEMPLATE, FACTS | {"number": r"{date} \1", "date": "{number}"})
    assert filled.startswith(r"№ {date} \1 от {number}:")


@pytest.mark.requirement("T6")
def test_blanks_are_the_officers() -> None:
    text = fill(TEMPLATE, FACTS)
    assert blanks(text) == ("сумма", "срок")
    text = with_blank(text, "сумма", " 5 рублей ")
    assert text.endswith(": 5 рублей, [срок], 5 рублей")
    assert blanks(text) == ("срок",)
    assert blanks("[1] [а] [\n] []") == ()


@pytest.mark.requirement("T6")
def test_what_is_offered_and_in_what_order() -> None:
    own = replace(TEMPLATE, id="own", topics=("child",))
    other = replace(TEMPLATE, id="other", topics=("home",))
    every = replace(TEMPLATE, id="every")
    court, again = (replace(TEMPLATE, id=f"case{n}", case=n) for n in (1, 5))
    all_ = (again, court, other, every, own)
    assert [t.id for t in offered(all_, "child")] == ["own", "every", "case1", "case5"]
    assert [t.id for t in offered(all_, "")] == ["every", "case1", "case5"]
    shown = [t.id for t in offered(all_, "home", repeated=True)]
    assert shown == ["case5", "other", "every", "case1"]


@pytest.mark.requirement("T9")
def test_a_review_is_due_when_its_day_has_passed() -> None:
    assert overdue([TEMPLATE], date(2027, 6, 1)) == ()
    assert overdue([TEMPLATE], date(2027, 6, 2)) == (TEMPLATE,)


@pytest.mark.requirement("T5")
def test_each_case_of_the_order_has_its_typical_reply() -> None:
    cases = [t.case for t in MINISTRY.templates.values() if t.case]
    assert cases == list(CASES)
    again = next(t for t in MINISTRY.templates.values() if t.case == 5)
    assert {"earlier_number", "earlier_answered"} <= set(placeholders(again.text))


@pytest.mark.requirement("T4")
@pytest.mark.parametrize("template", MINISTRY.templates.values(), ids=lambda t: t.id)
def test_a_shipped_template_is_written_as_we_ask_officers_to(template: Template) -> None:
    text = fill(template, FACTS)
    for blank in blanks(text):
        text = with_blank(text, blank, "слово")
    contacts = (OWN.phone, OWN.email, OWN.address, OWN.state_portal, OWN.reception)
    found = check(text, ReplyFacts(outcome=template.outcome, contacts=contacts))
    assert [(f.rule, text[f.start : f.end]) for f in found] == []


@pytest.mark.requirement("T4")
def test_a_blank_left_open_does_not_go_unnoticed() -> None:
    found = check("Субсидия составляет [сумма в рублях] рублей.", ReplyFacts())
    assert [(f.rule, f.severity) for f in found] == [("unfilled", Severity.ERROR)]
