"""A staff list beside the one that stands: who and what is new, changed or gone (E3, P1).

People are found by id, else by full name and unit; units by id, else by name. Whoever cannot be
told apart is told about. Ids that a list does not give are made of the names and stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from domain import staff_words as w
from domain.ministry import Away, Employee, Ministry, Role
from domain.staff import employee_value, unit_value
from domain.staff_differences import Difference, difference, employee_after, unit_after
from domain.staff_lines import Line, Lines, Wrong


@dataclass(frozen=True, slots=True)
class Compared:
    differences: tuple[Difference, ...]
    wrong: tuple[Wrong, ...]
    #: where each row of the list stands, by kind and id
    places: Mapping[tuple[str, str], Line]


def compared(ministry: Ministry, lines: Lines, *, whole: bool) -> Compared:
    """What the list would change. With `whole` whoever is not in it has left."""
    work = _Comparing(ministry, list(lines.wrong))
    work.units(lines.units)
    work.people(lines.people)
    work.references(whole)
    return Compared(tuple(work.differences(whole)), tuple(sorted(work.wrong)), work.places())


@dataclass(slots=True)
class _Comparing:
    ministry: Ministry
    wrong: list[Wrong]
    #: what the list says of each unit and person, by id
    given_units: dict[str, tuple[Line, dict[str, Any]]] = field(default_factory=dict)
    given_people: dict[str, tuple[Line, dict[str, Any]]] = field(default_factory=dict)
    _unit_ids: dict[str, str] = field(default_factory=dict)
    _homes: dict[tuple[str, str], str] = field(default_factory=dict)
    _named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    # units

    def units(self, lines: Sequence[Line]) -> None:
        ministry = self.ministry
        for one in ministry.units.values():
            self._unit_ids[w.plain(one.name)] = one.id
        taken = set(ministry.units)
        for line in lines:
            if "name" not in line.values:
                continue
            name = line.values["name"]
            known = name if name in ministry.units else self._unit_ids.get(w.plain(name), "")
            id_ = line.values.get("id") or known or w.free(w.latin(name) or "unit", taken)
            taken.add(id_)
            self._unit_ids[w.plain(name)] = id_
            facts = {k: v for k, v in line.values.items() if k not in {"id", "unread"}}
            if name in ministry.units:
                facts.pop("name")
            if id_ in self.given_units:
                self._again(id_, line, facts)
            else:
                self.given_units[id_] = (line, facts)

    def _again(self, id_: str, line: Line, facts: Mapping[str, Any]) -> None:
        """A unit may be spoken of in many rows, if they say the same."""
        first, said = self.given_units[id_]
        for name, value in facts.items():
            if said.setdefault(name, value) != value:
                cure = f"says something else of this unit than row {first.row}: keep one"
                self.wrong.append(line.wrong(name, cure))

    def _unit(self, said: str) -> str:
        """The id of the unit somebody names."""
        if said in self.ministry.units or said in self.given_units:
            return said
        return self._unit_ids.get(w.plain(said), "")

    # people

    def people(self, lines: Sequence[Line]) -> None:
        ministry = self.ministry
        known = _by_name(ministry.employees.values())
        former = _by_name(ministry.former.values())
        ids = {line.values["id"] for line in lines if "id" in line.values}
        taken = {*ministry.employees, *ministry.former, *ids}
        ids |= self._at_home(lines, known)
        for line in lines:
            if not {"name", "unit"} <= line.values.keys():
                continue
            unit = self._unit(line.values["unit"])
            if not unit:
                self.wrong.append(line.wrong("unit", self._no_unit(line.values["unit"])))
                continue
            name = w.plain(line.values["name"])
            given = line.values.get("id", "")
            id_ = given or self._found(line, unit, (known[name], former[name]), ids)
            if given and given not in ministry.employees:
                self._is_nobody_else(line, unit, known[name], ids)
            id_ = id_ or self._homes.get((name, unit), "")
            id_ = id_ or w.free(w.id_of_person(line.values["name"]), taken)
            self._homes[name, unit] = id_
            self._keep_person(id_, line, unit)

    def _keep_person(self, id_: str, line: Line, unit: str) -> None:
        if id_ in self.given_people:
            first = self.given_people[id_][0]
            cure = f"is the same person as in row {first.row}: keep one row, or write their ids"
            self.wrong.append(line.wrong("name" if "id" not in line.values else "id", cure))
            return
        unread = {"id", "unread", "since", "until"}
        facts = {k: v for k, v in line.values.items() if k not in unread} | {"unit": unit}
        if away := self._away(line):
            facts["away"] = away
        self.given_people[id_] = (line, facts)
        self._named[w.plain(line.values["name"])].append(id_)

    def _at_home(self, lines: Sequence[Line], known: Mapping[str, list[Employee]]) -> set[str]:
        """Whoever a line names by full name and unit: no namesake elsewhere is taken for them."""
        found = set()
        for line in lines:
            if "id" not in line.values and {"name", "unit"} <= line.values.keys():
                people = known.get(w.plain(line.values["name"]), ())
                unit = self._unit(line.values["unit"])
                found |= {one.id for one in people if one.unit == unit}
        return found

    def _found(
        self, line: Line, unit: str, of_name: tuple[list[Employee], list[Employee]], ids: set[str]
    ) -> str:
        """The one person of this name in the unit, be it somebody who had left; "" when the name
        is new. Somebody elsewhere whom the list does not name may have moved, or be a namesake."""
        known, former = of_name
        here = [one for one in known if one.unit == unit]
        back = [one for one in former if one.unit == unit]
        if len(here or back) == 1:
            return (here or back)[0].id
        if many := here or [one for one in known if one.id not in ids]:
            who = ", ".join(f"{one.id} in {self._unit_name(one.unit)}" for one in many)
            cure = f"could be {who}: write the id, or an id of their own for a namesake"
            self.wrong.append(line.wrong("name", cure))
            return many[0].id
        return ""

    def _is_nobody_else(
        self, line: Line, unit: str, known: Sequence[Employee], ids: set[str]
    ) -> None:
        for one in known:
            if one.unit == unit and one.id not in ids:
                cure = f"is nobody yet, and the unit has one {one.name} with the id {one.id}"
                self.wrong.append(line.wrong("id", f"{cure}: write that id if it is them"))

    def _away(self, line: Line) -> Away | None:
        since, until = line.values.get("since"), line.values.get("until")
        if not since and not until:
            return None
        if not since or not until:
            missing = "until" if since else "since"
            cure = f"write both days: {w.named(missing, 'employee')} is empty"
            self.wrong.append(line.wrong("since" if since else "until", cure))
            return None
        if since > until:
            self.wrong.append(line.wrong("until", "ends before it begins"))
        return Away(since, until)

    # what people and units name

    def references(self, whole: bool) -> None:
        for line, facts in self.given_units.values():
            if facts.get("parent"):
                facts["parent"] = self._unit(said := facts["parent"])
                if not facts["parent"]:
                    self.wrong.append(line.wrong("parent", self._no_unit(said)))
        self._heads()
        for line, facts in self.given_people.values():
            if facts.get("deputy"):
                facts["deputy"] = self._person(line, "deputy", facts["deputy"], facts["unit"])
        if whole:
            self._deputies_left()

    def _heads(self) -> None:
        for id_, (line, facts) in self.given_units.items():
            for name in ("head", "signatory"):
                if facts.get(name):
                    facts[name] = self._person(line, name, facts[name], id_)
            if "head" not in facts and id_ not in self.ministry.units:
                facts["head"] = self._only_head(line, id_)
            if facts.get("head"):
                self._gets_role(facts["head"])

    def _person(self, line: Line, name: str, said: str, unit: str) -> str:
        """The id of a colleague named by id or full name, one of the unit before others."""
        people = self.ministry.employees
        if said in self.given_people or said in people:
            return said
        found = list(self._named.get(w.plain(said), ()))
        found = found or [p.id for p in people.values() if w.plain(p.name) == w.plain(said)]
        if len(found) > 1:
            here = [id_ for id_ in found if self._unit_of(id_) == unit]
            found = here if len(here) == 1 else found
        if len(found) == 1:
            return found[0]
        cure = f"could be {', '.join(found)}: write the id" if found else self._nobody(said)
        self.wrong.append(line.wrong(name, f"{said!r}: {cure}"))
        return ""

    def _only_head(self, line: Line, unit: str) -> str:
        heads = [
            id_
            for id_, (_, facts) in self.given_people.items()
            if facts["unit"] == unit and Role.HEAD in facts.get("roles", ())
        ]
        if len(heads) != 1:
            column = w.named("head", "unit")
            self.wrong.append(line.wrong("name", f"a new unit needs a head: add a column {column}"))
        return heads[0] if len(heads) == 1 else ""

    def _gets_role(self, id_: str) -> None:
        """Where the list names no roles, whoever it names as head is one."""
        line, facts = self.given_people.get(id_, (None, {}))
        if line and "roles" not in line.columns:
            known = self.ministry.employees.get(id_)
            so_far = known.roles if known else frozenset({Role.EMPLOYEE})
            facts["roles"] = so_far | {Role.HEAD}

    def _deputies_left(self) -> None:
        """Nobody is stood in for by somebody who has left."""
        for id_, (_, facts) in self.given_people.items():
            known = self.ministry.employees.get(id_)
            if known and known.deputy and "deputy" not in facts:
                facts["deputy"] = known.deputy if known.deputy in self.given_people else ""

    # what comes of it

    def differences(self, whole: bool) -> Iterator[Difference]:
        for id_, (_, facts) in self.given_units.items():
            before = self.ministry.units.get(id_)
            if before or {"name", "head"} <= facts.keys():
                after = unit_after(self.ministry, id_, before, facts)
                old = unit_value(before) if before else {}
                yield from difference("unit", id_, after.name, old, unit_value(after))
        for id_, (_, facts) in self.given_people.items():
            known = self.ministry.employees.get(id_)
            now = employee_after(id_, known, facts)
            old = employee_value(known) if known else {}
            back = id_ in self.ministry.former
            yield from difference("employee", id_, now.name, old, employee_value(now), back=back)
        for one in self.ministry.employees.values() if whole else ():
            if one.id not in self.given_people:
                yield Difference("employee", one.id, one.name, "gone", {})

    def places(self) -> dict[tuple[str, str], Line]:
        found = {("unit", id_): line for id_, (line, _) in self.given_units.items()}
        return found | {("employee", id_): line for id_, (line, _) in self.given_people.items()}

    def _unit_of(self, id_: str) -> str:
        if id_ in self.given_people:
            return str(self.given_people[id_][1]["unit"])
        return self.ministry.employees[id_].unit

    def _unit_name(self, unit: str) -> str:
        known = self.ministry.units.get(unit)
        return known.name if known else unit

    def _no_unit(self, said: str) -> str:
        names = [unit.name for unit in self.ministry.units.values()]
        names += [str(facts.get("name", "")) for _, facts in self.given_units.values()]
        near = get_close_matches(said, names, n=1, cutoff=0.6)
        cure = f"did you mean {near[0]}?" if near else "add it to a sheet of units, with its head"
        return f"there is no unit {said!r}: {cure}"

    def _nobody(self, said: str) -> str:
        names = [one.name for one in self.ministry.employees.values()]
        names += [str(facts["name"]) for _, facts in self.given_people.values()]
        near = get_close_matches(said, names, n=1, cutoff=0.6)
        return f"there is no such employee{f': did you mean {near[0]}?' if near else ''}"


def _by_name(people: Iterable[Employee]) -> dict[str, list[Employee]]:
    found: dict[str, list[Employee]] = defaultdict(list)
    for one in people:
        found[w.plain(one.name)].append(one)
    return found
