"""What a changed list of topics would have made of past messages: only numbers and topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.routing import Router


@dataclass(frozen=True, slots=True)
class Played:
    """What would change for one topic. `came` and `left` are numbers of appeals with the topic
    they would come from, or go to, "" for none; `offered` is how many more would have it among
    their buttons."""

    came: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    offered: int


def played(texts: Iterable[tuple[str, str]], before: Router, after: Router, topic: str) -> Played:
    """The texts, each with its number, routed before and after the change."""
    came, left, offered = [], [], 0
    for number, text in texts:
        was, is_ = before.propose(text), after.propose(text)
        if was.sure != topic == is_.sure:
            came.append((number, was.sure or ""))
        elif was.sure == topic != is_.sure:
            left.append((number, is_.sure or ""))
        elif topic in is_.topics and topic not in was.topics:
            offered += 1
    return Played(tuple(came), tuple(left), offered)
