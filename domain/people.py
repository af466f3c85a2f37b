"""Who speaks: a dialogue, and what its person may be."""

from __future__ import annotations

from collections.abc import Mapping
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
    #: "client" while an employee speaks as a citizen, else ""
    hat: str = ""
    #: when an employee was last heard, to the minute, and when they last typed their PIN
    seen_at: datetime | None = None
    proved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Led:
    """Who heads a unit, and everybody under them, those who have left included."""

    heads: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What somebody acts as: themselves, or the colleague they stand in for (D-139 §6).

    `below` are the units under the one they head, `people` whoever works there or in their own
    unit: their appeals as citizens are none of a head's business (D-139 §1.4). `heads` are, of each
    unit, its heads and whose appeals as citizens go past them: for whoever decides then."""

    employee: Employee
    below: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    heads: Mapping[str, Led] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a client's dialogue, or an employee in theirs.

    An employee under their client's hat is a client: `employee` is None then, and `behind` says
    whose dialogue it is. `standing_in` are the capacities of absent colleagues."""

    chat: int
    employee: Employee | None = None
    own: Capacity | None = None
    standing_in: tuple[Capacity, ...] = ()
    behind: str = ""

    @property
    def id(self) -> str:
        """The name history knows the actor by."""
        return self.employee.id if self.employee else "client"

    @property
    def capacities(self) -> tuple[Capacity, ...]:
        """Everything they may act as, their own capacity first; () for a client."""
        if self.employee is None:
            return ()
        return (self.own or Capacity(self.employee), *self.standing_in)

    @property
    def ids(self) -> tuple[str, ...]:
        """Their own id, then those of the colleagues they stand in for; () for a client."""
        return tuple(capacity.employee.id for capacity in self.capacities)

    @property
    def roles(self) -> frozenset[Role]:
        """What they may be now, standing in for colleagues included."""
        return frozenset(role for c in self.capacities for role in c.employee.roles)

    @property
    def own_roles(self) -> frozenset[Role]:
        """What they may be in their own right; () for a client."""
        return self.employee.roles if self.employee else frozenset()

    @property
    def unit(self) -> str:
        return self.employee.unit if self.employee else ""
