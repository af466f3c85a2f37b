"""A questionnaire read from what somebody wrote, or everything that is wrong with it (S10)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from domain.surveys.questionnaire import (
    UNSURE,
    Audience,
    Item,
    Kind,
    Question,
    Questionnaire,
    When,
    as_document,
)
from domain.surveys.written import (
    LONGEST_ABOUT,
    LONGEST_ASK,
    LONGEST_END,
    LONGEST_LABEL,
    LONGEST_TITLE,
    Part,
    Wrong,
    near,
)

#: what fits into a button beside the survey and the mark: a character for each item, two of MANY
ROOM = 38
#: as many buttons as VK shows, less those for the ways on and back
MOST_OPTIONS = 8
MOST_OF_MANY = 7
MOST_ROWS = 12
#: seconds that an answer takes: a press, and words
_PRESS, _WORDS = 9, 45

_COMMON = ("id", "kind", "ask", "hint", "block", "when", "required")
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ONE: ("options", "unsure"),
    Kind.MANY: ("options", "most"),
    Kind.SCALE: ("unsure", "low", "high", "weight"),
    Kind.NPS: ("low", "high"),
    Kind.TEXT: (),
    Kind.MATRIX: ("rows", "unsure", "low", "high", "weight"),
}
_EVERY_KEY = (*_COMMON, "options", "rows", "unsure", "low", "high", "weight", "most")
_OF_WHOLE = (
    *("id", "title", "about", "audience", "anonymous", "breakdown", "link"),
    *("blocks", "questions"),
)


def read(content: Mapping[str, Any]) -> tuple[Questionnaire | None, list[Wrong]]:
    """The questionnaire of a document, with its version; None when anything is wrong with it."""
    whole = Part((), content, [])
    whole.known(_OF_WHOLE)
    blocks = _blocks(whole)
    audience = whole.one_of("audience", tuple(map(str, Audience)))
    found = Questionnaire(
        id=whole.id(),
        title=whole.text("title", LONGEST_TITLE, needed=True),
        about=whole.text("about", LONGEST_ABOUT, needed=True),
        audience=Audience(audience or Audience.EMPLOYEES),
        blocks=blocks,
        anonymous=_anonymous(whole, audience),
        breakdown=_breakdown(whole, audience),
        link=_link(whole),
        questions=_questions(whole, blocks),
    )
    if not found.questions and not found.link and not content.get("questions"):
        whole.find("questions", "empty")
    _fits(whole, found.questions)
    return (None if whole.wrong else with_version(found)), whole.wrong


def with_version(questionnaire: Questionnaire) -> Questionnaire:
    """The same under the hash of all it says: two that say the same are the same version."""
    document = as_document(questionnaire)
    del document["version"]
    said = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return replace(questionnaire, version=hashlib.sha256(said.encode()).hexdigest()[:12])


def minutes(questionnaire: Questionnaire) -> int:
    """How long it takes about, if everything is asked; 1 at least."""
    seconds = sum(_WORDS if one.kind is Kind.TEXT else _PRESS for one in questionnaire.items)
    return max(1, round(seconds / 60))


def packed_length(question: Question) -> int:
    """How many characters its answers take in a button."""
    return 2 if question.kind is Kind.MANY else len(question.items)


def _anonymous(whole: Part, audience: str) -> bool:
    """Employees are never asked by name (D-139 §5.2)."""
    employees = audience != Audience.CLIENTS
    found = whole.yes("anonymous", otherwise=employees)
    if audience == Audience.EMPLOYEES and not found:
        whole.find("anonymous", "always-anonymous")
    return found


def _breakdown(whole: Part, audience: str) -> tuple[str, ...]:
    value = whole.row.get("breakdown")
    if value is None or value == []:
        return ()
    if value != ["unit"]:
        whole.find("breakdown", "breakdown")
    elif audience == Audience.CLIENTS:
        whole.find("breakdown", "breakdown-clients")
    return ("unit",)


def _link(whole: Part) -> str:
    link = whole.text("link", LONGEST_ABOUT)
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        whole_one = parts.scheme == "https" and bool(parts.hostname) and len(link.split()) == 1
    except ValueError:
        whole_one = False
    if not whole_one:
        whole.find("link", "not-link")
    if whole.row.get("questions"):
        whole.find("link", "link-and-questions")
    return link


def _blocks(whole: Part) -> dict[str, str]:
    if whole.row.get("blocks") is None:
        return {}
    return {one.id: one.label for one in whole.options("blocks", 1, 10)}


def _questions(whole: Part, blocks: Mapping[str, str]) -> tuple[Question, ...]:
    found: list[Question] = []
    later = [_key_of(row) for row in whole.row.get("questions") or () if isinstance(row, dict)]
    for part in whole.parts("questions"):
        question = _question(part, blocks)
        if any(one.id == question.id for one in found):
            part.find("id", "id-twice")
        when = _when(part, question, found, later)
        found.append(replace(question, when=when))
    return tuple(found)


def _key_of(row: Mapping[str, Any]) -> str:
    return str(row.get("id", ""))


def _question(part: Part, blocks: Mapping[str, str]) -> Question:
    named = part.one_of("kind", tuple(map(str, Kind)))
    kind = Kind(named) if named else Kind.TEXT
    _keys(part, kind if named else None)
    own = _KEYS[kind]
    low, high = (part.text(key, LONGEST_END) if key in own else "" for key in ("low", "high"))
    unsure = "unsure" in own and part.yes("unsure", otherwise=False)
    options = part.options("options", 2, _most(kind, unsure)) if "options" in own else ()
    block = part.text("block", LONGEST_LABEL)
    if block and block not in blocks:
        part.find("block", "not-known", **near(block, blocks))
    return Question(
        id=part.id(),
        kind=kind,
        ask=part.text("ask", LONGEST_ASK, needed=True),
        options=options,
        rows=part.options("rows", 1, MOST_ROWS) if "rows" in own else (),
        required=part.yes("required", otherwise=kind is not Kind.TEXT),
        unsure=unsure,
        low=low,
        high=high,
        hint=part.text("hint", LONGEST_ASK),
        block=block,
        most=part.number("most", 0, len(options)) if "most" in own else 0,
        weight=part.number("weight", 1, 10) if "weight" in own else 1,
    )


def _most(kind: Kind, unsure: bool) -> int:
    return MOST_OF_MANY if kind is Kind.MANY or unsure else MOST_OPTIONS


def _keys(part: Part, kind: Kind | None) -> None:
    part.known(_EVERY_KEY)
    allowed = (*_COMMON, *_KEYS[kind]) if kind else _EVERY_KEY
    for key in part.row:
        if key in _EVERY_KEY and key not in allowed:
            kinds = ", ".join(str(one) for one, keys in _KEYS.items() if key in keys)
            part.find(key, "key-of-others", kinds=kinds)


def _when(
    part: Part, question: Question, earlier: Sequence[Question], later: Sequence[str]
) -> When | None:
    """The rule by which the question is skipped: it looks back, at answers that can be given."""
    rule = part.row.get("when")
    if rule is None:
        return None
    if not isinstance(rule, dict) or len(rule) != 1:
        part.find("when", "when-shape")
        return None
    (key, given), *_ = rule.items()
    answers = [given] if isinstance(given, str) else given
    if not isinstance(answers, list) or not all(isinstance(one, str) for one in answers):
        part.find("when", "when-shape")
        return None
    under = Part((*part.at, "when"), rule, part.wrong)
    items = {item.key: item for one in earlier for item in one.items}
    if item := items.get(key):
        _answers(under, key, item, answers)
    else:
        _no_item(under, key, question, earlier, later)
    return When(key, tuple(answers))


def _answers(under: Part, key: str, item: Item, answers: Sequence[str]) -> None:
    if item.kind is Kind.TEXT:
        under.find(key, "when-text")
        return
    known = can_be_answered(item)
    for one in answers:
        if one not in known:
            under.find(key, "when-answer", **near(one, known))


def can_be_answered(item: Item) -> tuple[str, ...]:
    """What may be answered to an item that is pressed, as a skip rule writes it."""
    if item.kind is Kind.NPS:
        return tuple(map(str, range(11)))
    plain = tuple(one.id for one in item.question.options)
    if item.kind is Kind.SCALE:
        plain = tuple(map(str, range(1, 6)))
    return (*plain, UNSURE) if item.question.unsure else plain


def _no_item(
    under: Part, key: str, question: Question, earlier: Sequence[Question], later: Sequence[str]
) -> None:
    matrix = next((one for one in earlier if one.id == key and one.rows), None)
    first = key.split(".", maxsplit=1)[0]
    if first == question.id:
        under.find(key, "when-self")
    elif matrix:
        under.find(key, "when-matrix", rows=", ".join(item.key for item in matrix.items))
    elif first in later and all(one.id != first for one in earlier):
        under.find(key, "when-later")
    else:
        known = [item.key for one in earlier for item in one.items]
        under.find(key, "not-known", **near(key, known))


def _fits(whole: Part, questions: Sequence[Question]) -> None:
    """What is answered rides in the buttons, so that it is kept nowhere else on the way."""
    needed = sum(map(packed_length, questions))
    if needed <= ROOM:
        return
    taken = 0
    for place, question in enumerate(questions):
        taken += packed_length(question)
        if taken > ROOM:
            under = Part(("questions",), {}, whole.wrong)
            under.find(place, "no-room", room=ROOM, needed=needed)
            return
