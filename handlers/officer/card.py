"""The card of an appeal: all that is known of it, and what this person may do with it."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.talk import Button, Reply
from handlers.explain import why
from handlers.flow import Flow, Scene, Turn
from storage.exchange import Entry, Stored
from texts import button, moments, say, words, written

flow = Flow()


@flow.tapped("card", Action.SEE_CARD)
async def card(scene: Scene) -> Turn:
    return scene.stay(await of(scene, await scene.appeal()))


async def of(scene: Scene, appeal: Appeal) -> Reply:
    """The card as this person sees it now."""
    house, now = scene.house, scene.now
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    files = await scene.unit.exchange.files_of(appeal.id)
    delivered = await scene.unit.outbox.deliveries(e.id for e in entries if e.author)
    client = await scene.unit.chats.get(appeal.chat)
    heading = words(
        "card-heading",
        number=appeal.number,
        topic=house.topic_title(appeal.topic),
        unit=house.unit_name(appeal.unit),
        due=house.due(appeal, now),
        left=house.time_left(appeal, now) if appeal.is_open else words("left-closed"),
        status=words(f"card-status-{appeal.state}", who=house.who(appeal.officer)),
        channel=str(client.channel),
        name=client.name or words("no-name"),
        came=moments.stamp(appeal.received_at, house.zone),
    )
    lines = []
    for entry in entries:
        state = delivered.get(entry.id, {}).get("state", "")
        its_files = [file for file in files if file.entry == entry.id]
        lines.append(_entry(scene, entry, its_files, state))
    return written("\n\n".join([heading, *lines]), *buttons(scene, appeal, bool(files)))


def buttons(scene: Scene, appeal: Appeal, files: bool) -> list[tuple[Button, ...]]:
    """What may be done now, by this person, with this appeal."""
    it = str(appeal.id)
    work: list[Button] = []
    rest: list[Button] = []
    if appeal.state is State.WAITING and scene.may(Action.TAKE, appeal):
        work.append(button("take", f"take:{it}"))
    mine = scene.may(Action.REPLY, appeal) or scene.may(Action.TAKE, appeal) and not appeal.officer
    if appeal.state in {State.WAITING, State.TAKEN} and mine:
        work.append(button("reply", f"reply:{it}"))
    if appeal.state in {State.WAITING, State.TAKEN}:
        if scene.may(Action.HAND_OVER, appeal) or scene.may(Action.TAKE, appeal):
            rest.append(button("hand-over", f"over:{it}"))
        if appeal.sorting and scene.may(Action.ROUTE, appeal):
            rest.append(button("route", f"route:{it}"))
        elif scene.may(Action.GIVE_BACK, appeal):
            rest.append(button("give-back", f"give-back:{it}"))
    look = [button("why", f"why-card:{it}"), button("refresh", f"card:{it}")]
    if files:
        look.insert(0, button("files", f"files:{it}"))
    return [tuple(row) for row in (work, rest, look) if row]


@flow.tapped("why-card", Action.SEE_CARD)
async def why_card(scene: Scene) -> Turn:
    return scene.stay(await why(scene, await scene.appeal()))


@flow.tapped("files", Action.SEE_CARD)
async def files(scene: Scene) -> Turn:
    """The files of the exchange, sent anew; those that could not be had are named with the reason."""
    appeal = await scene.appeal()
    found = await scene.unit.exchange.files_of(appeal.id)
    here = [file.attached for file in found if file.state == "stored"]
    lines = [words("files-heading", number=appeal.number)]
    for file in found:
        if file.state != "stored":
            lines.append(words(f"file-{file.state}", name=file.name))
    if not found:
        lines = [words("files-none", number=appeal.number)]
    return scene.stay(say("plain", text="\n".join(lines), files=here))


def _entry(scene: Scene, entry: Entry, files: list[Stored], delivery: str) -> str:
    heading = words(
        "entry-heading",
        at=moments.stamp(entry.at, scene.house.zone),
        who=scene.house.who(entry.author) if entry.author else words("client"),
        edited="yes" if entry.revises else "no",
        delivery=delivery or "none",
    )
    lines = [heading, entry.text.strip() or words("no-words")]
    if files:
        lines.append(words("entry-files", names=", ".join(file.name for file in files)))
    return "\n".join(lines)
