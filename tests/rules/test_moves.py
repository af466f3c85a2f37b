"""Rules of moving appeals: how often they change hands, what goes first, lawful reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.appeals import Appeal, State
from domain.grounds import GROUNDS
from domain.priority import Priority, in_order
from domain.transfers import counted, is_spent
from domain.window_rules import DEFAULT_RULES
from texts import words

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def appeal(id_: int = 1, due_in: float | None = 1, **facts: object) -> Appeal:
    due = None if due_in is None else NOW + timedelta(hours=due_in)
    found = Appeal(id_, "1", 1, State.WAITING, "", "care", "", False, "", NOW, NOW, due)
    return replace(found, **facts)  # type: ignore[arg-type]


def day(at: datetime) -> date:
    return at.date()


@pytest.mark.requirement("R5")
@pytest.mark.parametrize(("before", "spent"), [(0, False), (1, False), (2, True), (3, True)])
def test_two_transfers_and_no_third(before: int, spent: bool) -> None:
    assert is_spent(appeal(transfers=before)) is spent
    assert counted(appeal(transfers=before)) == before + 1


@pytest.mark.requirement("R5")
def test_sorting_counts_for_nothing() -> None:
    sorted_ = appeal(sorting=True, transfers=2)
    assert counted(sorted_) == 2
    assert not is_spent(sorted_)


@pytest.mark.requirement("R22")
def test_priority_goes_before_the_same_day_and_never_before_an_earlier_one() -> None:
    yesterday, morning = appeal(1, -24), appeal(2, 1)
    first = appeal(3, 5, priority=str(Priority.HEALTH))
    tomorrow, unknown = appeal(4, 24), appeal(5, None)
    urgent_unknown = appeal(6, None, priority=str(Priority.SAFETY))
    mixed = [unknown, tomorrow, morning, urgent_unknown, first, yesterday]
    found = sorted(mixed, key=lambda one: in_order(one, day))
    assert [one.id for one in found] == [1, 3, 2, 4, 6, 5]


@pytest.mark.requirement("R22")
@pytest.mark.parametrize("reason", Priority)
def test_each_reason_to_go_first_has_its_words(reason: Priority) -> None:
    assert words(f"priority-{reason}").startswith("сначала: ")
    assert words(f"button-priority-{reason}")


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("name", GROUNDS)
def test_each_lawful_reason_has_its_clause_and_its_words(name: str) -> None:
    ground = GROUNDS[name]
    assert ground.clause.startswith(("59-FZ §11", "N-1052 §26"))
    assert ground.rule in {"", *DEFAULT_RULES}
    assert words(f"button-ground-{name}")
    told = words(f"told-left-{name}", greeting="Здравствуйте!", number="1", date="24 ноября")
    assert "24 ноября" in told


@pytest.mark.requirement("R10")
def test_there_are_no_other_reasons() -> None:
    assert {*GROUNDS} == {
        "unintelligible",
        "unreadable",
        "insult",
        "nameless",
        "court",
        "repeated",
        "secret",
    }
