"""Low marks as they stand when they are told: clients may change a mark, and add words to it."""

from __future__ import annotations

from dataclasses import replace

from domain.afterwards import is_low
from handlers.officer.notices import Cause
from storage.unit import Unit
from texts import words

LOW_MARK = "low_mark"


async def with_marks(unit: Unit, causes: list[Cause]) -> list[Cause]:
    """The causes, marks with their words; a mark that is low no longer is left out."""
    replies = {c.notice.details["reply"] for c in causes if c.notice.kind == LOW_MARK}
    if not replies:
        return causes
    ratings = {rating.reply: rating for rating in await unit.ratings.of_replies(replies)}
    found = []
    for cause in causes:
        if cause.notice.kind != LOW_MARK:
            found.append(cause)
        elif (rating := ratings.get(cause.notice.details["reply"])) and is_low(rating.mark):
            told = replace(cause.notice, details=cause.notice.details | {"mark": rating.mark})
            text = rating.text or words("mark-without-words")
            found.append(replace(cause, notice=told, text=text))
    return found
