"""Leave and who stands in: what is on record of a person, set by them or whoever is in charge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from domain.access import Action, allowed_about
from domain.deputies import LONGEST, acting_through, comes_to_more, falls_to, falls_to_more
from domain.ministry import Away, Employee, Ministry
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.administrator import people
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, say, words

flow = Flow()

#: so many absences are shown with what can be done about each: two buttons a row, ten in all
SHOWN = 3


@flow.tapped("absence", Action.SET_OWN_ABSENCE)
async def own(scene: Scene) -> Turn:
    """One's own absences and deputy."""
    assert scene.actor.employee is not None
    return Turn((page(scene, scene.actor.employee),))


@flow.tapped("away-of", Action.SET_ABSENCE)
async def of_colleague(scene: Scene) -> Turn:
    return Turn((page(scene, person_of(scene, people.pressed(scene).id)),))


@flow.tapped("away-end", Action.SEE_DESK)
async def end(scene: Scene) -> Turn:
    """Back before the last day, or not away after all."""
    person, away = pressed(scene)
    today = scene.house.today(scene.now)
    rest = [one for one in person.away if one != away]
    if away.since < today:
        rest.append(Away(away.since, today - timedelta(days=1)))
    keep(scene, person, away=rest)
    begun = "yes" if away.since <= today else "no"
    back = (button("menu", "menu"),)
    told = say("away-ended", back, whose=whose(scene, person), begun=begun, who=person.short_name)
    return Turn((told,))


def whose(scene: Scene, person: Employee) -> str:
    """ "own", or "other" for a colleague's: the texts speak of both."""
    return "own" if person.id == scene.actor.id else "other"


def person_of(scene: Scene, id_: str) -> Employee:
    """Whose absence it is about, if it may be set by whoever asks; the refusal is the same whether
    there is such an employee or not."""
    found = scene.house.employee(id_)
    own = found is not None and found.id == scene.actor.id and scene.may(Action.SET_OWN_ABSENCE)
    if found is None or not (own or allowed_about(scene.actor, Action.SET_ABSENCE, found)):
        raise Refused("no-such-person")
    # nobody makes themselves more by sending somebody on leave
    if not own and falls_to_more(scene.actor.own_roles, found):
        raise Refused("away-not-yours-to-set")
    return found


def pressed(scene: Scene) -> tuple[Employee, Away]:
    """The absence the pressed button names by its person and first day, unless it has ended or was
    changed meanwhile."""
    person = person_of(scene, scene.arg(0))
    today = scene.house.today(scene.now)
    found = [one for one in _to_come(person, today) if one.since.isoformat() == scene.arg(1)]
    if not found:
        raise Refused("stale-button")
    return person, found[0]


def page(scene: Scene, person: Employee) -> Reply:
    """What is on record, and what can be done about it."""
    house, today, it = scene.house, scene.house.today(scene.now), person.id
    own = whose(scene, person)
    to_come = _to_come(person, today)
    lines = [_line(house.ministry, person, one) for one in to_come]
    rows: list[tuple[Button, ...]] = []
    for away in to_come[:SHOWN]:
        since = away.since.isoformat()
        name = "away-cancel" if away.since > today else f"away-back-{own}"
        change = button("away-until", f"away-until:{it}:{since}", day=moments.numerals(away.since))
        rows.append((change, button(name, f"away-end:{it}:{since}")))
    rows.append((button(f"away-new-{own}", f"away-new:{it}"), button("deputy", f"deputy:{it}:0")))
    back = button("desk", "desk") if own == "own" else button("person", f"person:{it}")
    last = [back, button("menu", "menu")]
    return say(
        "away-page",
        *rows,
        tuple(last),
        whose=own,
        who=person.short_name,
        days="\n".join(lines) or "none",
        deputy=house.who(person.deputy) if person.deputy else "none",
    )


def keep(
    scene: Scene, person: Employee, away: Sequence[Away] | None = None, deputy: str | None = None
) -> Ministry:
    """On record from the next event on; the ministry as it stands then. What does not fit together
    is refused by name."""
    changes: dict[str, Any] = {}
    if away is not None:
        oldest = scene.house.today(scene.now) - timedelta(days=LONGEST)
        kept = sorted((one.since, one.until) for one in away if one.until >= oldest)
        changes["away"] = [[since.isoformat(), until.isoformat()] for since, until in kept]
    if deputy is not None:
        changes["deputy"] = deputy
    would = scene.house.tried(("employee", person.id, changes))
    if comes_to_more(scene.house.ministry, would, scene.actor.id):
        raise Refused("deputy-yourself")
    value = {**scene.house.value_of("employee", person.id), **changes}
    scene.unit.staff.amend("employee", person.id, value, scene.actor.id, scene.now)
    return would


def joined(person: Employee, away: Away) -> list[Away]:
    """The person's absences with one more: those it touches become one with it, from the first of
    their days to the last. One that begins on the same day is changed."""
    touched = [one for one in person.away if one.since <= away.until and away.since <= one.until]
    others = [one for one in touched if one.since != away.since]
    since = min([away.since, *(one.since for one in others)])
    until = max([away.until, *(one.until for one in others)])
    return [*(one for one in person.away if one not in touched), Away(since, until)]


def who_acts(ministry: Ministry, person: Employee, away: Away) -> str:
    """Who acts for them meanwhile, a line: what falls to somebody who never does it otherwise, and
    that on some days there is nobody."""
    found = acting_through(ministry, person.id, away)
    lines = []
    names = [one.short_name for one in found if one]
    if names:
        lines.append(words("away-acts", names="; ".join(names)))
    for one in found:
        if one and (duties := falls_to(person, one)):
            said = ", ".join(words(f"duty-{duty}") for duty in duties)
            lines.append(words("away-falls", who=one.short_name, duties=said))
    if None in found:
        lines.append(words("away-nobody" if not names else "away-nobody-sometimes"))
    return "\n".join(lines)


def _line(ministry: Ministry, person: Employee, away: Away) -> str:
    days = words("away-days", since=_day(away.since), until=_day(away.until))
    return "\n".join([days, who_acts(ministry, person, away)])


def _day(day: date) -> str:
    return moments.numerals(day)


def _to_come(person: Employee, today: date) -> list[Away]:
    """What is not over, the next first."""
    to_come = [one for one in person.away if one.until >= today]
    return sorted(to_come, key=lambda one: one.since)
