"""What the card tells beside the exchange: replies on their way, both texts of one, control."""

from __future__ import annotations

from datetime import date
from functools import partial

from domain.appeals import Appeal, straight
from domain.life import Execution, executed
from handlers.flow import Scene
from storage.replies import KeptReply
from texts import moments, words


def standing(scene: Scene, appeal: Appeal) -> list[str]:
    """Who controls it, whom its reply waits for, and whether it counts as not executed."""
    who, lines = partial(scene.house.who_now, now=scene.now), []
    if appeal.signatory:
        lines.append(words("card-signatory", who=who(appeal.signatory)))
    if appeal.control:
        lines.append(words("card-control", who=who(appeal.control)))
    if executed(appeal, scene.now) is Execution.NOT_EXECUTED:
        lines.append(words("card-not-executed"))
    return lines


async def replies(scene: Scene, appeal: Appeal) -> list[str]:
    """Replies that are not in the exchange yet or came back, and what a signatory changed."""
    made = await scene.unit.replies.of_appeal(appeal.id)
    return [_line(scene, reply) for reply in made if _tells(reply)]


def _tells(reply: KeptReply) -> bool:
    """Whether there is more to it than its entry in the exchange."""
    return bool(reply.entry is None or reply.signed_text or reply.number)


def _line(scene: Scene, reply: KeptReply) -> str:
    house = scene.house
    lines = [
        words(
            "reply-line",
            at=moments.stamp(reply.created_at, house.zone),
            who=house.who(reply.author),
            state=reply.state,
            outcome=reply.outcome,
        )
    ]
    if reply.entry is None or reply.signed_text:
        lines.append(straight(reply.text))
    if reply.signed_text:
        lines.append(words("reply-line-signed", who=house.who(reply.signatory)))
        lines.append(straight(reply.signed_text))
    if reply.remark:
        facts = {"who": house.who(reply.signatory), "remark": straight(reply.remark)}
        lines.append(words("reply-line-remark", **facts))
    if reply.number:
        day = moments.numerals(date.fromisoformat(reply.sent_on))
        lines.append(words("reply-line-number", number=reply.number, day=day))
    return "\n".join(lines)
