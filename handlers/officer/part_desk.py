"""The co-executor's desk: what is asked of this person, and the part they give.

They see the question and the client's words, and nothing else of the appeal.
"""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, first_lines, straight
from domain.parts import Part, PartState, is_late
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer import parts as of_parts
from handlers.officer.asking import Said, ask, asked, confirmed, preview
from handlers.officer.part_notices import giving
from texts import button, say, words, written

flow = Flow()

PAGE = 5
MOST_PAGES = 10_000


@flow.tapped("queue-parts", Action.SEE_PARTS)
async def queue(scene: Scene) -> Turn:
    """A page of the parts this person is asked for: what is due first stands first."""
    page = min(scene.number(0), MOST_PAGES)
    found, total = await _waiting(scene, page)
    if not found and total:
        page = (total - 1) // PAGE
        found, total = await _waiting(scene, page)
    appeals = await scene.unit.appeals.by_ids({part.appeal for part in found})
    lines = [words("parts-queue-heading", total=total)]
    numbers = []
    for place, part in enumerate(found, page * PAGE + 1):
        lines.append(_queued(scene, place, part, appeals[part.appeal][0]))
        numbers.append(Button(str(place), f"part:{part.id}"))
    turn_page = []
    if page:
        turn_page.append(button("earlier", f"queue-parts:{page - 1}:turn"))
    if (page + 1) * PAGE < total:
        turn_page.append(button("later", f"queue-parts:{page + 1}:turn"))
    last = (button("refresh", f"queue-parts:{page}:turn"), button("menu", "menu"))
    turned = scene.event.message if "turn" in scene.args else ""
    return scene.stay(written("\n\n".join(lines), numbers, turn_page, last, instead_of=turned))


async def _waiting(scene: Scene, page: int) -> tuple[list[Part], int]:
    return await scene.unit.parts.waiting(scene.actor, page, PAGE)


def _queued(scene: Scene, place: int, part: Part, appeal: Appeal) -> str:
    return words(
        "part-queue-line",
        place=place,
        number=appeal.number,
        left=of_parts.left(scene.house, part, scene.now),
        who=scene.house.who(part.asked_by),
        text=first_lines(part.question, 90) or words("no-words"),
    )


@flow.tapped("part", Action.SEE_PART)
async def look(scene: Scene) -> Turn:
    """The question, what the client has written, and the part where it is given."""
    appeal, part = await of_parts.pressed(scene)
    files = await scene.unit.exchange.files([*part.question_files, *part.files])
    here = [file for file in files if file.state != "lost"]
    asked_files = [file for file in files if file.id in part.question_files]
    text = [
        words(
            "part-heading",
            number=appeal.number,
            topic=scene.house.subject(appeal),
            who=scene.house.who(part.asked_by),
            asked=of_parts.who(scene.house, part),
            status=of_parts.status(scene, part),
        ),
        "\n".join(
            [words("part-question", text=_seen(part.question)), *of_parts.named(asked_files)]
        ),
        words(
            "part-client",
            number=appeal.number,
            name=first_lines(await drafts.client_name(scene, appeal), 60) or words("no-name"),
            text=await _client_words(scene, appeal),
        ),
    ]
    if part.state in {PartState.GIVEN, PartState.DECLINED}:
        given = [file for file in files if file.id in part.files]
        lines = [words(f"part-text-{part.state}", text=_seen(part.text)), *of_parts.named(given)]
        text.append("\n".join(lines))
    rows = giving(part) if scene.can(Action.GIVE_PART, appeal, part) else []
    attached = [file.attached for file in here]
    return scene.stay(written("\n\n".join(text), *rows, files=attached))


async def _client_words(scene: Scene, appeal: Appeal) -> str:
    """What the client has said, each message in its last version."""
    said = await drafts.by_client(scene, appeal)
    old = {entry.revises for entry in said}
    texts = [straight(e.text).strip() for e in said if e.id not in old]
    return "\n\n".join(filter(None, texts)) or words("no-words")


def _seen(text: str) -> str:
    return straight(text).strip() or words("no-words")


@flow.tapped("give-part", Action.GIVE_PART)
async def begin(scene: Scene) -> Turn:
    appeal, part = await of_parts.pressed(scene)
    question = say(
        "ask-give-part", number=appeal.number, question=first_lines(part.question, 300) or "none"
    )
    return await ask(scene, appeal, "give-part", question, part=part.id)


@asked("give-part", Action.GIVE_PART)
async def hear(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The part as the main officer will read it."""
    shown = say(
        "give-part-preview",
        number=appeal.number,
        text=said.text or words("no-words"),
        count=len(said.files),
    )
    return preview(scene, "give-part", said, shown)


@confirmed("give-part", Action.GIVE_PART)
async def give(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The part is the main officer's from now on."""
    work, now = scene.unit, scene.now
    stored = await work.exchange.files(list(said.files))
    files = [file.id for file in stored if file.state != "lost"]
    if not said.text and not files:
        raise Refused("nothing-said")
    part = await _settle(scene, appeal, said, PartState.GIVEN, files)
    work.windows.close_part(appeal, part.id, now)
    late = is_late(part, now)
    work.appeals.record(appeal, "part_given", scene.actor.id, now, part=part.id, late=late)
    _tell_main(scene, appeal, part, "part_given")
    name = "part-given-late" if late else "part-given"
    return Turn((_told(name, scene, appeal, part),))


@flow.tapped("no-part", Action.DECLINE_PART)
async def begin_declining(scene: Scene) -> Turn:
    appeal, part = await of_parts.pressed(scene)
    question = say("ask-decline-part", number=appeal.number)
    return await ask(scene, appeal, "no-part", question, part=part.id)


@asked("no-part", Action.DECLINE_PART)
async def decline(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Not their business: whoever asked hears why, and asks somebody else."""
    if said.files or not said.text:
        return scene.stay(say("decline-words-only"))
    part = await _settle(scene, appeal, said, PartState.DECLINED, [])
    scene.unit.windows.drop_part(appeal, part.id, scene.now)
    scene.unit.appeals.record(appeal, "part_declined", scene.actor.id, scene.now, part=part.id)
    _tell_main(scene, appeal, part, "part_declined")
    return Turn((_told("part-declined", scene, appeal, part),))


async def _settle(
    scene: Scene, appeal: Appeal, said: Said, state: PartState, files: list[int]
) -> Part:
    found = await scene.unit.parts.get(said.more["part"])
    assert found is not None  # whoever may act on a part has found it
    settled = await scene.unit.parts.change(
        found,
        state=state,
        text=said.text,
        files=files,
        settled_by=scene.actor.id,
        settled_at=scene.now,
    )
    if settled is None:
        raise await of_parts.beaten(scene, appeal, found)
    return settled


def _tell_main(scene: Scene, appeal: Appeal, part: Part, kind: str) -> None:
    """Whoever has the appeal by now hears of it, else the unit it waits in."""
    main = scene.house.employee(appeal.officer)
    to = {"employee": main.id} if main else {"unit": appeal.unit}
    scene.unit.notices.note(appeal, kind, scene.now, part=part.id, **to)


def _told(name: str, scene: Scene, appeal: Appeal, part: Part) -> Reply:
    main = appeal.officer or part.asked_by
    rest = button("queue-parts", "queue-parts:0")
    who = scene.house.who_now(main, scene.now)
    return say(name, (rest, button("menu", "menu")), number=appeal.number, who=who)
