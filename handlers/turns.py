"""What a step of a conversation answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from domain.talk import Inbound, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """What we answer, and the step and draft the conversation stands at afterwards. `receipt` is
    the appeal whose receipt the first reply is; `then` a press to be heard after this, under the
    hat that has been put on; `later` an event that was put off, to be heard now."""

    replies: tuple[Reply, ...] = ()
    step: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    receipt: int | None = None
    then: str = ""
    later: Inbound | None = None


class Unproved(Exception):
    """Whoever speaks types their PIN before this is done."""
