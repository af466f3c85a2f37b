"""What a signatory is shown: what the reply answers, the check's findings, the client's view."""

from __future__ import annotations

from domain.appeals import Appeal, straight
from domain.refusal import Refused
from domain.reply_rules import ReplyFacts
from domain.talk import Reply
from handlers.entries import what_was_sent
from handlers.flow import Scene
from handlers.officer import draft as drafts
from handlers.officer.findings import findings_text
from handlers.officer.leaving import seen_by_client
from handlers.officer.review import checked, parted, review
from storage.exchange import Entry, Stored
from storage.questions import Question
from storage.replies import KeptReply
from texts import button, moments, words, written


async def waiting_reply(scene: Scene, appeal: Appeal) -> KeptReply:
    """The reply that waits for its signatory."""
    made = await scene.unit.replies.of_appeal(appeal.id)
    waiting = [reply for reply in made if reply.state == "approval"]
    if not waiting:
        raise Refused("sign-over", number=appeal.number)
    return waiting[-1]


async def of(scene: Scene, appeal: Appeal, reply: KeptReply) -> tuple[Reply, Reply]:
    """What is known of it, and the reply as the client will see it, with what can be done."""
    it, said = f"{appeal.id}:{reply.id}", len(await drafts.by_client(scene, appeal))
    files = await scene.unit.exchange.files(reply.files)
    shown = written(
        await as_client_sees(scene, appeal, reply),
        button("sign", f"sign:{it}:{said}"),
        (button("sign-back", f"sign-back:{it}"), button("sign-change", f"sign-change:{it}:{said}")),
        button("open", f"card:{appeal.id}"),
        files=[file.attached for file in files],
    )
    return written(await _about(scene, appeal, reply)), shown


async def as_client_sees(scene: Scene, appeal: Appeal, reply: KeptReply) -> str:
    """The words of a reply on record as they reach the client in a dialogue."""
    text = reply.final_text
    name = await drafts.client_name(scene, appeal)
    greeting, body = parted(text, await checked(text, ReplyFacts(client=name)))
    draft = drafts.kept_as_draft(reply) | {"greeting": greeting, "body": body}
    return await seen_by_client(scene, appeal, draft, scene.house.employee(reply.author))


async def _about(scene: Scene, appeal: Appeal, reply: KeptReply) -> str:
    house = scene.house
    noted = await scene.unit.particulars.get(appeal.id)
    parts = [
        words(
            "sign-heading",
            number=appeal.number,
            topic=house.subject(appeal),
            unit=house.unit_name(appeal.unit),
            who=house.who(reply.author),
            deadline=house.deadline(appeal, scene.now),
            way=reply.way,
            to=noted.reply_to or "none",
            outcome=reply.outcome,
        )
    ]
    if asked := await scene.unit.questions.of_appeal(appeal.id):
        lines = [_question(place, one, reply) for place, one in enumerate(asked, 1)]
        parts.append("\n".join([words("sign-questions"), *lines]))
    if reply.text:
        draft = drafts.kept_as_draft(reply)
        parts.append(findings_text(await review(scene, appeal, draft), reply.text))
    if reply.reason:
        parts.append(words("sign-reason", reason=reply.reason))
    entries = await scene.unit.exchange.of_appeal(appeal.id)
    stored = await scene.unit.exchange.files_of(appeal.id)
    return "\n\n".join([*parts, *(_entry(scene, entry, stored) for entry in entries)])


def _question(place: int, asked: Question, reply: KeptReply) -> str:
    answered = "yes" if str(asked.id) in reply.answers else "no"
    return words("sign-question", place=place, text=straight(asked.text), answered=answered)


def _entry(scene: Scene, entry: Entry, files: list[Stored]) -> str:
    heading = words(
        "entry-heading",
        at=moments.stamp(entry.at, scene.house.zone),
        who=scene.house.who(entry.author) if entry.author else words("client"),
        edited="yes" if entry.revises else "no",
        delivery="none",
    )
    return "\n".join([heading, *what_was_sent(entry, files)])
