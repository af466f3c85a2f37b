"""Whose business a text is: the topics it may be about, and whether that is beyond doubt.

Two kinds of evidence speak. The organisation file's words: rare ones weigh more than common
ones. And people's corrections: each time somebody sent an appeal elsewhere, its words learn.
Doubt is cheap and certainty dear: one correction is enough to make the router unsure or to put
another topic first, but only several that agree make it sure.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.ministry import Topic
from domain.words import lemmas

#: how many corrections weigh as much as a word of the organisation file
WORD_OF_THE_FILE = 4.0
#: below this number of agreeing corrections a word is hearsay: it may unsettle, not settle
AGREEING = 3
#: a text's strongest learnt words speak, the crowd of chance ones does not
LEARNT_WORDS = 4
#: smoothing: corrections imagined, spread evenly, before any real one
IMAGINED = 2.0
#: what a sure topic must reach, and by how much it must leave other units' topics behind
ENOUGH = 1.5
CLEAR = 1.0

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's re-routing: the words of the text and the topic or, with no topic, only the unit
    it was sent to."""

    lemmas: tuple[str, ...]
    unit: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Up to three topics, the likeliest first; `sure` is the first one when it is beyond doubt."""

    topics: tuple[str, ...]
    sure: str | None


@dataclass(frozen=True, slots=True)
class _Score:
    """A topic's standing: `sound` is what may make it sure, `heard` all that speaks for it."""

    topic: Topic
    sound: float
    heard: float
    settled: bool


class Router:
    """Proposes topics for texts. Corrections whose topic or unit is gone are left aside.

    `unheard` names words of the file that can match nothing: (topic id, word).
    """

    def __init__(self, topics: Sequence[Topic], corrections: Iterable[Correction] = ()) -> None:
        self._topics = tuple(topics)
        words = [(topic, word, lemmas(word)) for topic in topics for word in topic.words]
        self.unheard = tuple((topic.id, word) for topic, word, phrase in words if not phrase)
        self._listed: dict[Phrase, set[str]] = defaultdict(set)
        for topic, _, phrase in words:
            if phrase:
                self._listed[phrase].add(topic.id)
        self._longest = max(map(len, self._listed), default=1)
        self._units = {topic.id: topic.unit for topic in topics}
        #: for each word, how many corrections that held it went to each topic
        self._sent: dict[Phrase, Counter[str]] = defaultdict(Counter)
        self._all: Counter[str] = Counter()
        self._total = 0
        for correction in corrections:
            self._learn(correction)

    def propose(self, text: str) -> Proposal:
        phrases = self._phrases(lemmas(text))
        scores = sorted((self._score(t, phrases) for t in self._topics), key=lambda s: -s.heard)
        best = tuple(s.topic.id for s in scores if s.heard > 0 and s.topic.words)[:3]
        return Proposal(best, self._sure(scores))

    def _sure(self, scores: list[_Score]) -> str | None:
        if not scores or not scores[0].settled or not scores[0].topic.words:
            return None
        best = scores[0]
        rivals = (s.heard for s in scores if s.topic.unit != best.topic.unit)
        clear = best.sound - max(rivals, default=0.0) >= CLEAR
        return best.topic.id if clear and best.sound >= ENOUGH else None

    def _score(self, topic: Topic, phrases: frozenset[Phrase]) -> _Score:
        listed = [phrase for phrase in phrases if topic.id in self._listed.get(phrase, ())]
        told = sum(self._weight(phrase) * self._trust(phrase, topic.id) for phrase in listed)
        learnt = [(self._lift(phrase, topic.id), self._sent[phrase][topic.id])
                  for phrase in phrases if phrase in self._sent]
        hearsay = _strongest(lift for lift, _ in learnt)
        agreed = [lift for lift, times in learnt if times >= AGREEING and lift > 0]
        distinctive = any(self._distinctive(phrase) for phrase in listed)
        return _Score(
            topic,
            sound=told + _strongest(agreed),
            heard=told + hearsay,
            settled=distinctive or len(agreed) >= 2,
        )

    def _weight(self, phrase: Phrase) -> float:
        """Rare words above common ones; a phrase of several words is rarer than each of them."""
        return (1 + math.log(len(self._topics) / len(self._listed[phrase]))) * len(phrase) ** 0.5

    def _trust(self, phrase: Phrase, topic: str) -> float:
        """What people left of a listed word: with each text they sent elsewhere it fades."""
        sent = self._sent.get(phrase, Counter())
        return (WORD_OF_THE_FILE + sent[topic]) / (WORD_OF_THE_FILE + sent.total())

    def _distinctive(self, phrase: Phrase) -> bool:
        return len({self._units[topic] for topic in self._listed[phrase]}) == 1

    def _lift(self, phrase: Phrase, topic: str) -> float:
        """How much likelier the topic is among corrections with this word than among all."""
        usual = (self._all[topic] + 1) / (self._total + len(self._topics))
        sent = self._sent[phrase]
        here = (sent[topic] + IMAGINED * usual) / (sent.total() + IMAGINED)
        return max(0.0, math.log(here / usual))

    def _phrases(self, words: Sequence[str]) -> frozenset[Phrase]:
        """The words of a text, and the listed phrases that stand in it."""
        runs = {
            run
            for size in range(2, self._longest + 1)
            for start in range(len(words) - size + 1)
            if (run := tuple(words[start : start + size])) in self._listed
        }
        return frozenset({(word,) for word in words} | runs)

    def _learn(self, correction: Correction) -> None:
        if self._units.get(correction.topic) == correction.unit:
            topics = [correction.topic]
        else:
            topics = [topic.id for topic in self._topics if topic.unit == correction.unit]
        if not topics:
            return
        self._total += 1
        self._all.update(topics)
        for phrase in self._phrases(correction.lemmas):
            self._sent[phrase].update(topics)


def _strongest(lifts: Iterable[float]) -> float:
    return sum(sorted(lifts, reverse=True)[:LEARNT_WORDS])
