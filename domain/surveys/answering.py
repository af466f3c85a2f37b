"""Answering a questionnaire step by step, with nothing kept anywhere on the way (D-139 §5.2).

What was answered so far rides in the buttons. `Given` holds it: the key of each item said so far,
in the order they were asked, and what was said. SKIPPED is a question left out, HELD one answered
in words, which are in the memory of whoever asked and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from domain.surveys.questionnaire import UNSURE, Answer, Item, Kind, Questionnaire, Sheet
from domain.surveys.waves import OTHERS

SKIPPED = ""
HELD = "held"

#: made anew with every answer, never changed in place
Given = dict[str, Answer]

#: url-safe, in the order of their values
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: beside the verb, the wave and the mark in 64 bytes
LONGEST_PACKED = 26


def sheet_of(questionnaire: Questionnaire, given: Given) -> Sheet:
    """What is kept: the answers to what was asked, without words and without what was skipped."""
    return {
        item.key: given[item.key]
        for item in questionnaire.items
        if item.kind is not Kind.TEXT and not is_skipped(given.get(item.key, SKIPPED))
    }


def next_item(questionnaire: Questionnaire, given: Given) -> Item | None:
    """What is asked next; None when all is said."""
    asked = questionnaire.asked(sheet_of(questionnaire, given))
    return next((item for item in asked if item.key not in given), None)


def progress(questionnaire: Questionnaire, given: Given) -> tuple[int, int]:
    """Which question is next, of how many there may still be for whoever has answered so."""
    count = len(_may_be_asked(questionnaire, given))
    return min(len(given) + 1, count), count


def _may_be_asked(questionnaire: Questionnaire, given: Given) -> set[str]:
    """What is asked, and what is if an answer that is not given yet wants it."""
    sheet, found = sheet_of(questionnaire, given), set[str]()
    for item in questionnaire.items:
        when = item.question.when
        undecided = when is not None and when.item in found and when.item not in given
        if when is None or undecided or when.holds(sheet):
            found.add(item.key)
    return found


def answered(questionnaire: Questionnaire, given: Given, said: Answer) -> Given:
    """The next item answered; the same when there is none."""
    item = next_item(questionnaire, given)
    return {**given, item.key: said} if item else given


def back(given: Given) -> Given:
    """Without what was said last. What is not asked any more after another answer to it was said
    later, and so is gone already."""
    return dict(islice(given.items(), max(0, len(given) - 1)))


def last_item(questionnaire: Questionnaire, given: Given) -> Item | None:
    """What was said last."""
    return questionnaire.item(next(reversed(given))) if given else None


def toggled(item: Item, chosen: Answer, option: str) -> Answer:
    """The choice of MANY with this option put to it or taken away, in the questionnaire's order;
    the same where no more may be chosen."""
    taken = chosen if isinstance(chosen, list) else []
    wanted = {*taken} ^ {option}
    found = [one.id for one in item.question.options if one.id in wanted]
    return taken if item.question.most and len(found) > item.question.most else found


def is_skipped(said: Answer) -> bool:
    """Nothing was said to the question: it was left out, or nothing was chosen."""
    return said in (SKIPPED, [])


def may_be_unsure(item: Item) -> bool:
    """Whether one may say that it is hard to say."""
    return item.question.unsure and item.kind in (Kind.ONE, Kind.MANY, Kind.SCALE)


def in_words(questionnaire: Questionnaire, given: Given) -> list[Item]:
    """What was answered in words."""
    texts = (one for one in questionnaire.items if one.kind is Kind.TEXT)
    return [one for one in texts if given.get(one.key) == HELD]


def part_of(groups: Mapping[str, str], unit: str) -> str:
    """The group of a unit's people. A unit that was not asked goes with the others, or with some
    group there is: alone its people would be known."""
    if not groups:
        return ""
    names = {*groups.values()}
    return groups.get(unit) or (OTHERS if OTHERS in names else min(names))


def pack(questionnaire: Questionnaire, given: Given) -> str:
    """What was said, as a button carries it: a number of mixed base, the first answer lowest,
    with a one above the last."""
    value = 1
    for key in reversed(given):
        item = questionnaire.item(key)
        assert item is not None
        value = value * _base(item) + _digit(item, given[key])
    return spelt(value) if value > 1 else ""


def unpack(questionnaire: Questionnaire, packed: str, *, choosing: bool = False) -> Given | None:
    """What `pack` has packed. None for anything that cannot have been answered so: forged, or of
    another questionnaire. `choosing`: the last is MANY, and what is chosen is not final."""
    value = _read(packed)
    given: Given = {}
    while value > 1:
        item = next_item(questionnaire, given)
        if item is None:
            return None
        value, digit = divmod(value, _base(item))
        said = _said(item, digit)
        if said is None:
            return None
        given[item.key] = said
    return given if value == 1 and _may_be_so(questionnaire, given, choosing) else None


def _may_be_so(questionnaire: Questionnaire, given: Given, choosing: bool) -> bool:
    last = last_item(questionnaire, given)
    if choosing and (last is None or last.kind is not Kind.MANY):
        return False
    final = back(given) if choosing else given
    items = (questionnaire.item(key) for key in final if is_skipped(final[key]))
    return not any(item and item.question.required for item in items)


def spelt(value: int) -> str:
    """A number in url-safe letters, the highest first."""
    letters = ""
    while value:
        value, rest = divmod(value, 64)
        letters = _LETTERS[rest] + letters
    return letters


def _read(packed: str) -> int:
    """The number of these letters; 0 for what is none, or not spelt as we do."""
    if not packed:
        return 1
    if len(packed) > LONGEST_PACKED or any(letter not in _LETTERS for letter in packed):
        return 0
    value = 0
    for letter in packed:
        value = value * 64 + _LETTERS.index(letter)
    return value if value > 1 and spelt(value) == packed else 0


def _base(item: Item) -> int:
    """How many different things can be said to an item, to leave it out being one."""
    unsure = int(may_be_unsure(item))
    options = len(item.question.options)
    bases = {
        Kind.ONE: 1 + options + unsure,
        Kind.MANY: (1 << options) + unsure,
        Kind.SCALE: 6 + unsure,
        Kind.NPS: 12,
        Kind.TEXT: 2,
    }
    return bases[item.kind]


def _digit(item: Item, said: Answer) -> int:
    if is_skipped(said):
        return 0
    if said == UNSURE:
        return _base(item) - 1
    if item.kind is Kind.TEXT:
        return 1
    ids = [one.id for one in item.question.options]
    if isinstance(said, list):
        return sum(1 << ids.index(one) for one in said)
    if isinstance(said, int):
        return said + (item.kind is Kind.NPS)
    return 1 + ids.index(said)


def _said(item: Item, digit: int) -> Answer | None:
    """What the digit says; None for more options than may be chosen."""
    question = item.question
    unsure = may_be_unsure(item) and digit == _base(item) - 1
    if item.kind is Kind.MANY and not unsure:
        chosen = [one.id for place, one in enumerate(question.options) if digit >> place & 1]
        return None if question.most and len(chosen) > question.most else chosen
    if digit == 0:
        return SKIPPED
    if unsure:
        return UNSURE
    if item.kind is Kind.TEXT:
        return HELD
    if item.kind is Kind.NPS:
        return digit - 1
    return digit if item.kind is Kind.SCALE else question.options[digit - 1].id
