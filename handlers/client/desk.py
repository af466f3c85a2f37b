"""The client's desk: menu, my appeals, contacts, help, and why a reply is due when it is."""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import Action
from domain.appeals import Appeal, first_lines
from domain.life import RUNNING
from domain.talk import Button, Reply
from handlers.client import marks
from handlers.entries import what_was_sent
from handlers.explain import why
from handlers.flow import Flow, Scene, Turn
from handlers.officer.letters import sent_to
from storage.exchange import Entry, Stored
from texts import button, moments, say, words, written

flow = Flow()

MINE_SHOWN = 5
MOST_PAGES = 100


def menu(scene: Scene) -> Reply:
    return say(
        "client-menu",
        button("write", "write"),
        button("mine", "mine"),
        *([button("kb", "kb")] if len(scene.house.public) else []),
        (button("contacts", "contacts"), button("help", "help")),
        button("mailings", "mailings"),
        *([button("hat-work", "hat-work")] if scene.chat.employee else []),
        ministry=scene.house.ministry.name,
        hat="client" if scene.chat.employee else "none",
    )


@flow.tapped("write", Action.WRITE)
async def write(scene: Scene) -> Turn:
    ask = say("ask-message")
    # what follows is a question, and no longer words to a mark
    return Turn((ask,)) if scene.chat.step in marks.STEPS else scene.stay(ask)


@flow.tapped("contacts", Action.WRITE)
async def contacts(scene: Scene) -> Turn:
    return scene.stay(written(scene.house.contacts(), button("menu", "menu")))


@flow.tapped("help", Action.WRITE)
async def help_(scene: Scene) -> Turn:
    name = "employee-help" if scene.actor.employee else "client-help"
    return scene.stay(say(name, button("menu", "menu"), ministry=scene.house.ministry.name))


@flow.tapped("mine", Action.SEE_OWN_LIST)
async def mine(scene: Scene) -> Turn:
    """The client's appeals, newest first, a page at a time: number, status, due, unit."""
    page = min(scene.number(0), MOST_PAGES)
    found = await scene.unit.appeals.of_chat(scene.chat, (page + 1) * MINE_SHOWN + 1)
    return scene.stay(await listed(scene, found, page, "mine"))


async def listed(scene: Scene, found: Sequence[Appeal], page: int, verb: str) -> Reply:
    """A page of somebody's own, `found` being all up to the page's end and one more; `verb` is
    "mine" for a citizen's, "requests" for a colleague's."""
    page = min(page, max(0, len(found) - 1) // MINE_SHOWN)
    appeals = found[page * MINE_SHOWN :][:MINE_SHOWN]
    if not appeals:
        return say(f"{verb}-none", button("menu", "menu"))
    given = await marks.given(scene, appeals)
    lines = [_line(scene, appeal, given.get(appeal.id)) for appeal in appeals]
    open_it = [Button(appeal.number, f"my:{appeal.id}") for appeal in appeals]
    pages = [button("newer", f"{verb}:{page - 1}")] if page else []
    if len(found) > (page + 1) * MINE_SHOWN:
        pages.append(button("older", f"{verb}:{page + 1}"))
    text = "\n\n".join([words(f"{verb}-heading"), *lines, words("mine-open-one")])
    rows = [open_it[:2], open_it[2:4], open_it[4:], pages, [button("menu", "menu")]]
    return written(text, *rows, instead_of=scene.event.message if scene.args else "")


@flow.tapped("my", Action.SEE_OWN)
async def my(scene: Scene) -> Turn:
    """One of the client's appeals with what was written about it."""
    appeal = await scene.appeal()
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    files = await scene.unit.exchange.files_of(appeal.id)
    sent = await scene.unit.outbox.deliveries(entry.id for entry in entries if entry.author)
    reply = await sent_to(scene, appeal)
    here = {id_ for id_, row in sent.items() if row["state"] == "sent"}
    here |= {reply.entry} if reply and reply.entry else set()
    shown = [entry for entry in entries if not entry.author or entry.id in here]
    lines = [_entry(scene, entry, files) for entry in shown]
    given = await marks.given(scene, [appeal])
    rows = await marks.rows(scene, appeal)
    if appeal.asked and appeal.state in RUNNING:
        rows.append((button("answer", f"answer:{appeal.id}"),))
    if scene.can(Action.ADD_TO, appeal):
        rows.append((button("add", f"add:{appeal.id}"), button("why", f"why:{appeal.id}")))
    if scene.can(Action.MAKE_OFFICIAL, appeal):
        rows.append((button("official", f"official:{appeal.id}"),))
    last = []
    if scene.can(Action.COMPLAIN, appeal):
        last.append(button("complain", f"complain:{appeal.id}"))
    if scene.can(Action.CALL_OFF, appeal):
        name = "request-withdraw" if appeal.kind.internal else "appeal-withdraw"
        last.append(button(name, f"call-off:{appeal.id}"))
    rows.append(tuple(last))
    if reply and not appeal.kind.internal:
        rows.append((button("my-letter", f"my-letter:{appeal.id}"),))
    verb = "requests" if appeal.kind.internal else "mine"
    rows.append((button(verb, f"{verb}"), button("menu", "menu")))
    heading = _line(scene, appeal, given.get(appeal.id))
    return scene.stay(written("\n\n".join([heading, *lines]), *rows))


@flow.tapped("why", Action.SEE_OWN)
async def why_mine(scene: Scene) -> Turn:
    appeal = await scene.appeal()
    return scene.stay(await why(scene, appeal, to_client=True))


def _entry(scene: Scene, entry: Entry, files: list[Stored]) -> str:
    return words(
        "my-entry",
        side=entry.kind or entry.side,
        at=moments.stamp(entry.at, scene.house.zone),
        edited="yes" if entry.revises else "no",
        text="\n".join(what_was_sent(entry, files)),
    )


def _line(scene: Scene, appeal: Appeal, mark: int | None) -> str:
    house = scene.house
    status = "asked" if appeal.asked and appeal.state in RUNNING else str(appeal.state)
    return words(
        "mine-line",
        number=appeal.number,
        topic=first_lines(house.subject(appeal), 60),
        status=words(f"status-{status}", unit=house.unit_name(appeal.unit)),
        promise=house.promise(appeal, scene.now) if appeal.state in RUNNING else "",
        kind=str(appeal.kind),
        running="yes" if appeal.state in RUNNING else "no",
        mark=mark or "none",
    )
