"""The attacker: copies everything after every vote, and says of each new sheet whose it may be.

They know the staff list, who was invited, and each group's people. An attack gives each suspect a
weight; its score is the share of right links to be expected from it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from domain.surveys.marks import hashed
from domain.surveys.traces import marks_in

#: tables that name a group and nobody in it
OWN = frozenset({"sheets", "ballots", "survey_texts"})
#: an order that hits as often as this by lot is no finding
LUCK = 1e-5
#: what is copied of a file at once: SQLite's page
PAGE = 4096

Weights = Mapping[int, float]
#: a row as text, column by column; PostgreSQL's xmin and ctid, SQLite's rowid among them
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Suspect:
    """An invited dialogue and all the names it goes by: ids, peer, employee."""

    chat: int
    group: str
    names: tuple[str, ...]

    def is_in(self, content: bytes) -> bool:
        return any(
            re.search(rb"(?<![\w])%s(?![\w])" % re.escape(name.encode()), content)
            for name in self.names
        ) or (self.chat.to_bytes(8, "big") in content)


@dataclass(slots=True)
class Copy:
    """Everything as it stood after one vote: rows by table, bytes by file, new lines of the log."""

    tables: dict[str, list[Row]]
    files: dict[str, bytes] = field(default_factory=dict)
    log: str = ""


@dataclass(slots=True)
class Case:
    """All copies, the first from before the first vote."""

    wave: int
    suspects: list[Suspect]
    copies: list[Copy]

    def sheets(self) -> Iterator[tuple[int, str]]:
        """Which copy shows a sheet for the first time, and its group."""
        for place in range(1, len(self.copies)):
            for row in _added(self.copies[place - 1], self.copies[place]).get("sheets", []):
                yield place, row["part"]

    def of(self, group: str) -> list[Suspect]:
        return [one for one in self.suspects if one.group == group]


def by_group(case: Case) -> list[Weights]:
    """(d) Anybody of the group alike."""
    return [_even(case.of(group)) for _, group in case.sheets()]


def by_rows(case: Case) -> list[Weights]:
    """(a) Whoever is named by a row that changed while the sheet appeared."""
    return _named(case, lambda place: _changed_rows(case, place))


def by_files(case: Case) -> list[Weights]:
    """Whoever is named in the pages and frames of the files that changed meanwhile."""
    return _named(case, lambda place: _changed_bytes(case, place))


def by_log(case: Case) -> list[Weights]:
    """(f) Whoever is named in what was logged meanwhile."""
    return _named(case, lambda place: case.copies[place].log.encode())


def by_transaction(case: Case) -> list[Weights]:
    """(b) Whoever is named by a row of the same transaction as the sheet (PostgreSQL)."""
    return _named(case, lambda place: _same_transaction(case, place))


def by_marks(case: Case) -> list[Weights]:
    """(c) Whose mark stands beside a name anywhere, in any copy; and which ballot was spent."""
    owners = _owners(case)
    found = []
    for place, group in case.sheets():
        spent = [
            row["hash"]
            for row in _added(case.copies[place - 1], case.copies[place]).get("ballots", [])
            if row["spent"] in ("1", "True", "true")
        ]
        known = [owners[one] for one in spent if one in owners]
        found.append(_even(known) if known else _even(case.of(group)))
    return found


def by_flags(case: Case) -> list[Weights]:
    """(e) Who is written down as having answered, and who was reminded, is told from the others."""
    flagged = {row["chat"] for row in case.copies[-1].tables["invitations"] if _is(row["answered"])}
    when = next((k for k, copy in enumerate(case.copies) if _flags(copy)), len(case.copies))
    found = []
    for place, group in case.sheets():
        early = [one for one in case.of(group) if str(one.chat) in flagged]
        late = [one for one in case.of(group) if str(one.chat) not in flagged]
        among = early if place < when else late
        found.append(_even(among if early and among else case.of(group)))
    return found


def by_reminders(case: Case) -> list[Weights]:
    """(e) Who was reminded had not answered yet."""
    about = str(case.wave)
    reminded = {
        row["chat"]
        for copy in case.copies
        for row in copy.tables.get("outbox", [])
        if row.get("about") == about
    }
    when = next((k for k, copy in enumerate(case.copies) if _mailed(copy, about)), 0)
    found = []
    for place, group in case.sheets():
        told = [one for one in case.of(group) if str(one.chat) in reminded]
        rest = [one for one in case.of(group) if str(one.chat) not in reminded]
        among = rest if place < when else told
        found.append(_even(among if told and rest and among else case.of(group)))
    return found


def by_orders(case: Case) -> dict[str, list[Weights]]:
    """(b) Every order that suspects have in any table: what was first there has voted first."""
    orders: dict[str, dict[int, str]] = defaultdict(dict)
    for copy in (case.copies[0], case.copies[-1]):
        for table, rows in copy.tables.items():
            if table in OWN:
                continue
            for place, row in enumerate(rows):
                for suspect in _who(case, row):
                    orders[f"{table} as it lies"].setdefault(suspect.chat, f"{place:09}")
                    for column, value in row.items():
                        orders[f"{table}.{column}"].setdefault(suspect.chat, value.rjust(40))
    found = {}
    for name, order in orders.items():
        if len(set(order.values())) > 1:
            found[name] = _in_order(case, order, backwards=False)
            found[f"{name}, backwards"] = _in_order(case, order, backwards=True)
    return found


ATTACKS: Mapping[str, Callable[[Case], list[Weights]]] = {
    "groups": by_group,
    "rows": by_rows,
    "files": by_files,
    "log": by_log,
    "transactions": by_transaction,
    "marks": by_marks,
    "flags": by_flags,
    "reminders": by_reminders,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What share of links is right by each attack; an order that hits no more often than by lot
    counts as by lot."""

    scores: Mapping[str, float]

    @property
    def best(self) -> tuple[str, float]:
        name = max(self.scores, key=lambda one: self.scores[one])
        return name, self.scores[name]


def tried(case: Case, truth: Sequence[int]) -> Verdict:
    """`truth` says whose each new sheet is, in the order of `Case.sheets`."""
    known = [attack(case) for attack in ATTACKS.values()]
    scores = {name: _score(found, truth) for name, found in zip(ATTACKS, known, strict=True)}
    together = [_both(weights) for weights in zip(*known, strict=True)]
    scores["everything together"] = _score(together, truth)
    by_lot = scores["groups"] * len(truth)
    for name, found in by_orders(case).items():
        hits = sum(weights.get(who, 0) == 1 for weights, who in zip(found, truth, strict=True))
        if _by_lot(hits, by_lot) < LUCK:
            scores[f"order of {name}"] = hits / len(truth)
    return Verdict(scores)


def _score(found: Sequence[Weights], truth: Sequence[int]) -> float:
    shares = [
        weights.get(who, 0) / sum(weights.values()) if weights else 0
        for weights, who in zip(found, truth, strict=True)
    ]
    return sum(shares) / len(shares)


def _by_lot(hits: int, expected: float) -> float:
    """How likely so many hits are by lot (as rare events go, Poisson's way)."""
    below, term = 0.0, exp(-expected)
    for count in range(hits):
        below += term
        term *= expected / (count + 1)
    return 1 - below


def _even(suspects: Sequence[Suspect]) -> Weights:
    return {one.chat: 1 / len(suspects) for one in suspects}


def _both(weights: Sequence[Weights]) -> Weights:
    """What all attacks together say: whoever none of them excludes."""
    found: dict[int, float] = dict(weights[0])
    for more in weights[1:]:
        narrowed = {chat: w * more[chat] for chat, w in found.items() if chat in more}
        found = narrowed or found
    return found


def _named(case: Case, meanwhile: Callable[[int], bytes]) -> list[Weights]:
    found = []
    for place, group in case.sheets():
        content = meanwhile(place)
        named = [one for one in case.of(group) if one.is_in(content)] if content else []
        found.append(_even(named or case.of(group)))
    return found


def _text(row: Row) -> bytes:
    return "\n".join(row.values()).encode()


def _added(before: Copy, after: Copy) -> dict[str, list[Row]]:
    """Rows that are new, or were changed."""
    found = {}
    for table, rows in after.tables.items():
        known = Counter(_text(row) for row in before.tables.get(table, []))
        new = []
        for row in rows:
            known[_text(row)] -= 1
            if known[_text(row)] < 0:
                new.append(row)
        if new:
            found[table] = new
    return found


def _changed_rows(case: Case, place: int) -> bytes:
    """What is there now; what is gone only says more where nothing has come in its place."""
    before, after = case.copies[place - 1], case.copies[place]
    for changed in (_added(before, after), _added(after, before)):
        rows = [_text(row) for table, new in changed.items() if table not in OWN for row in new]
        if rows:
            return b"\n".join(rows)
    return b""


def _same_transaction(case: Case, place: int) -> bytes:
    before, after = case.copies[place - 1], case.copies[place]
    ours = {row["xmin"] for row in _added(before, after).get("sheets", []) if "xmin" in row}
    return b"\n".join(
        _text(row)
        for table, rows in after.tables.items()
        if table not in OWN
        for row in rows
        if row.get("xmin") in ours
    )


def _changed_bytes(case: Case, place: int) -> bytes:
    """Page by page, wherever it differs from the copy before."""
    found = []
    for name, content in case.copies[place].files.items():
        before = case.copies[place - 1].files.get(name, b"")
        for at in range(0, len(content), PAGE):
            if content[at : at + PAGE] != before[at : at + PAGE]:
                found.append(content[at : at + PAGE])
    return b"\n".join(found)


def _owners(case: Case) -> dict[str, Suspect]:
    """Ballots whose mark stands in a row, a line or a page beside somebody's name."""
    ballots = {row["hash"] for copy in case.copies for row in copy.tables.get("ballots", [])}
    owners = {}
    for place in range(len(case.copies)):
        for content in _pieces(case, place):
            found = {hash_ for m in marks_in(content) if (hash_ := hashed(case.wave, m)) in ballots}
            if found:
                who = [one for one in case.suspects if one.is_in(content)]
                if len(who) == 1:
                    owners.update(dict.fromkeys(found, who[0]))
    return owners


def _pieces(case: Case, place: int) -> Iterator[bytes]:
    copy = case.copies[place]
    known = case.copies[place - 1] if place else Copy({})
    for rows in _added(known, copy).values():
        yield from map(_text, rows)
    yield from copy.log.encode().splitlines()
    for name, content in copy.files.items():
        before = known.files.get(name, b"")
        for at in range(0, len(content), PAGE):
            if content[at : at + PAGE] != before[at : at + PAGE]:
                # In a page many are named; what stands near a mark is what counts.
                yield from _near_marks(content[max(0, at - 64) : at + PAGE + 64])


def _near_marks(content: bytes) -> Iterator[bytes]:
    for run in re.finditer(rb"[\w-]{22,}", content):
        yield content[max(0, run.start() - 120) : run.end() + 120]


def _who(case: Case, row: Row) -> list[Suspect]:
    """Whom a row is about, by its values; nobody where it is about several."""
    values = set(row.values())
    found = [one for one in case.suspects if values & {*one.names}]
    return found if len(found) == 1 else []


def _in_order(case: Case, order: Mapping[int, str], *, backwards: bool) -> list[Weights]:
    queues = {
        group: sorted(
            (one.chat for one in case.of(group) if one.chat in order),
            key=lambda chat: order[chat],
            reverse=backwards,
        )
        for group in {one.group for one in case.suspects}
    }
    found: list[Weights] = []
    for _, group in case.sheets():
        queue = queues.get(group, [])
        found.append({queue.pop(0): 1.0} if queue else {})
    return found


def _is(value: str) -> bool:
    return value in ("1", "True", "true")


def _flags(copy: Copy) -> bool:
    return any(_is(row["answered"]) for row in copy.tables.get("invitations", []))


def _mailed(copy: Copy, about: str) -> bool:
    return any(row.get("about") == about for row in copy.tables.get("outbox", []))
