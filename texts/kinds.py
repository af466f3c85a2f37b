"""What a number names, in every case: a citizen's appeal, a colleague's request, their letter.

Texts that are said of either choose by the number itself: `THING($number, "gen")` and
`ASKER($number, "dat")` give the word, `AGREE($number, …, …)` what agrees with it (with a neuter
word, with a masculine one), and `KIND($number)` is what a text selects on where more of a sentence
differs: "request", "letter" or "appeal".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.appeals import Kind

_KINDS = {Kind.REQUEST: "request", Kind.ORAL: "request", Kind.LETTER: "letter"}
_THINGS = {
    "appeal": "обращение обращения обращению обращением обращении",
    "request": "запрос запроса запросу запросом запросе",
    "letter": "письмо письма письму письмом письме",
}
_THING_CASES = ("nom", "gen", "dat", "ins", "prep")
_ASKERS = {
    "client": "клиент клиента клиенту клиента клиентом",
    "colleague": "коллега коллеги коллеге коллегу коллегой",
}
_ASKER_CASES = ("nom", "gen", "dat", "acc", "ins")


def kind(number: Any) -> str:
    """What has this number; a number nobody knows more of is a citizen's appeal's."""
    return _KINDS.get(getattr(number, "kind", Kind.MESSAGE), "appeal")


def thing(number: Any, case: str) -> str:
    """It, in a case; with a capital where the case has one."""
    return _said(_THINGS[kind(number)], _THING_CASES, case)


def asker(number: Any, case: str) -> str:
    """Whoever waits for the reply, in a case; with a capital where the case has one."""
    who = "client" if kind(number) == "appeal" else "colleague"
    return _said(_ASKERS[who], _ASKER_CASES, case)


def agreeing(number: Any, neuter: str, masculine: str) -> str:
    """What is said of it, in the gender of its name."""
    return masculine if kind(number) == "request" else neuter


def _said(forms: str, cases: tuple[str, ...], case: str) -> str:
    word = forms.split()[cases.index(case.lower())]
    return word if case.islower() else word.capitalize()


#: as the .ftl files call them
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "KIND": kind,
    "THING": thing,
    "ASKER": asker,
    "AGREE": agreeing,
}
