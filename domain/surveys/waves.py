"""A wave: one questionnaire, put to one audience, from a day to a day (D-139 §5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.surveys.questionnaire import Audience, Questionnaire

#: fewer answers than this are never shown by themselves (D-139 §5.2)
SMALL = 5
#: everybody whose unit was too small to be told apart
OTHERS = "others"


class WaveState(StrEnum):
    PLANNED = "planned"  # to be opened by the clock at `opens_at`
    OPEN = "open"
    CLOSED = "closed"  # links deleted, tables rewritten, results may be read
    CALLED_OFF = "called_off"  # before it was opened


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a wave is put to. Employees: whoever works in `units`, with the units below them where
    `below` says so, or whoever used `process` since `since`; no unit and no process means all.
    Clients: whoever agreed to mailings, and wrote about `topic`, or since `since`. `public`: nobody
    is invited one by one; whoever comes by the link of the post may answer."""

    audience: Audience
    units: tuple[str, ...] = ()
    below: bool = False
    process: str = ""
    topic: str = ""
    since: datetime | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class Wave:
    """`unit` is whose internal clients are asked ("" for the whole ministry's, the controller's).
    `anonymous` and `breakdown` are frozen with the questionnaire when the wave is made. `groups`
    says under which name the answers of a unit's people are kept; small units go under OTHERS, and
    when it closes so do those of which few were sent an invitation.
    `key` makes the marks of a wave that is not anonymous; "" where the marks are drawn by lot.
    `invited` is how many were to be invited; `quarter` is "2026-Q4"; `extended` by how many
    days its end was put off."""

    id: int
    questionnaire: Questionnaire
    chosen: Chosen
    owner: str
    unit: str
    state: WaveState
    opens_at: datetime
    closes_at: datetime
    quarter: str
    created_at: datetime
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    invited: int = 0
    extended: int = 0

    @property
    def anonymous(self) -> bool:
        """Nobody can tie an answer to a person: always so for employees (D-139 §5.2)."""
        return self.chosen.audience is Audience.EMPLOYEES or self.questionnaire.anonymous


@dataclass(frozen=True, slots=True)
class Quarterly:
    """The survey of internal clients that heads hold every quarter (D-139 §5.3): it begins on this
    day of the quarter's last month, and is open for so many days."""

    questionnaire: str
    day: int = 10
    open_for: int = 10


def quarter_of(moment: date) -> str:
    """The quarter of a local day or moment: "2026-Q4"."""
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def chosen_document(chosen: Chosen) -> dict[str, Any]:
    return {
        "audience": str(chosen.audience),
        "units": list(chosen.units),
        "below": chosen.below,
        "process": chosen.process,
        "topic": chosen.topic,
        "since": chosen.since.isoformat() if chosen.since else None,
        "public": chosen.public,
    }


def chosen_back(document: Mapping[str, Any]) -> Chosen:
    """As `chosen_document` has written it."""
    given = dict(document)
    given["audience"] = Audience(given["audience"])
    given["units"] = tuple(given["units"])
    given["since"] = datetime.fromisoformat(given["since"]) if given["since"] else None
    return Chosen(**given)
