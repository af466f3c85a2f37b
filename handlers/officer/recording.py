"""Recording what came by no messenger, so that all channels are in one register (N-1052 §21)."""

from __future__ import annotations

from domain.access import Action, allowed
from domain.appeals import Appeal, Kind, State
from domain.ministry import Topic
from domain.register import CAME_BY
from handlers import clocks, form, official
from handlers.client.register import notify_unit, tell_administrators
from handlers.flow import Flow, Scene, Turn
from handlers.form import Field, Filled, Form, Option, Values
from handlers.house import House
from handlers.officer import draft as drafts
from texts import button, say, words

flow = Flow()


@flow.tapped("record", Action.RECORD)
async def begin(scene: Scene) -> Turn:
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return form.begin(scene, RECORD)


def _channels(_: Scene, __: Values) -> list[Option]:
    return [(way, words(f"came-by-{way}")) for way in CAME_BY]


def _kinds(_: Scene, __: Values) -> list[Option]:
    return [(str(kind), words(f"kind-{kind}")) for kind in (Kind.OFFICIAL, Kind.MESSAGE)]


def _topics(scene: Scene, _: Values) -> list[Option]:
    """All topics, those that the words speak of first."""
    text = Filled({}, tuple(scene.chat.draft["parts"])).text
    proposed = scene.house.router.propose(text).topics
    topics = scene.house.ministry.topics
    order = [*proposed, *(topic for topic in topics if topic not in proposed)]
    return [(topic, topics[topic].title) for topic in order if topic in topics]


def _lines(scene: Scene, filled: Filled) -> list[str]:
    values = filled.values
    topic = scene.house.ministry.topics.get(values.get("topic", ""))
    files = sum(len(part["files"]) for part in filled.parts)
    return [
        words("line-came-by", way=words(f"came-by-{values['came_by']}")),
        words("line-kind", kind=words(f"kind-{values['kind']}")),
        *official.lines(scene, filled),
        words("line-topic", topic=topic.title if topic else words("line-topic-none")),
        words("line-text", text=official.short(filled.text), count=files),
    ]


async def _done(scene: Scene, _: Appeal | None, filled: Filled) -> Turn:
    """Registered with the next number; its windows run from now."""
    house, now = scene.house, scene.now
    appeal = await _register(scene, filled)
    entry = scene.unit.exchange.said(appeal.id, None, filled.text, now)
    scene.unit.exchange.give_files([f for part in filled.parts for f in part["files"]], entry)
    await scene.unit.particulars.note(appeal.id, **official.particulars(filled.values))
    facts = {"unit": appeal.unit, "topic": appeal.topic, "came_by": appeal.came_by}
    scene.unit.appeals.record(
        appeal, "recorded", scene.actor.id, now, kind=str(appeal.kind), **facts
    )
    appeal = await _open_windows(scene, appeal)
    notify_unit(scene.unit, appeal, now)
    seen = allowed(scene.actor, Action.SEE_CARD, appeal)
    return Turn(
        (
            say(
                "recorded",
                *([button("open", f"card:{appeal.id}")] if seen else []),
                number=appeal.number,
                unit=house.unit_name(appeal.unit),
                deadline=house.deadline(appeal, now),
            ),
        )
    )


async def _register(scene: Scene, filled: Filled) -> Appeal:
    house, now, values = scene.house, scene.now, filled.values
    topic = _topic(house, values.get("topic", ""), filled.text)
    kind = Kind(values["kind"])
    unit = topic.unit if topic else house.ministry.default_unit.id
    window = house.window(clocks.main_rule(house, kind), now, unit=unit)
    return await scene.unit.appeals.register(
        None,
        house.year(now),
        state=State.WAITING,
        topic=topic.id if topic else "",
        unit=unit,
        officer="",
        sorting=topic is None,
        album="",
        written_at=now,
        received_at=now,
        due_at=window.due_at if window else None,
        kind=kind,
        came_by=values["came_by"],
    )


def _topic(house: House, chosen: str, text: str) -> Topic | None:
    """As chosen; passed over, it is the one beyond doubt, or whoever sorts decides."""
    sure = chosen or house.router.propose(text).sure
    return house.ministry.topics.get(sure) if sure else None


async def _open_windows(scene: Scene, appeal: Appeal) -> Appeal:
    unit, house, now = scene.unit, scene.house, scene.now
    if appeal.due_at is None:
        tell_administrators(unit, house, appeal, now)
        return appeal
    if appeal.kind is Kind.OFFICIAL:
        return await official.open_windows(unit, house, appeal, now)
    return await clocks.begin(unit, house, appeal, "message_reply", now)


RECORD = form.add(
    Form(
        "record",
        "officer",
        Action.RECORD,
        (
            Field("came_by", options=_channels, can_skip=False),
            Field("kind", options=_kinds, can_skip=False),
            Field("text", many=True, can_skip=False),
            *official.FIELDS,
            Field("topic", options=_topics),
        ),
        _lines,
        _done,
    )
)
