"""Repeats on the card: the same client's earlier appeal that this one is like, and its reply."""

from __future__ import annotations

from dataclasses import dataclass

from domain.access import Action
from domain.appeals import Appeal, State, first_lines
from domain.people import Chat
from domain.refusal import Refused
from domain.repeats import Likeness, most_like
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from storage.replies import KeptReply
from texts import button, moments, words, written

flow = Flow()

#: further back nobody looks
EARLIER = 20
#: of what is new the card shows so many letters; the whole stands below it anyway
LONGEST_NEWS = 400


@dataclass(frozen=True, slots=True)
class Repeat:
    """An earlier appeal of the same client, and the reply that reached them, if one has."""

    appeal: Appeal
    likeness: Likeness
    reply: KeptReply | None


async def repeated(scene: Scene, appeal: Appeal) -> Repeat | None:
    """The earlier appeal this one is likest to. A complaint about whoever looks is never named."""
    client = await scene.unit.chats.find(appeal.chat)
    if client is None or appeal.kind.internal:  # a colleague's letters as a citizen are no business
        return None
    newest = await _of_the_same(scene, client, appeal)
    earlier = {one.id: one for one in newest if _comes_before(scene, one, appeal)}
    if not earlier:
        return None
    texts = await scene.unit.exchange.said_by_clients([appeal.id, *earlier])
    likeness = most_like(texts.get(appeal.id, ""), ((id_, texts.get(id_, "")) for id_ in earlier))
    if likeness is None:
        return None
    found = earlier[likeness.earlier]
    return Repeat(found, likeness, await _reply_to(scene, found))


async def _of_the_same(scene: Scene, client: Chat, appeal: Appeal) -> list[Appeal]:
    """What the same person filed under the same hat: what they wrote as a citizen is never held
    against what they ask as a colleague."""
    if appeal.kind.internal:
        return await scene.unit.appeals.requests_of(appeal.filer, EARLIER + 1)
    return await scene.unit.appeals.of_chat(client, EARLIER + 1)


def _comes_before(scene: Scene, one: Appeal, appeal: Appeal) -> bool:
    passed = scene.actor.id in scene.house.past(one)
    return one.id < appeal.id and one.state is not State.NOT_APPEAL and not passed


async def _reply_to(scene: Scene, appeal: Appeal) -> KeptReply | None:
    sent = [r for r in await scene.unit.replies.of_appeal(appeal.id) if r.state == "sent"]
    return sent[-1] if sent else None


def lines(scene: Scene, repeat: Repeat) -> str:
    """What the card says of it: which appeal, what became of it, what is new."""
    earlier, likeness = repeat.appeal, repeat.likeness
    news = " ".join(likeness.sentences) or ", ".join(likeness.words)
    kind = "sentences" if likeness.sentences else "words" if likeness.words else "nothing"
    return words(
        "repeat",
        number=earlier.number,
        date=moments.day_of(earlier.received_at, scene.house.zone),
        state="open" if earlier.is_open else "answered" if repeat.reply else "closed",
        answered=answered_on(scene, repeat) or "none",
        kind=kind,
        news=first_lines(news, LONGEST_NEWS),
        elsewhere="no" if scene.may(Action.SEE_CARD, earlier) else "yes",
        unit=scene.house.unit_name(earlier.unit),
    )


def answered_on(scene: Scene, repeat: Repeat) -> str:
    """The day the earlier reply reached the client; "" when none has."""
    return _day_of(scene, repeat.reply) if repeat.reply else ""


def way_there(scene: Scene, appeal: Appeal, repeat: Repeat) -> list[tuple[Button, ...]]:
    """The button to the earlier reply, for whoever may read the earlier appeal, too."""
    earlier = repeat.appeal
    if not scene.may(Action.SEE_CARD, earlier):
        return []
    return [(button("repeat", f"repeat:{appeal.id}:{earlier.id}", number=earlier.number),)]


@flow.tapped("repeat", Action.SEE_CARD)
async def show(scene: Scene) -> Turn:
    """What the client wrote then, and what they were told."""
    appeal = await scene.appeal()
    earlier = await scene.unit.appeals.get(scene.number(1))
    same = earlier is not None and earlier.kind.internal == appeal.kind.internal
    if earlier is None or earlier.chat is None or earlier.chat != appeal.chat or not same:
        raise Refused("stale-button")
    earlier = scene.allowed(earlier, Action.SEE_CARD)
    texts = await scene.unit.exchange.said_by_clients([earlier.id])
    told = words(
        "repeat-shown",
        number=earlier.number,
        date=moments.day_of(earlier.received_at, scene.house.zone),
        text=first_lines(texts.get(earlier.id, ""), 1_000) or words("no-words"),
    )
    ways = (
        button("open-card", f"card:{earlier.id}"),
        button("back-to-card", f"card:{appeal.id}", number=appeal.number),
    )
    reply = await _reply_to(scene, earlier)
    return scene.stay(written(f"{told}\n\n{_reply_words(scene, reply)}", ways))


def _reply_words(scene: Scene, reply: KeptReply | None) -> str:
    """The reply word for word as it was sent, with the template it was made from."""
    if reply is None:
        return words("repeat-unanswered")
    id_, _, version = reply.template.partition("@")
    template = scene.house.ministry.templates.get(id_)
    heading = words(
        "repeat-reply",
        answered=_day_of(scene, reply),
        who=scene.house.who(reply.author),
        template=(template.title if template else id_) or "none",
        version=version,
    )
    return f"{heading}\n\n{reply.final_text or words('reply-in-files')}"


def _day_of(scene: Scene, reply: KeptReply) -> str:
    return moments.day_of(reply.settled_at or reply.created_at, scene.house.zone)
