"""What a step of a conversation answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from domain.talk import Inbound, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """What we answer, and the step and draft the conversation stands at afterwards. `receipt` is
    the appeal whose receipt the first reply is; `then` a press to be heard after this, under the
    hat that has been put on; `later` events that were put off, to be heard now."""

    replies: tuple[Reply, ...] = ()
    step: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    receipt: int | None = None
    then: str = ""
    later: tuple[Inbound, ...] = ()

    def and_then(self, done: Turn) -> Turn:
        """Both, where the other came of this one; a receipt is said first."""
        first, second = (done, self) if done.receipt else (self, done)
        said = (*first.replies, *second.replies)
        return replace(done, replies=said, receipt=first.receipt)


class Unproved(Exception):
    """Whoever speaks types their PIN before this is done."""
