"""One person's way through a wave: where it stands, and what a button or typed words make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.surveys.answering import (
    HELD,
    SKIPPED,
    Given,
    answered,
    back,
    in_words,
    is_skipped,
    last_item,
    may_be_unsure,
    next_item,
    pack,
    toggled,
    unpack,
)
from domain.surveys.questionnaire import UNSURE, Answer, Item, Kind, Questionnaire
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Wave


@dataclass(frozen=True, slots=True)
class Sitting:
    """`words` are the answers in words, by item, as long as somebody remembers them."""

    wave: Wave
    mark: str
    given: Given = field(default_factory=dict)
    press: Press = Press.SHOW
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.wave.questionnaire

    @property
    def before(self) -> Given:
        """What was answered before the question that is shown."""
        return back(self.given) if self.press is Press.CHOOSE else self.given

    @property
    def lost(self) -> Item | None:
        """A question that was answered in words, which nobody remembers any more."""
        held = in_words(self.questionnaire, self.given)
        return next((item for item in held if item.key not in self.words), None)

    @property
    def item(self) -> Item | None:
        """What is asked now: the next question, or, when all is answered, what was lost of it."""
        if self.press is Press.CHOOSE:
            return last_item(self.questionnaire, self.given)
        return next_item(self.questionnaire, self.given) or self.lost

    @property
    def is_asked_again(self) -> bool:
        item = self.item
        return item is not None and item.key in self.before

    @property
    def chosen(self) -> Answer:
        """What is chosen of MANY so far."""
        return next(reversed(self.given.values())) if self.press is Press.CHOOSE else []

    def tap(self, press: Press, given: Given) -> Tap:
        return Tap(press, self.wave.id, self.mark, pack(self.questionnaire, given))

    def says(self, said: Answer) -> Given:
        """The question that is shown answered so."""
        if self.is_asked_again and (item := self.item):
            return {**self.given, item.key: said}
        return answered(self.questionnaire, self.before, said)

    def turns(self, option: str) -> Given:
        """An option of MANY chosen, or not any more."""
        item = self.item
        assert item is not None
        return self.says(toggled(item, self.chosen, option))

    def goes_back(self) -> Tap | None:
        """To the question before; None at the first. A choice of several is shown as it was."""
        before = self.before
        last = last_item(self.questionnaire, before)
        if last is None:
            return None
        if self.press in (Press.LOW, Press.HIGH):
            return self.tap(Press.SHOW, before)
        if last.kind is Kind.MANY and not is_skipped(before[last.key]):
            return self.tap(Press.CHOOSE, before)
        return self.tap(Press.SHOW, back(before))

    def went_on(self, given: Given) -> Sitting:
        return replace(self, given=given, press=Press.SHOW)

    def typed(self, text: str, unsure: str) -> Sitting | None:
        """The question that is shown answered by what was typed: a number, an option's place or
        its label, or `unsure`. None when it is no answer to it."""
        item = self.item
        if item is None or item.kind is Kind.TEXT:
            return None
        if item.kind is Kind.MANY:
            return self._chose(item, text)
        if may_be_unsure(item) and _same(text, unsure):
            return self.went_on(self.says(UNSURE))
        said = _one(item, text)
        return None if said is None else self.went_on(self.says(said))

    def _chose(self, item: Item, text: str) -> Sitting | None:
        options = item.question.options
        ids = [one.id for one in options if _same(one.label, text)]
        if not ids and re.fullmatch(r"\d(?:[\s,;]+\d)*", text.strip(), re.ASCII):
            places = {int(place) for place in re.findall(r"\d", text)}
            ids = [one.id for place, one in enumerate(options, 1) if place in places]
            ids = ids if len(ids) == len(places) else []
        most = item.question.most
        if not ids or (most and len(ids) > most):
            return None
        return replace(self, given=self.says(ids), press=Press.CHOOSE)


def opened(wave: Wave, tap: Tap, words: Mapping[str, str]) -> Sitting | None:
    """Where the button leads; None when it cannot have been ours."""
    choosing = tap.press is Press.CHOOSE
    given = unpack(wave.questionnaire, tap.packed, choosing=choosing)
    if given is None:
        return None
    found = Sitting(wave, tap.mark, given, tap.press, words)
    item, done = found.item, next_item(wave.questionnaire, given) is None
    if tap.press in (Press.LOW, Press.HIGH) and (item is None or item.kind is not Kind.NPS):
        return None
    return None if tap.press is Press.SEND and not done else found


def held(sitting: Sitting, text: str) -> Sitting:
    """The question that is shown answered in words."""
    item = sitting.item
    assert item is not None
    words = {**sitting.words, item.key: text}
    return replace(sitting.went_on(sitting.says(HELD)), words=words)


def skipped(sitting: Sitting) -> Given:
    return sitting.says(SKIPPED)


def _one(item: Item, text: str) -> Answer | None:
    """An answer to a question that has one."""
    options = item.question.options
    if found := next((one.id for one in options if _same(one.label, text)), None):
        return found
    number = int(text) if re.fullmatch(r"\s*\d{1,2}\s*", text, re.ASCII) else -1
    if item.kind is Kind.ONE:
        return options[number - 1].id if 1 <= number <= len(options) else None
    low, high = (0, 10) if item.kind is Kind.NPS else (1, 5)
    return number if low <= number <= high else None


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
