"""The table of an appeal's life: each action with the states it is possible in, and who may do it.

`python -m tests.life_table` writes it into docs/life.md; a test holds the two together."""

from __future__ import annotations

from pathlib import Path

from domain.access import MATRIX, Action, Scope
from domain.appeals import State
from domain.life import ONLY_FOR, POSSIBLE

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "life.md"
HEADING = """# What can be done with an appeal, when, and by whom

Made from `domain/life.py` and `domain/access.py` by `python -m tests.life_table`. A cross says that
the action is possible in the state. Who: role and how the appeal stands to them (`own`: they have
it; `unit`: it is in their unit's queue; `free`: there, and nobody has taken it; `signed`: its reply
waits for them; `controlled`: they put it under control; `part`: a part of its reply is asked of
them, and that part alone; `below`: it is in a unit under theirs; `past`: it goes past whoever heads
its unit, or that unit is gone; `any`). The client's line is `client own`.
Nobody works on an appeal of their own, nor on a complaint about themselves.
"""


def table() -> str:
    """The whole document."""
    states = list(State)
    lines = ["| action | only for | " + " | ".join(states) + " | who |"]
    lines.append("|---" * (len(states) + 3) + "|")
    for action in Action:
        if action in POSSIBLE:
            crosses = ["×" if state in POSSIBLE[action] else "" for state in states]
            only = ", ".join(sorted(ONLY_FOR.get(action, ())))
            lines.append(f"| {action} | {only} | {' | '.join(crosses)} | {_who(action)} |")
    free = [f"| {action} | {_who(action)} |" for action in Action if action not in POSSIBLE]
    rest = ["", "What is asked for without naming an appeal:", "", "| action | who |", "|---|---|"]
    return "\n".join([HEADING, *lines, *rest, *free]) + "\n"


def _who(action: Action) -> str:
    rights = sorted((str(role or "client"), str(scope)) for role, scope in MATRIX[action])
    if all(scope == Scope.NONE for _, scope in rights):
        return ", ".join("everybody" if role == "client" else role for role, _ in rights)
    return ", ".join(f"{role} {scope}" for role, scope in rights)


if __name__ == "__main__":
    DOCUMENT.write_text(table(), encoding="utf-8")
