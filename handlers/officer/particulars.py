"""The register's lines of a card: kind, category, applicant, register number, questions."""

from __future__ import annotations

from datetime import date

from domain.appeals import Appeal, Kind, straight
from handlers.flow import Scene
from storage.questions import Question
from texts import moments, words


async def lines(scene: Scene, appeal: Appeal) -> list[str]:
    """What is known of it; what is not known is left out. A colleague's has none of it."""
    if appeal.kind.internal:
        return []
    noted = await scene.unit.particulars.get(appeal.id)
    category = words(f"category-{noted.category}") if noted.category else "none"
    shown = []
    if appeal.kind is Kind.OFFICIAL or noted.category:
        kind = words(f"kind-{appeal.kind}").lower()
        shown.append(words("card-kind", kind=kind, category=category.lower()))
    if noted.applicant or noted.name:
        applicant = words(f"applicant-{noted.applicant or 'natural'}").lower()
        name = straight(noted.name) or "none"
        shown.append(words("card-applicant", applicant=applicant, name=name))
    if noted.representative:
        shown.append(words("card-representative", name=straight(noted.representative)))
    if noted.reply_by:
        way = words(f"reply-by-{noted.reply_by}").lower()
        shown.append(words("card-way", way=way, address=straight(noted.reply_to) or "none"))
    if noted.register_number:
        day = moments.numerals(date.fromisoformat(noted.registered_on))
        shown.append(words("card-register", register=straight(noted.register_number), day=day))
    return shown


async def questions(scene: Scene, appeal: Appeal) -> str:
    """The questions with what has its answer; "" where none are kept."""
    kept = await scene.unit.questions.of_appeal(appeal.id)
    if not kept:
        return ""
    return "\n".join([words("card-questions"), listed(kept, await answered(scene, appeal))])


def listed(kept: list[Question], done: set[int]) -> str:
    """Questions as a numbered list with their marks."""
    return "\n".join(
        words(
            "question-line",
            place=one.place,
            text=straight(one.text),
            answered="yes" if one.id in done else "no",
        )
        for one in kept
    )


async def answered(scene: Scene, appeal: Appeal) -> set[int]:
    """The questions that have their answer: in the draft in hand, or in the last reply that was
    neither returned nor lost."""
    draft = scene.chat.draft
    if draft.get("appeal") == appeal.id and "answers" in draft:
        return set(draft["answers"])
    made = [r for r in await scene.unit.replies.of_appeal(appeal.id) if r.state in _STANDS]
    return {int(question) for question in made[-1].answers} if made else set()


_STANDS = frozenset({"approval", "sending", "dispatch", "sent"})
