"""Who speaks: a dialogue, and what its person may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.ministry import Employee, Role
from domain.talk import Channel


@dataclass(slots=True)
class Chat:
    """One person at one bot or community, with the step the conversation stands at.

    Mutable on purpose: several events of one batch pass through the same dialogue."""

    id: int
    channel: Channel
    account: str
    peer: str
    name: str = ""
    employee: str = ""
    step: str = ""
    draft: dict[str, Any] = field(default_factory=dict)
    reachable: bool = True
    wrong_codes: int = 0
    wrong_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a client's dialogue, or an employee in theirs."""

    chat: int
    employee: Employee | None = None

    @property
    def id(self) -> str:
        """The name history knows the actor by."""
        return self.employee.id if self.employee else "client"

    @property
    def roles(self) -> frozenset[Role]:
        return self.employee.roles if self.employee else frozenset()

    @property
    def unit(self) -> str:
        return self.employee.unit if self.employee else ""
