"""Setting an absence: its first day, its last, and who stands in meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from domain.access import Action
from domain.deputies import LONGEST, can_stand_in, is_away
from domain.ministry import Away, Employee
from domain.refusal import Refused
from domain.talk import Button, Reply
from domain.typed import typed_day
from handlers.employee import absence
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, moments, say, words

flow = Flow()

STEP = "absence"
#: Who may stand in, one a row; the other rows are for the way on and out.
A_PAGE = 4
LABEL = 40


@flow.tapped("away-new", Action.SEE_DESK)
async def begin(scene: Scene) -> Turn:
    person = absence.person_of(scene, scene.arg(0))
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return _ask(scene, person, {"who": person.id, "at": "since", "since": "", "until": ""})


@flow.tapped("away-until", Action.SEE_DESK)
async def begin_with_last_day(scene: Scene) -> Turn:
    """Another last day for an absence that is on record."""
    person, away = absence.pressed(scene)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    since = away.since.isoformat()
    return _ask(scene, person, {"who": person.id, "at": "until", "since": since, "until": ""})


@flow.tapped("deputy", Action.SEE_DESK)
async def begin_with_deputy(scene: Scene) -> Turn:
    """Who stands in, whenever that may be; days already told of a leave stay with the question."""
    person = absence.person_of(scene, scene.arg(0))
    page = scene.number(1)
    if _is_open(scene, person) and (page or scene.chat.draft["since"]):
        turned = scene.event.message if page else ""
        return _ask(scene, person, scene.chat.draft | {"page": page}, turned)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return _ask(scene, person, {"who": person.id, "at": "deputy", "since": "", "until": ""})


@flow.tapped("away-day", Action.SEE_DESK)
async def choose_day(scene: Scene) -> Turn:
    """The day of a button, heard as if it were typed."""
    if scene.chat.step != STEP or scene.chat.draft["at"] == "deputy":
        raise Refused("stale-button")
    return await _hear_day(scene, scene.arg(0))


@flow.tapped("away-deputy", Action.SEE_DESK)
async def choose_deputy(scene: Scene) -> Turn:
    """Whoever was chosen, or nobody ("-")."""
    if scene.chat.step != STEP or scene.chat.draft["at"] != "deputy":
        raise Refused("stale-button")
    person = absence.person_of(scene, scene.chat.draft["who"])
    deputy = scene.house.employee(scene.arg(0))
    if scene.arg(0) == "-":
        return await _done(scene, person, "")
    if deputy is None or not can_stand_in(person, deputy):
        raise Refused("deputy-cannot")
    return await _done(scene, person, deputy.id)


@flow.said(STEP, Action.SEE_DESK)
async def hear(scene: Scene) -> Turn:
    """A day as people type it, or the deputy's name."""
    if scene.says_nothing or not scene.event.text.strip():
        return scene.stay(say("form-words-only"))
    if scene.chat.draft["at"] != "deputy":
        return await _hear_day(scene, scene.event.text)
    person = absence.person_of(scene, scene.chat.draft["who"])
    wanted = scene.event.text.lower().split()
    found = [one for one in _deputies(scene, person) if _answers_to(one, wanted)]
    if len(found) != 1:
        raise Refused("deputy-not-found" if not found else "deputy-many")
    return await _done(scene, person, found[0].id)


async def _hear_day(scene: Scene, text: str) -> Turn:
    draft, today = scene.chat.draft, scene.house.today(scene.now)
    person = absence.person_of(scene, draft["who"])
    day = typed_day(text, today)
    if day is None:
        raise Refused("day-not-understood")
    if draft["at"] == "since":
        if not today <= day <= today + timedelta(days=LONGEST):
            raise Refused("away-since-wrong")
        return _ask(scene, person, draft | {"at": "until", "since": day.isoformat()})
    since = date.fromisoformat(draft["since"])
    if not max(since, today) <= day <= since + timedelta(days=LONGEST):
        raise Refused("away-until-wrong", since=moments.numerals(max(since, today)))
    return _ask(scene, person, draft | {"at": "deputy", "until": day.isoformat()})


def _ask(scene: Scene, person: Employee, draft: dict[str, Any], instead_of: str = "") -> Turn:
    """The question the draft stands at."""
    own = absence.whose(scene, person)
    cancel = (_cancel(scene, person),)
    if draft["at"] == "deputy":
        return Turn((_whom(scene, person, draft, instead_of),), STEP, draft)
    name, rows = f"away-ask-{draft['at']}", []
    if draft["at"] == "since":
        today = scene.house.today(scene.now)
        days = {"today": today, "tomorrow": today + timedelta(days=1)}
        rows = [tuple(button(n, f"away-day:{d.isoformat()}") for n, d in days.items())]
    return Turn((say(name, *rows, cancel, whose=own, who=person.short_name),), STEP, draft)


def _whom(scene: Scene, person: Employee, draft: dict[str, Any], instead_of: str) -> Reply:
    """Who may stand in, the one named before first; who is away then is shown so."""
    own = absence.whose(scene, person)
    found = _deputies(scene, person)
    pages = max(1, -(-len(found) // A_PAGE))
    page = draft.get("page", 0) % pages
    since = draft["since"] or scene.house.today(scene.now).isoformat()
    day = max(date.fromisoformat(since), scene.house.today(scene.now))
    rows = [
        (Button(_label(one, day), f"away-deputy:{one.id}"),)
        for one in found[page * A_PAGE :][:A_PAGE]
    ]
    last = [button("deputy-none", "away-deputy:-")]
    if pages > 1:
        last.append(button("more-people", f"deputy:{person.id}:{page + 1}"))
    last.append(_cancel(scene, person))
    return say(
        "away-ask-deputy",
        *rows,
        tuple(last),
        instead_of=instead_of,
        whose=own,
        who=person.short_name,
    )


def _cancel(scene: Scene, person: Employee) -> Button:
    """Back to the page it began on, with nothing kept."""
    if absence.whose(scene, person) == "own":
        return button("cancel", "absence")
    return button("cancel", f"away-of:{person.id}")


def _label(one: Employee, day: date) -> str:
    name = words("who-on-leave", who=one.short_name) if is_away(one, day) else one.short_name
    return name if len(name) <= LABEL else name[: LABEL - 1].rstrip() + "…"


def _deputies(scene: Scene, person: Employee) -> list[Employee]:
    """Who can stand in: the deputy named before, colleagues, the head above, everybody else."""
    ministry = scene.house.ministry
    unit = ministry.units.get(person.unit)
    above = ministry.units.get(unit.parent) if unit else None

    def nearness(one: Employee) -> tuple[bool, bool, bool]:
        is_above = above is not None and one.id == above.head
        return one.id != person.deputy, one.unit != person.unit, not is_above

    fit = [one for one in ministry.employees.values() if can_stand_in(person, one)]
    return sorted(fit, key=nearness)


def _answers_to(one: Employee, wanted: list[str]) -> bool:
    name = one.name.lower().split()
    return all(any(part.startswith(word.strip(".")) for part in name) for word in wanted)


async def _done(scene: Scene, person: Employee, deputy: str) -> Turn:
    """On record; what it comes to is said, and a colleague hears what was set for them."""
    draft, own = scene.chat.draft, absence.whose(scene, person)
    back = button("absence", "absence")
    if own == "other":
        back = button("away-of", f"away-of:{person.id}")
    rows = (back, button("menu", "menu"))
    if not draft["since"]:
        absence.keep(scene, person, deputy=deputy)
        name = scene.house.who(deputy) if deputy else "none"
        return Turn((say("deputy-set", rows, whose=own, who=person.short_name, deputy=name),))
    days = date.fromisoformat(draft["since"]), date.fromisoformat(draft["until"])
    away = Away(*days)
    would = absence.keep(scene, person, away=absence.joined(person, away), deputy=deputy)
    told = say(
        "away-set",
        rows,
        whose=own,
        who=person.short_name,
        since=moments.numerals(away.since),
        until=moments.numerals(away.until),
        acts=absence.who_acts(would, would.employees[person.id], away),
    )
    if own == "other":
        await _tell(scene, person, away)
    return Turn((told,))


async def _tell(scene: Scene, person: Employee, away: Away) -> None:
    """Who was set down as absent by somebody else hears of it, though not at night (W14)."""
    told = say(
        "away-set-for-you",
        button("absence", "absence"),
        since=moments.numerals(away.since),
        until=moments.numerals(away.until),
        by=scene.house.who(scene.actor.id),
    )
    chats = await scene.unit.chats.of_employees([person.id])
    if person.id in chats and not scene.house.is_quiet(scene.now, person.unit):
        scene.unit.outbox.post(chats[person.id], told, scene.now, kind="notice")


def _is_open(scene: Scene, person: Employee) -> bool:
    draft = scene.chat.draft
    return scene.chat.step == STEP and draft["who"] == person.id and draft["at"] == "deputy"
