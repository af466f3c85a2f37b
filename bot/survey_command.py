"""python -m bot survey: what a questionnaire file would ask, before anybody is asked it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.organisation.questionnaires import read_file
from domain.surveys.questionnaire import Question, Questionnaire
from domain.surveys.reading import ROOM, minutes, packed_length


def looked_over(file: Path) -> list[str]:
    """What the file would ask, a line each. Raises BadQuestionnaire."""
    found = read_file(file)
    lines = [
        f"{found.id}: {found.title}",
        f"version {found.version}, for {found.audience}, {_how(found)}",
    ]
    if found.link:
        return [*lines, f"the form is elsewhere: {found.link}"]
    taken = sum(map(packed_length, found.questions))
    lines.append(
        f"{len(found.items)} items, about {minutes(found)} min; answers take {taken} of {ROOM}"
        " characters of a button"
    )
    return lines + [line for question in found.questions for line in _question(question)]


def _how(found: Questionnaire) -> str:
    how = "anonymous" if found.anonymous else "not anonymous"
    return f"{how}, broken down by {', '.join(found.breakdown)}" if found.breakdown else how


def _question(question: Question) -> Iterator[str]:
    facts = [str(question.kind)]
    if not question.required:
        facts.append("may be skipped")
    if question.unsure:
        facts.append("may be unsure")
    if question.most:
        facts.append(f"at most {question.most}")
    if question.when:
        facts.append(f"only if {question.when.item} is {' or '.join(question.when.is_any)}")
    yield f"- {question.id} ({', '.join(facts)}): {question.ask}"
    for one in (*question.options, *question.rows):
        yield f"    {one.id}: {one.label}"
