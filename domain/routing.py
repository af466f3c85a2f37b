"""Whose business a text is: the topics it may be about, and whether that is beyond doubt.

Two kinds of evidence speak. The organisation file's words: rare ones weigh more than common
ones. And people's corrections: each time somebody sent an appeal elsewhere, its words learn.
Doubt is cheap and certainty dear: one correction is enough to make the router unsure or to put
another topic first, but only several that agree make it sure.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from domain.ministry import Topic
from domain.words import lemmas

# The numbers below were chosen on 2,000 real appeals to Kursk region's bodies, 15 topics with
# three to seven words each and a third of the appeals about none of them: sure in 40 % of cases
# and then right in 80 %, right among the three in 71 %; with 1,300 corrections in 39, 86 and 95 %.

#: a word of the organisation file weighs as much as so many corrections
WORD_OF_THE_FILE = 4.0
#: below this number of agreeing corrections a word may unsettle, not settle
AGREEING = 3
#: only a text's strongest learnt words make sure, and there must be so many
LEARNT_WORDS = 3
#: what a word learnt from corrections weighs when its topic is e times likelier with it
LEARNT_WEIGHT = 0.3
#: smoothing: corrections imagined, spread as all are, before a word's own
IMAGINED = 2.0
#: What makes a topic sure, in words that no other topic lists: so much evidence in a short text
#: and more in a long one, where a word is easily mentioned by the way; and so many times what
#: speaks for any other unit.
ENOUGH = 0.75
SHORT_TEXT = 12
CLEAR = 2.0
#: a topic for which less than this speaks is not worth a button
WHISPER = 0.05

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
    """A topic's standing: `sound` is what may make it sure, `heard` all that speaks for it;
    `settled`, whether a word or enough corrections speak for its unit alone."""

    topic: Topic
    sound: float
    heard: float
    settled: bool


@dataclass(slots=True)
class _Votes:
    """Where corrections went. One that named no topic speaks for each topic of its unit."""

    total: int = 0
    units: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)

    def add(self, unit: str, topics: Iterable[str]) -> None:
        self.total += 1
        self.units[unit] += 1
        self.topics.update(topics)


_NONE = _Votes()


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
        self._scale = 1 + math.log(max(1, len(self._topics)))
        #: the corrections whose texts held a word, and all of them
        self._sent: dict[Phrase, _Votes] = defaultdict(_Votes)
        self._all = _Votes()
        #: the last text and what was proposed for it: a receipt asks again what registering asked
        self._last = ("", Proposal((), None))
        self._learnt: list[Correction] = []
        for correction in corrections:
            self.learn(correction)

    def with_topics(self, topics: Sequence[Topic]) -> Router:
        """A router of other topics that has learnt the same."""
        return Router(topics, self._learnt)

    def learn(self, correction: Correction) -> None:
        """Hears of one more correction."""
        self._learnt.append(correction)
        if self._units.get(correction.topic) == correction.unit:
            topics = [correction.topic]
        else:
            topics = [topic.id for topic in self._topics if topic.unit == correction.unit]
        self._last = ("", Proposal((), None))
        if topics:
            self._all.add(correction.unit, topics)
            for phrase in self._phrases(correction.lemmas):
                self._sent[phrase].add(correction.unit, topics)

    def propose(self, text: str) -> Proposal:
        """A topic without words is nobody's guess: it is never proposed and never sure."""
        if text == self._last[0]:
            return self._last[1]
        words = lemmas(text)
        phrases = self._phrases(words)
        listed = [phrase for phrase in phrases if phrase in self._listed]
        votes = [self._sent[phrase] for phrase in phrases if phrase in self._sent]
        scores = [self._score(topic, listed, votes, len(phrases)) for topic in self._topics]
        scores.sort(key=lambda score: -score.heard)
        best = tuple(s.topic.id for s in scores if s.heard > WHISPER and s.topic.words)[:3]
        enough = ENOUGH * math.sqrt(max(1.0, len(words) / SHORT_TEXT))
        proposal = Proposal(best, self._sure(scores, enough))
        self._last = (text, proposal)
        return proposal

    def _sure(self, scores: list[_Score], enough: float) -> str | None:
        if not scores or not scores[0].settled or not scores[0].topic.words:
            return None
        best = scores[0]
        rivals = (s.heard for s in scores if s.topic.unit != best.topic.unit)
        clear = best.sound > CLEAR * max(rivals, default=0.0)
        return best.topic.id if clear and best.sound >= enough else None

    def _score(
        self, topic: Topic, phrases: Sequence[Phrase], votes: Sequence[_Votes], length: int
    ) -> _Score:
        """Of the text's `length` phrases some are listed, and some have been corrected before."""
        listed = [phrase for phrase in phrases if topic.id in self._listed[phrase]]
        told = sum(self._weight(phrase) * self._trust(phrase, topic) for phrase in listed)
        lifts = (self._lift(v, topic.id) for v in votes if v.topics[topic.id] >= AGREEING)
        agreed = [lift for lift in lifts if lift]
        learnt = sum(sorted(agreed, reverse=True)[:LEARNT_WORDS])
        # one correction too many is imagined, so that a single one speaks with half a voice
        rumour = sum(v.topics[topic.id] / (v.total + 1) for v in votes) / max(1, length)
        return _Score(
            topic,
            sound=told + learnt,
            heard=told + learnt + rumour,
            settled=any(map(self._distinctive, listed)) or len(agreed) >= LEARNT_WORDS,
        )

    def _weight(self, phrase: Phrase) -> float:
        """Rare words above common ones; a phrase of several words is rarer than each of them."""
        rarity = 1 - math.log(len(self._listed[phrase])) / self._scale
        return rarity * math.sqrt(len(phrase))

    def _trust(self, phrase: Phrase, topic: Topic) -> float:
        """What people left of a listed word: with each text they sent elsewhere it fades."""
        votes = self._sent.get(phrase, _NONE)
        return (WORD_OF_THE_FILE + votes.units[topic.unit]) / (WORD_OF_THE_FILE + votes.total)

    def _distinctive(self, phrase: Phrase) -> bool:
        return len({self._units[topic] for topic in self._listed[phrase]}) == 1

    def _lift(self, votes: _Votes, topic: str) -> float:
        """How much likelier the topic is in corrections with a word than in all of them.

        Nothing below twice as likely, which is chance; so nothing while all corrections go one
        way, when words of greeting would speak as loud as telling ones.
        """
        usual = (self._all.topics[topic] + 1 / len(self._topics)) / (self._all.total + 1)
        here = (votes.topics[topic] + IMAGINED * usual) / (votes.total + IMAGINED)
        return math.log(here / usual) * LEARNT_WEIGHT if here > 2 * usual else 0.0

    def _phrases(self, words: Sequence[str]) -> frozenset[Phrase]:
        """The words of a text, and the listed phrases that stand in it."""
        runs = {
            run
            for size in range(2, self._longest + 1)
            for start in range(len(words) - size + 1)
            if (run := tuple(words[start : start + size])) in self._listed
        }
        return frozenset({(word,) for word in words} | runs)
