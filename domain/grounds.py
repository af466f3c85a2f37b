"""The lawful reasons to leave an appeal without a reply on its merits. There are no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: So many replies to the same question are "repeatedly" (59-FZ art. 11 part 5).
REPEATEDLY = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """One of them: its clause, the window in which the client must be told ("" for none), and
    whether only a head may decide so."""

    clause: str
    rule: str = ""
    by_head: bool = False


#: N-1052 §7 allows what article 11 of 59-FZ names, and nothing else.
GROUNDS: Mapping[str, Ground] = {
    "unintelligible": Ground("N-1052 §26", "unintelligible"),
    "unreadable": Ground("59-FZ §11 (4)", "unintelligible"),
    "insult": Ground("59-FZ §11 (3)"),
    "nameless": Ground("59-FZ §11 (1)"),
    "court": Ground("59-FZ §11 (2)"),
    # ending a correspondence is a decision of whoever is in charge
    "repeated": Ground("59-FZ §11 (5)", by_head=True),
    "secret": Ground("59-FZ §11 (6)"),
}
