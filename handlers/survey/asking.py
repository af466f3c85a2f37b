"""A survey as messages: the invitation, each question, the end. One message, changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.surveys.answering import HELD, may_be_unsure, progress
from domain.surveys.questionnaire import UNSURE, Audience, Item, Kind
from domain.surveys.reading import minutes
from domain.surveys.sitting import Sitting, skipped
from domain.surveys.taps import Press, Tap
from domain.surveys.waves import Wave
from domain.talk import Button, Reply
from handlers.house import House
from texts import button, moments, say, words, written

Rows = list[tuple[Button, ...]]

LABEL, A_ROW = 40, 5
CHOSEN = "\u2713 "
#: more options than this, or longer ones, are numbered in the text
MOST_ROWS = 4
LONGEST_WORDS = 2_000


def invitation(wave: Wave, mark: str | None, house: House, now: datetime) -> Reply:
    """What somebody is invited with. `mark` is what they may answer with in an anonymous wave;
    None in one that is not, where the button is the same for everybody."""
    survey, until = wave.questionnaire, moments.until(wave.closes_at, house.zone, now)
    ways = _ways_out(wave)
    if survey.link:
        there = Button(words("button-survey-open"), link=survey.link)
        about = "\n".join(_why(wave, house))
        told = say("survey-elsewhere", title=survey.title, about=about, until=until)
        return written(told.text, there, ways)
    text = words(
        "survey-invitation",
        title=survey.title,
        about="\n".join(_why(wave, house)),
        count=progress(survey, {})[1],
        some="yes" if any(one.when for one in survey.questions) else "no",
        minutes=minutes(survey),
        until=until,
        protected=words("survey-anonymous" if wave.anonymous else "survey-not-anonymous"),
    )
    first = (
        button("survey-start", f"sv:{Tap(Press.SHOW, wave.id, mark or '')}"),
        button("survey-later", f"sv:{Tap(Press.LATER, wave.id, mark or '')}"),
    )
    return written(text, first, ways)


def _why(wave: Wave, house: House) -> Iterator[str]:
    """What it is about, whose work is to be thought of where a unit asks its own clients, and why
    this person is asked."""
    whom = wave.chosen
    yield wave.questionnaire.about.strip()
    if wave.unit:
        yield words("survey-of-unit", unit=house.unit_name(wave.unit))
    if whom.topic:
        yield words("survey-why-topic", topic=house.topic_title(whom.topic))
    elif whom.since and whom.audience is Audience.CLIENTS:
        yield words("survey-why-wrote")


def later(sitting: Sitting, house: House, now: datetime, instead_of: str) -> Reply:
    """Not now: the buttons stay where they are, the one that stops mailings with them."""
    wave = sitting.wave
    until = moments.until(wave.closes_at, house.zone, now)
    remind = wave.remind_at if wave.reminded_at is None and not wave.chosen.public else None
    name = "survey-later-reminded" if remind and remind > now else "survey-later"
    start = button("survey-start", f"sv:{sitting.tap(Press.SHOW, sitting.given)}")
    ways = _ways_out(wave)
    text = "\n\n".join((wave.questionnaire.title, words(name, until=until)))
    return written(text, start, ways, instead_of=instead_of)


def _ways_out(wave: Wave) -> tuple[Button, ...]:
    """One tap that stops mailings, under each of them: whoever came by a link was sent none."""
    clients = wave.chosen.audience is Audience.CLIENTS and not wave.chosen.public
    return (button("survey-unsubscribe", "unsubscribe"),) if clients else ()


def thanks(sitting: Sitting, house: House, now: datetime, instead_of: str) -> Reply:
    until = moments.until(sitting.wave.closes_at, house.zone, now)
    return say("survey-thanks", instead_of=instead_of, until=until)


def pause(tap: Tap) -> Reply:
    """The house stops for a moment, and forgets that it waits for words."""
    return say("survey-pause", button("survey-go-on", f"sv:{tap}"))


def page(sitting: Sitting, house: House, instead_of: str = "") -> Reply:
    """The question that is next, or the end; of a unit's own survey with its name, for several
    units may ask the same at once."""
    item = sitting.item
    if item is None:
        return _finish(sitting, instead_of)
    lines = [line for line in _lines(sitting, item) if line]
    if unit := sitting.wave.unit:
        lines[0] = f"{house.unit_name(unit)}\n{lines[0]}"
    rows = [*_answers(sitting, item), _ways(sitting, item)]
    return written("\n\n".join(lines), *rows, instead_of=instead_of)


def _finish(sitting: Sitting, instead_of: str) -> Reply:
    count = sum(said not in ("", []) for said in sitting.given.values())
    send = button("survey-send", f"sv:{sitting.tap(Press.SEND, sitting.given)}")
    before = sitting.goes_back()
    ways = (send, button("survey-back", f"sv:{before}")) if before else (send,)
    return say("survey-finish", ways, instead_of=instead_of, count=count)


def _lines(sitting: Sitting, item: Item) -> Iterator[str]:
    question = item.question
    yield _place(sitting, item)
    if sitting.is_asked_again:
        yield words("survey-words-lost")
    row = item.row
    yield words("survey-row", ask=question.ask, row=row.label) if row else question.ask
    yield question.hint
    yield _ends(item)
    if item.kind in (Kind.ONE, Kind.MANY) and _are_numbered(sitting, item):
        yield "\n".join(
            words("survey-option", place=place, label=f"{_mark(sitting, one.id)}{one.label}")
            for place, one in enumerate(question.options, 1)
        )
    yield from _how(sitting, item)


def _how(sitting: Sitting, item: Item) -> Iterator[str]:
    """How it is answered, where that is not plain from the buttons."""
    if item.kind is Kind.MANY:
        most = item.question.most
        yield words("survey-most", most=most) if most else words("survey-many")
    elif item.kind is Kind.NPS and sitting.press not in (Press.LOW, Press.HIGH):
        yield words("survey-nps-halves")
    elif item.kind is Kind.TEXT:
        yield words("survey-words")
        if item.key in sitting.words:
            yield words("survey-words-before", text=sitting.words[item.key])


def _place(sitting: Sitting, item: Item) -> str:
    survey = sitting.questionnaire
    place, count = progress(survey, sitting.before)
    if sitting.is_asked_again:
        place = 1 + list(sitting.given).index(item.key)
    block = survey.blocks.get(item.question.block)
    if block:
        return words("survey-place-block", place=place, count=count, block=block)
    return words("survey-place", place=place, count=count)


def _ends(item: Item) -> str:
    """What the ends of the scale mean, as far as the questionnaire says."""
    low, high = item.question.low, item.question.high
    if item.kind is Kind.NPS:
        if low and high:
            return words("survey-nps-ends", low=low, high=high)
        if low:
            return words("survey-nps-low-end", low=low)
        return words("survey-nps-high-end", high=high) if high else ""
    if low and high:
        return words("survey-ends", low=low, high=high)
    if low:
        return words("survey-low-end", low=low)
    return words("survey-high-end", high=high) if high else ""


def _answers(sitting: Sitting, item: Item) -> Rows:
    unsure = [_answer(sitting, words("button-survey-unsure"), UNSURE)]
    rows = [*_KINDS[item.kind](sitting, item)]
    return [*rows, *(tuple(unsure) for _ in range(may_be_unsure(item)))]


def _scale(sitting: Sitting, _: Item) -> Rows:
    return [tuple(_answer(sitting, str(mark), mark) for mark in range(1, 6))]


def _nps(sitting: Sitting, _: Item) -> Rows:
    """Eleven marks do not fit under a message of ten buttons, and no half may be nearer."""
    if sitting.press is Press.LOW:
        marks = [_answer(sitting, str(mark), mark) for mark in range(6)]
        return [tuple(marks[:3]), tuple(marks[3:])]
    if sitting.press is Press.HIGH:
        return [tuple(_answer(sitting, str(mark), mark) for mark in range(6, 11))]
    low, high = (sitting.tap(half, sitting.given) for half in (Press.LOW, Press.HIGH))
    return [(button("survey-low-half", f"sv:{low}"), button("survey-high-half", f"sv:{high}"))]


def _options(sitting: Sitting, item: Item) -> Rows:
    """A row each, or their numbers where they are many or long."""
    options = item.question.options
    numbered = _are_numbered(sitting, item)
    made = []
    for place, one in enumerate(options, 1):
        label = f"{_mark(sitting, one.id)}{place if numbered else one.label}"
        if item.kind is Kind.MANY:
            tap = sitting.tap(Press.CHOOSE, sitting.turns(one.id))
            made.append(Button(label, f"sv:{tap}"))
        else:
            made.append(_answer(sitting, label, one.id))
    wide = A_ROW if numbered else 1
    return [tuple(made[at : at + wide]) for at in range(0, len(made), wide)]


def _in_words(sitting: Sitting, item: Item) -> Rows:
    if item.key not in sitting.words:
        return []
    return [(_answer(sitting, words("button-survey-keep"), HELD),)]


_KINDS = {
    Kind.ONE: _options,
    Kind.MANY: _options,
    Kind.SCALE: _scale,
    Kind.NPS: _nps,
    Kind.TEXT: _in_words,
}


def _answer(sitting: Sitting, label: str, said: int | str) -> Button:
    return Button(label, f"sv:{sitting.tap(Press.SHOW, sitting.says(said))}")


def _ways(sitting: Sitting, item: Item) -> tuple[Button, ...]:
    found = []
    if sitting.press is Press.CHOOSE and sitting.chosen:
        found.append(button("survey-done", f"sv:{sitting.tap(Press.SHOW, sitting.given)}"))
    if before := sitting.goes_back():
        found.append(button("survey-back", f"sv:{before}"))
    if not item.question.required:
        found.append(button("survey-skip", f"sv:{sitting.tap(Press.SHOW, skipped(sitting))}"))
    return tuple(found)


def _are_numbered(sitting: Sitting, item: Item) -> bool:
    """Whether the options stand in the text, and only their numbers on the buttons."""
    options = item.question.options
    longest = LABEL - (len(CHOSEN) if item.kind is Kind.MANY else 0)
    many = len(options) > MOST_ROWS + (not may_be_unsure(item))
    return many or any(len(one.label) > longest for one in options)


def _mark(sitting: Sitting, option: str) -> str:
    chosen = sitting.chosen
    return CHOSEN if isinstance(chosen, list) and option in chosen else ""
