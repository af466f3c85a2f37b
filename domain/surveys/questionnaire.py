"""A questionnaire as data: what is asked, in which order, and what may be answered (N-2138 §13).

An answer sheet is a mapping of item to answer. An item is a question, or one row of a matrix:
`Item.key` is "pace" or "units.accounting". Answers are an option's id for ONE, a list of them for
MANY, 1…5 for SCALE and a row of a MATRIX, 0…10 for NPS, UNSURE where the question allows it; what
was skipped or not asked is absent. Words (TEXT) never stand in a sheet: they are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: the answer of whoever finds it hard to say
UNSURE = "unsure"

Answer = int | str | list[str]
Sheet = Mapping[str, Answer]


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    SCALE = "scale"
    NPS = "nps"
    TEXT = "text"
    MATRIX = "matrix"


class Audience(StrEnum):
    """Whom a questionnaire is for."""

    EMPLOYEES = "employees"
    CLIENTS = "clients"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of ONE and MANY, or one row of a MATRIX."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class When:
    """The question is asked only if an earlier item was answered with one of these; numbers are
    written as text ("1", "2"), UNSURE as "unsure"."""

    item: str
    is_any: tuple[str, ...]

    def holds(self, sheet: Sheet) -> bool:
        given = sheet.get(self.item)
        chosen = given if isinstance(given, list) else [] if given is None else [str(given)]
        return any(one in self.is_any for one in chosen)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `rows` are a matrix's, `low` and `high` say what the ends of a scale mean,
    `most` how many options of MANY may be chosen (0 for any), `weight` what a scale counts for in
    the satisfaction index (0 for nothing)."""

    id: str
    kind: Kind
    ask: str
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    required: bool = True
    unsure: bool = False
    low: str = ""
    high: str = ""
    hint: str = ""
    block: str = ""
    when: When | None = None
    most: int = 0
    weight: int = 1

    @property
    def items(self) -> tuple[Item, ...]:
        """What is asked one message at a time."""
        if self.kind is Kind.MATRIX:
            return tuple(Item(self, row) for row in self.rows)
        return (Item(self),)


@dataclass(frozen=True, slots=True)
class Item:
    """A question, or one row of a matrix."""

    question: Question
    row: Option | None = None

    @property
    def key(self) -> str:
        return f"{self.question.id}.{self.row.id}" if self.row else self.question.id

    @property
    def kind(self) -> Kind:
        """A row of a matrix is answered like a scale."""
        return Kind.SCALE if self.row else self.question.kind


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What a survey asks. `anonymous` is always so for employees; `breakdown` names what answers
    are broken down by: "unit" or nothing. With a `link` the survey is the region's own form
    elsewhere (N-2138 §12), and there are no questions here. `version` is a hash of its content."""

    id: str
    title: str
    about: str
    audience: Audience
    questions: tuple[Question, ...] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    anonymous: bool = True
    breakdown: tuple[str, ...] = ()
    link: str = ""
    version: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for question in self.questions for item in question.items)

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def asked(self, sheet: Sheet) -> Iterator[Item]:
        """What is asked of somebody who has answered so."""
        return (
            item
            for item in self.items
            if item.question.when is None or item.question.when.holds(sheet)
        )


def as_document(questionnaire: Questionnaire) -> dict[str, Any]:
    """As it is kept with a wave, and read back by `read_back`."""
    return {
        "id": questionnaire.id,
        "title": questionnaire.title,
        "about": questionnaire.about,
        "audience": str(questionnaire.audience),
        "questions": [_question(one) for one in questionnaire.questions],
        "blocks": dict(questionnaire.blocks),
        "anonymous": questionnaire.anonymous,
        "breakdown": list(questionnaire.breakdown),
        "link": questionnaire.link,
        "version": questionnaire.version,
    }


def read_back(document: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire as `as_document` has written it."""
    given = dict(document)
    given["audience"] = Audience(given["audience"])
    given["breakdown"] = tuple(given["breakdown"])
    given["questions"] = tuple(_question_back(one) for one in given["questions"])
    return Questionnaire(**given)


def _question(question: Question) -> dict[str, Any]:
    plain = ("id", "ask", "required", "unsure", "low", "high", "hint", "block", "most", "weight")
    found: dict[str, Any] = {name: getattr(question, name) for name in plain}
    found["kind"] = str(question.kind)
    found["options"] = [[one.id, one.label] for one in question.options]
    found["rows"] = [[one.id, one.label] for one in question.rows]
    when = question.when
    found["when"] = {"item": when.item, "is_any": list(when.is_any)} if when else None
    return found


def _question_back(document: Mapping[str, Any]) -> Question:
    given = dict(document)
    given["kind"] = Kind(given["kind"])
    given["options"] = tuple(Option(*one) for one in given["options"])
    given["rows"] = tuple(Option(*one) for one in given["rows"])
    when = given["when"]
    given["when"] = When(when["item"], tuple(when["is_any"])) if when else None
    return Question(**given)
