"""The receipt: number, due moment, who answers, what happens next, and what can be mended."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, Kind, State
from domain.ministry import Article
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.client.register import notify_unit
from handlers.clocks import rule_of
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from handlers.officer.parts import release
from handlers.official import is_handed_over, open_windows
from texts import button, say, words, written

flow = Flow()

#: Six rows of buttons fit under a message everywhere: five topics and the way to the next ones.
TOPICS_A_PAGE = 5


def of(scene: Scene, appeal: Appeal, text: str) -> Reply:
    """The receipt of an appeal just registered for these words."""
    house, now = scene.house, scene.now
    unit = house.unit_name(appeal.unit)
    parts = [
        words("receipt-number", number=appeal.number),
        *_kinds(house),
        words("receipt-due", promise=house.promise(appeal, now), unit=unit),
    ]
    if appeal.topic:
        parts.append(words("receipt-topic", topic=house.topic_title(appeal.topic)))
    elif appeal.sorting:
        parts.append(words("receipt-sorting"))
    if pause := house.pause(now):
        parts.append(pause)
    parts.append(words("receipt-next"))
    article = house.public.alike(text)
    if article:
        parts.append(words("receipt-article", title=article.title))
    return written("\n\n".join(parts), *_rows(scene, appeal, text, article))


def _kinds(house: House) -> list[str]:
    """What each of the two kinds means, before anything is promised (N-1052 §2, §4)."""
    if not is_handed_over(house):
        return [words("receipt-kinds"), words("receipt-is-message")]
    portal = house.ministry.contacts.state_portal or words("official-any-portal")
    return [words("receipt-kinds-portal", portal=portal), words("receipt-is-message")]


@flow.tapped("topics", Action.CHOOSE_TOPIC)
async def offer_topics(scene: Scene) -> Turn:
    """Every topic clients may choose, a page at a time."""
    appeal = await scene.appeal()
    topics = [t for t in scene.house.ministry.topics.values() if t.id != appeal.topic]
    pages = max(1, -(-len(topics) // TOPICS_A_PAGE))
    page = scene.number(1) % pages
    shown = topics[page * TOPICS_A_PAGE : (page + 1) * TOPICS_A_PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(topic.title, f"topic:{appeal.id}:{topic.id}"),) for topic in shown
    ]
    if pages > 1:
        rows.append((button("more-topics", f"topics:{appeal.id}:{page + 1}"),))
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("choose-topic", *rows, instead_of=turned, number=appeal.number))


@flow.tapped("topic", Action.CHOOSE_TOPIC)
async def choose_topic(scene: Scene) -> Turn:
    """The client says what it is about: the appeal goes to the unit of that topic."""
    appeal = await scene.appeal()
    topic = scene.house.ministry.topics.get(scene.arg(1))
    if topic is None:
        raise Refused("stale-button")
    changed = None
    if not appeal.officer:
        changed = await scene.unit.appeals.change(
            appeal, topic=topic.id, unit=topic.unit, sorting=False
        )
    if changed is None:
        raise _taken(scene, appeal)
    scene.unit.appeals.record(
        changed, "topic_chosen", "client", scene.now, topic=topic.id, unit=topic.unit
    )
    if (changed.unit, changed.sorting) != (appeal.unit, appeal.sorting):
        notify_unit(scene.unit, changed, scene.now)
    reply = say(
        "topic-chosen",
        number=changed.number,
        topic=topic.title,
        unit=scene.house.unit_name(topic.unit),
        promise=scene.house.promise(changed, scene.now),
    )
    return scene.stay(reply)


@flow.tapped("call-off", Action.CALL_OFF)
async def call_off(scene: Scene) -> Turn:
    """Thanks, a greeting, a mistake: kept, closed as such, and no window runs."""
    appeal = await scene.appeal()
    changed = await scene.unit.appeals.change(appeal, state=State.NOT_APPEAL, closed_at=scene.now)
    if changed is None:
        raise _taken(scene, appeal)
    await release(scene.unit, scene.house, changed, "client", scene.now)
    scene.unit.windows.drop(changed, scene.now)
    scene.unit.appeals.record(changed, "called_off", scene.actor.id, scene.now)
    if appeal.kind.internal:
        return scene.stay(say("request-withdrawn", number=appeal.number))
    undo = button("restore", f"restore:{appeal.id}")
    return scene.stay(say("called-off", undo, number=appeal.number))


@flow.tapped("restore", Action.RESTORE)
async def restore(scene: Scene) -> Turn:
    """It was an appeal after all: it waits again. Its time runs from this press, not from when it
    came: nobody could answer it meanwhile, and it would be overdue at once."""
    appeal = await scene.appeal()
    rule = rule_of(scene.house, appeal)
    window = scene.house.window(rule, scene.now, unit=appeal.unit)
    changed = await scene.unit.appeals.change(
        appeal, state=State.WAITING, closed_at=None, due_at=window.due_at if window else None
    )
    if changed is None:
        raise Refused("stale-button")
    if changed.kind is Kind.OFFICIAL:
        changed = await open_windows(scene.unit, scene.house, changed, scene.now)
    elif window:
        scene.unit.windows.open(changed, window)
    scene.unit.appeals.record(changed, "restored", "client", scene.now)
    notify_unit(scene.unit, changed, scene.now)
    promise = scene.house.promise(changed, scene.now)
    return scene.stay(say("restored", number=changed.number, promise=promise))


def _rows(
    scene: Scene, appeal: Appeal, text: str, article: Article | None
) -> list[tuple[Button, ...]]:
    proposed = scene.house.router.propose(text).topics
    topics = [scene.house.ministry.topics[t] for t in proposed[:3] if t != appeal.topic]
    if article:
        topics = topics[:2]
    other = "other-topic" if topics or appeal.topic else "pick-topic"
    read = [(button("read-article", f"article:{article.id}"),)] if article else []
    return [
        *read,
        *((Button(topic.title, f"topic:{appeal.id}:{topic.id}"),) for topic in topics),
        (button(other, f"topics:{appeal.id}"), button("add", f"add:{appeal.id}")),
        (button("official", f"official:{appeal.id}"),),
        (button("not-appeal", f"call-off:{appeal.id}"),),
    ]


def _taken(scene: Scene, appeal: Appeal) -> Refused:
    return Refused("already-taken", number=appeal.number, unit=scene.house.unit_name(appeal.unit))
