"""Topics and the words they are known by: changed after a look at what past messages would do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.access import Action
from domain.ministry import Ministry, Topic
from domain.refusal import Refused
from domain.replaying import played
from domain.talk import Button, Reply
from handlers.administrator import changing
from handlers.administrator.desk import shown
from handlers.administrator.people import label
from handlers.administrator.topic_rules import fits, new_id, title_of, words_of
from handlers.flow import Flow, Scene, Turn
from texts import button, say, words, written

flow = Flow()

STEP = "admin-topic"
A_PAGE, UNITS = 5, 5
#: how far back a change is played over, at most how many messages, and how many are named
MONTH, LOOKED_AT, NAMED = timedelta(days=30), 500, 5


@flow.tapped("admin-topics", Action.EDIT_TOPICS)
async def topics(scene: Scene) -> Turn:
    """Every topic, as clients are shown them."""
    found = list(scene.house.ministry.topics.values())
    pages = -(-len(found) // A_PAGE)
    page = scene.number(0) % pages
    rows = [
        (Button(topic.title, f"admin-topic:{topic.id}"),)
        for topic in found[page * A_PAGE :][:A_PAGE]
    ]
    last = [button("topic-new", "topic-new"), *changing.back(button("admin", "admin"))]
    if pages > 1:
        last.insert(0, button("later", f"admin-topics:{page + 1}"))
    return shown(scene, say("admin-topics", *rows, tuple(last), total=len(found)))


@flow.tapped("admin-topic", Action.EDIT_TOPICS)
async def topic(scene: Scene) -> Turn:
    one = _pressed(scene)
    rows = (
        (
            button("topic-title", f"topic-title:{one.id}"),
            button("topic-unit", f"topic-unit:{one.id}"),
        ),
        (
            button("topic-words", f"topic-words:{one.id}"),
            button("topic-out", f"topic-out:{one.id}"),
        ),
        changing.back(button("admin-topics", "admin-topics")),
    )
    return shown(scene, written(_lines(scene, one), *rows))


@flow.tapped("topic-new", Action.EDIT_TOPICS)
async def begin(scene: Scene) -> Turn:
    """Its name first, then its unit and its words."""
    draft = {"topic": "", "at": "title", "value": {}}
    return await changing.begin(scene, STEP, say("admin-topic-ask-title", _cancel("")), draft)


@flow.tapped("topic-title", Action.EDIT_TOPICS)
async def ask_title(scene: Scene) -> Turn:
    one = _pressed(scene)
    draft = {"topic": one.id, "at": "title", "value": {}}
    return await changing.begin(scene, STEP, say("admin-topic-ask-title", _cancel(one.id)), draft)


@flow.tapped("topic-words", Action.EDIT_TOPICS)
async def ask_words(scene: Scene) -> Turn:
    one = _pressed(scene)
    draft = {"topic": one.id, "at": "words", "value": {}}
    return await changing.begin(scene, STEP, say("admin-topic-ask-words", _cancel(one.id)), draft)


@flow.tapped("topic-unit", Action.EDIT_TOPICS)
async def ask_unit(scene: Scene) -> Turn:
    one = _pressed(scene)
    draft = {"topic": one.id, "at": "unit", "value": {}}
    return await changing.begin(scene, STEP, _units(scene, one.id, scene.number(1)), draft)


@flow.tapped("topic-units", Action.EDIT_TOPICS)
async def turn_units(scene: Scene) -> Turn:
    """Another page of units for the topic in hand."""
    draft = _in_hand(scene, "unit")
    return Turn((_units(scene, draft["topic"], scene.number(0)),), STEP, draft)


@flow.tapped("topic-to", Action.EDIT_TOPICS)
async def choose_unit(scene: Scene) -> Turn:
    draft = _in_hand(scene, "unit")
    if scene.arg(0) not in scene.house.ministry.units:
        raise Refused("stale-button")
    return await _next(scene, draft, {"unit": scene.arg(0)})


@flow.tapped("topic-wordless", Action.EDIT_TOPICS)
async def no_words(scene: Scene) -> Turn:
    """Clients choose it themselves, and nothing is put there by its words."""
    return await _next(scene, _in_hand(scene, "words"), {"words": []})


@flow.tapped("topic-out", Action.EDIT_TOPICS)
async def out(scene: Scene) -> Turn:
    """Taken out, where the ministry can do without it; what is there keeps its name."""
    one = _pressed(scene)
    return await _look(scene, one.id, {"gone": True})


@flow.said(STEP, Action.EDIT_TOPICS)
async def hear(scene: Scene) -> Turn:
    """A name, or words."""
    draft = scene.chat.draft
    if draft.get("at") == "title":
        title = title_of(scene.event.text, scene.house.ministry, draft["topic"])
        return await _next(scene, draft, {"title": title})
    if draft.get("at") == "words":
        return await _next(scene, draft, {"words": words_of(scene.event.text)})
    raise Refused("admin-topic-press")


@flow.tapped("topic-save", Action.EDIT_TOPICS)
async def save(scene: Scene) -> Turn:
    """It holds from the next message on, and nothing learnt is lost."""
    changing.save(scene, STEP)
    return changing.saved("admin-topic-saved", button("admin-topics", "admin-topics"))


async def _next(scene: Scene, draft: dict[str, Any], said: dict[str, Any]) -> Turn:
    """The next thing a new topic needs; else what the change would do."""
    value = draft["value"] | said
    if draft["topic"] or draft["at"] == "words":
        topic_id = draft["topic"] or new_id(scene.house.ministry)
        turn = await _look(scene, topic_id, value)
        # other words may be typed instead of saving these
        again = {"topic": draft["topic"], "at": draft["at"], "value": value}
        return Turn(turn.replies, STEP, turn.draft | again)
    at = "unit" if draft["at"] == "title" else "words"
    asked = _units(scene, "", 0)
    if at == "words":
        wordless = button("topic-wordless", "topic-wordless")
        asked = say("admin-topic-ask-words", wordless, _cancel(""))
    return Turn((asked,), STEP, draft | {"at": at, "value": value})


async def _look(scene: Scene, topic_id: str, change: dict[str, Any]) -> Turn:
    """The topic as it would be, and what of the past month would come to it and leave it."""
    value = {**scene.house.value_of("topic", topic_id), **change}
    changes: list[changing.Change] = [("topic", topic_id, value)]
    would = changing.tried(scene, changes)
    fits(scene.house.ministry, would)
    parts = [_change(scene, would, topic_id), await _played(scene, would, topic_id)]
    rows = (button("admin-save", f"topic-save:{scene.house.version}"), _cancel(topic_id))
    return changing.to_save(scene, STEP, changes, written("\n\n".join(parts), *rows))


def _change(scene: Scene, would: Ministry, topic_id: str) -> str:
    if topic_id not in would.topics:
        return words("admin-topic-goes", title=scene.house.topic_title(topic_id))
    return "\n".join([words("admin-topic-becomes"), _lines(scene, would.topics[topic_id])])


async def _played(scene: Scene, would: Ministry, topic_id: str) -> str:
    """Numbers and topics alone: an administrator reads nobody's appeal."""
    past = await scene.unit.corrections.past_texts(scene.now - MONTH, LOOKED_AT)
    house, after = scene.house, scene.house.router.with_topics(list(would.topics.values()))
    found = played(past.texts, house.router, after, topic_id)
    lines = [words("admin-played", looked_at=len(past.texts), total=past.total)]

    def named(rows: tuple[tuple[str, str], ...], titles: Ministry) -> str:
        shown_ = [
            words(
                "admin-played-one",
                number=number,
                topic=titles.topics[other].title if other else "none",
            )
            for number, other in rows[:NAMED]
        ]
        return "; ".join(shown_) or "none"

    came, left = named(found.came, house.ministry), named(found.left, would)
    lines.append(words("admin-played-came", total=len(found.came), named=came))
    lines.append(words("admin-played-left", total=len(found.left), named=left))
    if found.offered:
        lines.append(words("admin-played-offered", total=found.offered))
    unheard = [word for one, word in after.unheard if one == topic_id]
    if unheard:
        lines.append(words("admin-topic-unheard", listed=", ".join(unheard)))
    return "\n".join(lines)


def _lines(scene: Scene, one: Topic) -> str:
    return words(
        "admin-topic",
        title=one.title,
        unit=scene.house.unit_name(one.unit),
        listed=", ".join(one.words) or "none",
    )


def _units(scene: Scene, topic_id: str, page: int) -> Reply:
    units = list(scene.house.ministry.units.values())
    pages = -(-len(units) // UNITS)
    page %= pages
    rows = [
        (Button(label(unit.name), f"topic-to:{unit.id}"),) for unit in units[page * UNITS :][:UNITS]
    ]
    last = [_cancel(topic_id)]
    if pages > 1:
        last.insert(0, button("later", f"topic-units:{page + 1}"))
    return say("admin-topic-ask-unit", *rows, tuple(last))


def _in_hand(scene: Scene, at: str) -> dict[str, Any]:
    if scene.chat.step != STEP or scene.chat.draft.get("at") != at:
        raise Refused("stale-button")
    return scene.chat.draft


def _cancel(topic_id: str) -> Button:
    if topic_id:
        return button("cancel", f"admin-topic:{topic_id}")
    return button("cancel", "admin-topics")


def _pressed(scene: Scene) -> Topic:
    found = scene.house.ministry.topics.get(scene.arg(0))
    if found is None:
        raise Refused("stale-button")
    return found
