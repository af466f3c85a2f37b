"""What the polling booth remembers of a dialogue, in memory and for a day at most."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.surveys.questionnaire import Kind
from domain.surveys.sitting import Sitting
from domain.surveys.taps import Press, Tap
from domain.talk import Channel

MOST = 10_000
LASTS = timedelta(days=1)
#: whoever was asked for words within this may be writing them
A_MOMENT = timedelta(minutes=15)

#: channel, our account, the messenger's id of the dialogue
Where = tuple[Channel, str, str]


@dataclass(slots=True)
class Remembered:
    """`tap` leads to the question shown last, `words` are the answers in words so far, by item,
    `said` the messages they were said in, `late` those whose words have left with a ballot;
    `heard` every message that was an answer: it may be delivered once more.
    `listens`: what is said next may be the answer; `in_words`: it is asked for in words."""

    tap: Tap
    at: datetime
    words: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    listens: bool = True
    in_words: bool = False


NOTHING: Mapping[str, str] = {}


class Memory:
    """Of the dialogues heard last."""

    def __init__(self) -> None:
        self._known: OrderedDict[Where, Remembered] = OrderedDict()

    def of(self, where: Where, now: datetime) -> Remembered | None:
        known = self._known.get(where)
        return known if known and now - known.at < LASTS else None

    def words(self, where: Where, wave: int, now: datetime) -> dict[str, str]:
        """What this dialogue has said in words to the wave."""
        known = self.of(where, now)
        return known.words if known and known.tap.wave == wave else {}

    def shown(
        self, where: Where, sitting: Sitting, now: datetime, said: Mapping[str, str] = NOTHING
    ) -> None:
        """This is what the dialogue is asked now; `said` is the message that brought words, with
        the item they answer."""
        known, same = self.of(where, now), False
        late: set[str] = set()
        if known:
            same = known.tap.wave == sitting.wave.id
            late = known.late if same else known.late | known.said.keys()
        told = {**(known.said if known and same else {}), **said}
        tap = sitting.tap(sitting.press, sitting.given)
        item = sitting.item if sitting.press is not Press.LATER else None
        in_words = item is not None and item.kind is Kind.TEXT
        heard = known.heard if known else set()
        asks = item is not None
        found = Remembered(tap, now, dict(sitting.words), told, late, heard, asks, in_words)
        self._put(where, found)

    def answered(self, where: Where, message: str) -> None:
        """This message was an answer, and is none if it comes again."""
        if where in self._known:
            self._known[where].heard.add(message)

    def voted(self, where: Where, now: datetime) -> None:
        """The words have left; that they were said here is known, so that a change of them is
        heard by nobody else."""
        if known := self.of(where, now):
            known.late |= known.said.keys()
            known.words, known.said, known.listens = {}, {}, False

    def writing(self, now: datetime) -> Iterator[tuple[Where, Remembered]]:
        """Who was asked for words a moment ago."""
        for where, known in self._known.items():
            if known.listens and known.in_words and now - known.at < A_MOMENT:
                yield where, known

    def turned_away(self, where: Where) -> None:
        """They do something else: what they say now is for the ministry."""
        if where in self._known:
            self._known[where].listens = False

    def _put(self, where: Where, what: Remembered) -> None:
        self._known.pop(where, None)
        self._known[where] = what
        while len(self._known) > MOST or what.at - next(iter(self._known.values())).at >= LASTS:
            self._known.popitem(last=False)
