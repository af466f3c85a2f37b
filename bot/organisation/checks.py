"""What must hold between the parts of the organisation file.

The checks read the file as written, so that they find what they can even where its shape is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from bot.organisation.document import At, Document
from bot.organisation.hours import DAYS, days_of, spans_of
from domain.ministry import Role, Span
from domain.window_rules import misfit, no_pause
from domain.windows import DEFAULT_RULES, duration, length

Row = Mapping[str, Any]


def check(document: Document) -> None:
    """Note every finding in the document."""
    _ids_once(document)
    _titles_once(document)
    _references(document)
    _one_default(document)
    _queues_have_officers(document)
    _hours(document)
    _days(document)
    _windows(document)


def rows(document: Document, section: str) -> Iterator[tuple[At, Row]]:
    """The mappings of a section's list, each with its place."""
    items = document.content.get(section)
    for number, row in enumerate(items if isinstance(items, list) else ()):
        if isinstance(row, dict):
            yield (section, number), row


def by_id(document: Document, section: str) -> dict[str, Row]:
    return {str(row.get("id")): row for _, row in rows(document, section)}


def _part(document: Document, section: str) -> Row:
    value = document.content.get(section)
    return value if isinstance(value, dict) else {}


def _roles(row: Row) -> list[Any]:
    roles = row.get("roles")
    return roles if isinstance(roles, list) else []


def _once(document: Document, section: str, key: str, sentence: str) -> None:
    seen: set[str] = set()
    for at, row in rows(document, section):
        value = str(row.get(key, ""))
        if value and value in seen:
            document.find((*at, key), sentence)
        seen.add(value)


def _ids_once(document: Document) -> None:
    for section in ("units", "employees", "topics", "processes"):
        _once(document, section, "id", f"this id is taken by an earlier one of the {section}")


def _titles_once(document: Document) -> None:
    for section, one in (("topics", "topic"), ("processes", "process")):
        sentence = f"an earlier {one} has this title: buttons would look alike"
        _once(document, section, "title", sentence)


def _references(document: Document) -> None:
    """Everyone and everything named elsewhere exists, and may be what it is named for."""
    units, people = by_id(document, "units"), by_id(document, "employees")
    for at, unit in rows(document, "units"):
        _named(document, (*at, "head"), unit, people, Role.HEAD)
        _heads_their_own(document, (*at, "head"), unit, people)
        _named(document, (*at, "signatory"), unit, people, Role.SIGNATORY)
        _named(document, (*at, "parent"), unit, units)
        _not_in_a_circle(document, (*at, "parent"), unit, units)
    for at, person in rows(document, "employees"):
        _named(document, (*at, "unit"), person, units)
        _named(document, (*at, "deputy"), person, people)
        if person.get("deputy") and person["deputy"] == person.get("id"):
            document.find((*at, "deputy"), "nobody is their own deputy: name a colleague")
    for at, process in rows(document, "processes"):
        _named(document, (*at, "unit"), process, units)
        if units.get(str(process.get("unit")), {}).get("serves", "clients") == "clients":
            cure = "this unit serves clients only: let it serve employees or both"
            if process.get("unit") in units:
                document.find((*at, "unit"), cure)
    _letters(document, people)
    for at, topic in rows(document, "topics"):
        _named(document, (*at, "unit"), topic, units)
        if units.get(str(topic.get("unit")), {}).get("serves") == "employees":
            document.find((*at, "unit"), "this unit serves employees only: let it serve both")


def _not_in_a_circle(document: Document, at: At, unit: Row, units: Mapping[str, Row]) -> None:
    above, seen = unit.get("parent"), {str(unit.get("id"))}
    while isinstance(above, str) and above in units:
        if above in seen:
            document.find(
                at, "the units above turn in a circle: leave one of them without a parent"
            )
            return
        seen.add(above)
        above = units[above].get("parent")


def _letters(document: Document, people: Mapping[str, Row]) -> None:
    """Whoever employees write to upward can answer them."""
    named = document.content.get("letters")
    for number, id_ in enumerate(named if isinstance(named, list) else ()):
        if not isinstance(id_, str):
            continue
        if id_ not in people:
            document.find(("letters", number), nobody(id_, people))
        elif not {Role.OFFICER, Role.HEAD} & set(_roles(people[id_])):
            cure = f"{id_!r} could not answer: give them the role officer or head"
            document.find(("letters", number), cure)


def _heads_their_own(document: Document, at: At, unit: Row, people: Mapping[str, Row]) -> None:
    """Heads see and hand out the appeals of the unit they belong to, and of no other."""
    head = unit.get("head")
    elsewhere = people.get(head, {}).get("unit") if isinstance(head, str) else None
    if elsewhere and elsewhere != unit.get("id"):
        cure = f"name somebody of {unit.get('id')!r}, or write their unit so"
        document.find(at, f"{head!r} belongs to {elsewhere!r}: {cure}")


def _named(
    document: Document, at: At, row: Row, known: Mapping[str, Row], role: Role | None = None
) -> None:
    named = row.get(str(at[-1]))
    if not isinstance(named, str):
        return  # not written, or of the wrong shape, which the shape tells
    if named not in known:
        document.find(at, nobody(named, known))
    elif role and role not in _roles(known[named]):
        document.find(at, f"{named!r} lacks the role {role}: add it to their roles")


def nobody(named: str, known: Collection[str]) -> str:
    """What to say of a name that names nothing."""
    near = get_close_matches(named, known, n=1, cutoff=0.5)
    cure = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"there is no {named!r}: {cure}"


def _one_default(document: Document) -> None:
    default = [(at, row) for at, row in rows(document, "units") if row.get("default") == "true"]
    if not default:
        document.find(("units",), "none takes what no topic claims: write `default: true` in one")
    for at, _ in default[1:]:
        document.find((*at, "default"), "another unit is the default already: keep one of them")
    for at, unit in default[:1]:
        if unit.get("serves") == "employees":
            document.find((*at, "serves"), "the default unit hears clients: write clients or both")


def _queues_have_officers(document: Document) -> None:
    staffed = {
        str(person.get("unit"))
        for _, person in rows(document, "employees")
        if Role.OFFICER in _roles(person)
    }
    sections = ("topics", "processes")
    claimed = {str(row.get("unit")) for one in sections for _, row in rows(document, one)}
    for at, unit in rows(document, "units"):
        id_ = str(unit.get("id"))
        if (id_ in claimed or unit.get("default") == "true") and id_ not in staffed:
            document.find(at, "nobody works its queue: give somebody in the unit the role officer")


def _hours(document: Document) -> None:
    named: set[int] = set()
    working = False
    for key, text in _part(document, "hours").items():
        try:
            days = set(days_of(key))
            working |= isinstance(text, str) and bool(spans_of(text))
        except ValueError as error:
            document.find(("hours", key), str(error))
            working = True  # meant as one
            continue
        if again := named & days:
            twice = ", ".join(DAYS[day] for day in sorted(again))
            document.find(("hours", key), f"says {twice} a second time: keep one")
        named |= days
    if not working:
        document.find(("hours",), "there is no working day: write one like mon-fri: 09:00-18:00")


def _days(document: Document) -> None:
    seen: dict[str, str] = {}
    for section in ("days_off", "working_days", "short_days"):
        days = document.content.get(section)
        for number, day in enumerate(days if isinstance(days, list) else ()):
            before = seen.setdefault(str(day), section)
            if before != section and "days_off" in {before, section}:
                document.find((section, number), f"{day} stands in {before}, too: keep one")


def _windows(document: Document) -> None:
    for name, override in _part(document, "windows").items():
        at: At = ("windows", name)
        if name not in DEFAULT_RULES:
            near = get_close_matches(name, DEFAULT_RULES, n=1, cutoff=0.5)
            cure = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(DEFAULT_RULES)}"
            document.find(at, f"there is no such window: {cure}")
        elif isinstance(override, dict):
            _window(document, at, override)


def _window(document: Document, at: At, override: Row) -> None:
    within = DEFAULT_RULES[str(at[-1])].within
    try:
        within = length(str(override["within"])) if "within" in override else within
    except ValueError as error:
        document.find((*at, "within"), str(error))
        return
    if wrong := misfit(str(at[-1]), within):
        document.find((*at, "within"), wrong)
    if override.get("pause_while") and (wrong := no_pause(str(at[-1]))):
        document.find((*at, "pause_while"), wrong)
    steps = override.get("alert_before")
    for number, text in enumerate(steps if isinstance(steps, list) else ()):
        try:
            step = duration(str(text))
        except ValueError as error:
            document.find((*at, "alert_before", number), str(error))
            continue
        if within.span is Span.WORKING_HOURS and step >= timedelta(hours=within.amount):
            sentence = f"{text} is not shorter than the window itself: write less"
            document.find((*at, "alert_before", number), sentence)
