"""What the polling booth remembers of a dialogue, in memory and for a day at most."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.surveys.sitting import Sitting
from domain.surveys.taps import Press, Tap
from domain.talk import Channel

MOST = 10_000
LASTS = timedelta(days=1)

#: channel, our account, the messenger's id of the dialogue
Where = tuple[Channel, str, str]


@dataclass(slots=True)
class Remembered:
    """`tap` leads to the question shown last, `words` are the answers in words so far, by item,
    `said` the messages they were said in, `late` those whose words have left with a ballot.
    `listens`: what is said next may be the answer."""

    tap: Tap
    at: datetime
    words: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    listens: bool = True


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
        listens = sitting.item is not None and sitting.press is not Press.LATER
        self._put(where, Remembered(tap, now, dict(sitting.words), told, late, listens))

    def voted(self, where: Where, now: datetime) -> None:
        """The words have left; that they were said here is known, so that a change of them is
        heard by nobody else."""
        if known := self.of(where, now):
            known.late |= known.said.keys()
            known.words, known.said, known.listens = {}, {}, False

    def turned_away(self, where: Where) -> None:
        """They do something else: what they say now is for the ministry."""
        if where in self._known:
            self._known[where].listens = False

    def _put(self, where: Where, what: Remembered) -> None:
        self._known.pop(where, None)
        self._known[where] = what
        while len(self._known) > MOST or what.at - next(iter(self._known.values())).at >= LASTS:
            self._known.popitem(last=False)
