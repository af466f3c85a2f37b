"""A questionnaire in words: what it is, how a question looks, and what is wrong with a file."""

from __future__ import annotations

from collections.abc import Sequence

from domain.surveys.questionnaire import Kind, Question, Questionnaire, When
from domain.surveys.reading import minutes
from domain.surveys.written import Finding
from domain.talk import Button, Reply
from texts import button, say, words

#: so many findings are told at a time
FINDINGS = 8
#: a list of what there is may be this long
LISTED = 150


def summary(found: Questionnaire) -> str:
    """Title, what it is about, whom it is for, how long it takes."""
    return words(
        "quest-summary",
        title=found.title,
        about=found.about,
        audience=str(found.audience),
        anonymous="yes" if found.anonymous else "no",
        breakdown="unit" if found.breakdown else "none",
        questions=len(found.items),
        minutes=minutes(found),
        link=found.link or "none",
    )


def look(found: Questionnaire, key: str) -> Button:
    """The way to its questions, or to its form elsewhere."""
    if found.link:
        return Button(words("button-quest-link"), link=found.link)
    return button("quest-look", f"quest-shown:{key}:0:new")


def question(found: Questionnaire, place: int) -> str:
    """A question as whoever is asked will read it, with what is said about it beside."""
    one = found.questions[place]
    lines = [words("quest-place", place=place + 1, total=len(found.questions))]
    if one.block:
        lines.append(found.blocks[one.block])
    lines += ["", one.ask]
    if one.hint:
        lines.append(one.hint)
    lines += ["", *_answers(one), "", *_beside(found, one)]
    return "\n".join(lines).strip()


def wrong(name: str, findings: Sequence[Finding], *rows: Sequence[Button]) -> Reply:
    """Everything that is to be mended, in the order of the lines."""
    shown = "\n".join(finding(one) for one in findings[:FINDINGS])
    more = max(0, len(findings) - FINDINGS)
    return say("quest-wrong", *rows, name=name, lines=shown, more=more)


def finding(one: Finding) -> str:
    values = dict(one.wrong.values)
    if isinstance(known := values.get("known"), str) and len(known) > LISTED:
        values["known"] = f"{known[:LISTED].rpartition(', ')[0]} …"
    if "near" in values:
        values["meant"] = words("quest-meant", near=values["near"], known=values["known"])
    said = words(f"quest-wrong-{one.wrong.what}", **values)
    return words("quest-finding", line=one.line, key=one.key or "none", said=said)


def _answers(one: Question) -> list[str]:
    lines = [f"• {option.label}" for option in (*one.options, *one.rows)]
    if one.kind in {Kind.SCALE, Kind.MATRIX, Kind.NPS}:
        lowest, highest = (0, 10) if one.kind is Kind.NPS else (1, 5)
        ends = {"low": one.low or "none", "high": one.high or "none"}
        lines.append(words("quest-scale", lowest=lowest, highest=highest, **ends))
    if one.kind is Kind.TEXT:
        lines.append(words("quest-words"))
    if one.unsure:
        lines.append(words("quest-unsure"))
    return lines


def _beside(found: Questionnaire, one: Question) -> list[str]:
    lines = [words(f"quest-kind-{one.kind}", most=one.most, rows=len(one.rows))]
    if not one.required:
        lines.append(words("quest-may-skip"))
    if one.when:
        lines.append(_when(found, one.when))
    return lines


def _when(found: Questionnaire, rule: When) -> str:
    """The skip rule with the words of the question it looks back at."""
    item = found.item(rule.item)
    assert item is not None
    labels = {option.id: option.label for option in item.question.options}
    given = "», «".join(labels.get(one, words("quest-given", id=one)) for one in rule.is_any)
    ask = item.row.label if item.row else item.question.ask
    return words("quest-when", ask=ask, given=given)
