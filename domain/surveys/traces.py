"""What of a survey could tell who answered what: looked for in bytes, and judged (D-139 §5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from domain.surveys.groups import may_be_flagged
from domain.surveys.marks import MARK_LENGTH, hashed
from domain.surveys.waves import SMALL, Wave, WaveState

#: what may hold a mark: nothing shorter, and no other letters
_RUN = re.compile(rb"[A-Za-z0-9_-]{%d,}" % MARK_LENGTH)
#: the last letter of a mark spells two bits only
_LAST = b"AQgw"
#: what may hold a sheet's id or a ballot's hash
_HEX = re.compile(rb"[0-9a-f]{32,}")
_LENGTHS = 32, 64


def marks_in(content: bytes) -> Iterator[str]:
    """Everything that could be a mark."""
    for run in _RUN.finditer(content):
        found = run[0]
        for at in range(len(found) - MARK_LENGTH + 1):
            if found[at + MARK_LENGTH - 1] in _LAST:
                yield found[at : at + MARK_LENGTH].decode()


def holds_mark(content: bytes, wave: int, ballots: Set[str]) -> bool:
    """Whether a right to answer this wave stands in it, by what is kept of it."""
    return any(hashed(wave, mark) in ballots for mark in marks_in(content))


def holds_name(content: bytes, names: Set[str]) -> bool:
    """Whether an id of a sheet or the hash of a ballot stands in it."""
    for run in _HEX.finditer(content):
        found = run[0].decode()
        for length in _LENGTHS:
            if any(found[at : at + length] in names for at in range(len(found) - length + 1)):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Traces:
    """What a database administrator finds of one wave. `columns` and `rules` are what the tables
    of ballots and answers have that they should not: columns, references, triggers. `names` are
    tables beside them in which an id or a hash of this wave stands, `marks` tables and files in
    which a mark does. `invited` says how many were invited by group, as far as it is still known,
    `flagged` how many of each are written down as having answered, `sheets` how many answers each
    group has. `told` are settings of the server by which it writes more than the tables say."""

    ballots: int = 0
    spent: int = 0
    texts: int = 0
    columns: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    invited: Mapping[str, int] = field(default_factory=dict)
    flagged: Mapping[str, int] = field(default_factory=dict)
    sheets: Mapping[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def ties(wave: Wave, found: Traces) -> list[tuple[str, str]]:
    """What ties answers of an anonymous wave to people: what it is, and where. Empty when nothing
    does."""
    ways = [("column", one) for one in found.columns]
    ways += [("rule", one) for one in found.rules]
    ways += [("name", one) for one in found.names]
    ways += [("mark", one) for one in found.marks]
    ways += [("told", one) for one in found.told]
    if wave.key:
        ways.append(("key", ""))
    ways += [("small", part) for part in sorted(found.invited) if _is_small(part, found.invited)]
    ways += [("flags", part) for part in sorted(found.flagged) if not _is_kept_apart(part, found)]
    if wave.state is WaveState.CLOSED and (found.ballots or found.invited):
        ways.append(("left", ""))
    return ways


def _is_small(part: str, invited: Mapping[str, int]) -> bool:
    return 0 < invited[part] < SMALL


def _is_kept_apart(part: str, found: Traces) -> bool:
    """Of those who have answered and of those who have not there are enough in each group."""
    flagged, invited = found.flagged[part], found.invited.get(part, 0)
    return may_be_flagged(invited, flagged) or not flagged
