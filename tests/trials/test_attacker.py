"""The attacker finds what is planted: each attack is tried on copies that do give somebody away."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable

import pytest

from domain.surveys.marks import hashed, spelt
from tests.trials.attacker import Case, Copy, Row, Suspect, tried

WAVE, PEOPLE = 77, 30
pytestmark = pytest.mark.requirement("S4")

Leak = Callable[[Copy, int, str], None]


def simulated(leak: Leak, *, sorted_order: bool = False) -> tuple[Case, list[int]]:
    """Thirty people of two groups vote in an order by lot; after each vote the leak is let in."""
    chats = [10**18 + 7 * place for place in range(PEOPLE)]
    suspects = [
        Suspect(chat, "ab"[place % 2], (str(chat), f"peer{place}x"))
        for place, chat in enumerate(chats)
    ]
    marks = {one.chat: spelt(secrets.token_bytes(16)) for one in suspects}
    ballots = {chat: {"hash": hashed(WAVE, mark), "spent": "0"} for chat, mark in marks.items()}
    invited = [{"chat": str(chat), "answered": "0"} for chat in chats]
    tables: dict[str, list[Row]] = {"invitations": [*invited], "sheets": [], "outbox": []}
    voters = suspects if sorted_order else random.Random(5).sample(suspects, PEOPLE)
    copies = [_copied(tables, ballots)]
    for place, voter in enumerate(voters):
        ballots[voter.chat]["spent"] = "1"
        sheet = {"part": voter.group, "id": secrets.token_hex(16), "xmin": str(500 + place)}
        tables["sheets"] = [*tables["sheets"], sheet]
        copy = _copied(tables, ballots)
        leak(copy, voter.chat, marks[voter.chat])
        tables["invitations"] = copy.tables["invitations"]
        copies.append(copy)
    return Case(WAVE, suspects, copies), [one.chat for one in voters]


def _copied(tables: dict[str, list[Row]], ballots: dict[int, dict[str, str]]) -> Copy:
    rows = sorted((dict(row) for row in ballots.values()), key=lambda row: row["hash"])
    return Copy({**{name: [*rows] for name, rows in tables.items()}, "ballots": [*rows]})


def nothing(copy: Copy, chat: int, mark: str) -> None:
    pass


def flag(copy: Copy, chat: int, mark: str) -> None:
    copy.tables["invitations"] = [
        {**row, "answered": "1"} if row["chat"] == str(chat) else row
        for row in copy.tables["invitations"]
    ]


def seen(copy: Copy, chat: int, mark: str) -> None:
    copy.tables["chats"] = [{"id": str(chat), "seen_at": "today"}]


def logged(copy: Copy, chat: int, mark: str) -> None:
    copy.log = f'{{"message": "heard {chat}"}}'


def page(copy: Copy, chat: int, mark: str) -> None:
    copy.files["db-wal"] = secrets.token_bytes(5000) + chat.to_bytes(8, "big") + b"\0" * 90


def kept(copy: Copy, chat: int, mark: str) -> None:
    copy.tables["outbox"] = [{"chat": str(chat), "about": "", "reply": f"sv:aAAAAAAAAAAA{mark}:"}]


def together(copy: Copy, chat: int, mark: str) -> None:
    xmin = copy.tables["sheets"][-1]["xmin"]
    copy.tables["drafts"] = [{"chat": str(chat), "xmin": xmin}]


@pytest.mark.parametrize(
    ("leak", "attack"),
    [
        (flag, "rows"),
        (seen, "rows"),
        (logged, "log"),
        (page, "files"),
        (kept, "marks"),
        (together, "transactions"),
    ],
)
def test_a_leak_is_found(leak: Leak, attack: str) -> None:
    case, truth = simulated(leak)
    verdict = tried(case, truth)
    assert verdict.scores[attack] > 0.95, verdict
    assert verdict.best[1] > 0.95


def test_an_order_is_found() -> None:
    case, truth = simulated(nothing, sorted_order=True)
    name, share = tried(case, truth).best
    assert name.startswith("order of ")
    assert share == 1


def test_flags_for_half_a_group_are_found() -> None:
    """Written at once for six of fifteen: a guess is right twice as often."""
    case, truth = simulated(nothing)
    early = {str(chat) for chat in truth[:12]}
    for copy in case.copies[13:]:
        copy.tables["invitations"] = [
            {**row, "answered": str(int(row["chat"] in early))}
            for row in copy.tables["invitations"]
        ]
    assert tried(case, truth).scores["flags"] == pytest.approx(4 / 30)
    case, truth = simulated(nothing)
    for copy in case.copies[13:]:
        copy.tables["outbox"] = [
            {"chat": str(chat), "about": str(WAVE), "reply": ""} for chat in truth[12:]
        ]
    assert tried(case, truth).scores["reminders"] == pytest.approx(4 / 30)


def test_without_a_leak_there_is_nothing_but_the_group() -> None:
    verdict = tried(*simulated(nothing))
    assert all(share == pytest.approx(2 / 30) for share in verdict.scores.values()), verdict
