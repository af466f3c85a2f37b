"""The knowledge base as one audience may read it: found by words, by topic, by id.

A shelf is built from what its readers may see and knows of nothing else: neither its order nor its
guesses at mistyped words can tell of an article that is not on it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from domain.ministry import Article
from domain.words import lemmas

EVERYBODY, EMPLOYEES = "all", "employees"
#: so many are found at most
BEST = 5
#: what a word counts where it stands, and what a mistyped one counts of that
IN_TITLE, IN_WORDS, IN_TEXT = 6.0, 4.0, 1.0
MISTYPED = 0.6
#: shorter words are not guessed at: too much is one letter away from them
GUESSED_FROM = 5
#: what has less than this share of the best one's score was found by the way
WORTH_SHOWING = 0.2
#: An article is offered to somebody who has not asked for it when so much of what they say is in
#: its title and words, said in no more words than this.
ALIKE = 0.6
SHORT_MESSAGE = 20
#: characters of a page: it fits every messenger with its heading
A_PAGE = 3_000

_LATIN = re.compile(r"[a-z0-9]{2,}")


def told_apart(text: str) -> tuple[str, ...]:
    """The words of a text that can be looked for: lemmas, and names in Latin letters or digits."""
    return (*lemmas(text), *_LATIN.findall(text.lower()))


class Shelf:
    """Articles in the order of their titles, with an index over them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {a.id: a for a in sorted(articles, key=lambda a: a.title.lower())}
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        self._heads: dict[str, frozenset[str]] = {}
        self._near: dict[str, set[str]] = defaultdict(set)
        for article in self._articles.values():
            self._take_in(article)
        for word in list(self._weights):
            self._guessable(word, word)

    def _take_in(self, article: Article) -> None:
        found: dict[str, float] = defaultdict(float)
        parts = ((IN_TITLE, article.title), (IN_WORDS, " ".join(article.words)))
        for weight, text in parts:
            for word in set(told_apart(text)):
                found[word] += weight
            for spelt in text.lower().split():
                for word in lemmas(spelt):
                    self._guessable(spelt.strip(".,:;!?\u00ab\u00bb()"), word)
        self._heads[article.id] = frozenset(found)
        said = Counter(told_apart(article.text))
        for word, times in said.items():
            found[word] += IN_TEXT * (1 + math.log(times))
        for word, weight in found.items():
            self._weights[word][article.id] = weight

    def _guessable(self, spelt: str, word: str) -> None:
        if len(spelt) >= GUESSED_FROM:
            for short in _one_less(spelt):
                self._near[short].add(word)

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self._articles.values())

    def get(self, id_: str) -> Article | None:
        return self._articles.get(id_)

    def topics(self) -> tuple[str, ...]:
        """The topics there are articles about."""
        return tuple(dict.fromkeys(topic for a in self for topic in a.topics))

    def about(self, topic: str) -> tuple[Article, ...]:
        """The articles of a topic; of "" those that have none."""
        return tuple(a for a in self if (topic in a.topics if topic else not a.topics))

    def search(self, query: str, limit: int = BEST) -> tuple[Article, ...]:
        """The best articles for the words, best first; () when none of them is known."""
        scores: dict[str, float] = defaultdict(float)
        for word in dict.fromkeys(told_apart(query)):
            for known, share in self._known(word, query).items():
                rare = self._rarity(known)
                for id_, weight in self._weights[known].items():
                    scores[id_] += share * rare * weight
        if not scores:
            return ()
        least = max(scores.values()) * WORTH_SHOWING
        best = sorted(scores, key=lambda id_: (-scores[id_], self._articles[id_].title))
        return tuple(self._articles[id_] for id_ in best[:limit] if scores[id_] >= least)

    def alike(self, message: str) -> Article | None:
        """The article a short message is just about, if there is one beyond doubt."""
        said = set(told_apart(message))
        if not 2 <= len(said) <= SHORT_MESSAGE:
            return None
        for article in self.search(message, 1):
            whole = sum(self._rarity(word) for word in said)
            shared = said & self._heads[article.id]
            if len(shared) >= 2 and sum(map(self._rarity, shared)) >= ALIKE * whole:
                return article
        return None

    def _known(self, word: str, query: str) -> Mapping[str, float]:
        """The words of the index that a word of a query may mean, with how surely."""
        if word in self._weights:
            return {word: 1.0}
        spelt = [one for one in query.lower().split() if word in told_apart(one)]
        guesses = {w for one in (word, *spelt) for w in self._guess(one.strip(".,:;!?"))}
        return dict.fromkeys(sorted(guesses), MISTYPED)

    def _guess(self, spelt: str) -> set[str]:
        """Words one letter away: left out, put in, another one, or two that changed places."""
        if len(spelt) < GUESSED_FROM:
            return set()
        return {word for short in _one_less(spelt) for word in self._near.get(short, ())}

    def _rarity(self, word: str) -> float:
        """Words that few articles have tell more."""
        return math.log(1 + (1 + len(self._articles)) / (1 + len(self._weights.get(word, ()))))


def _one_less(word: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def pages(text: str, most: int = A_PAGE) -> tuple[str, ...]:
    """The text in pages of no more than `most` characters, parted between paragraphs, else
    between lines, else between words."""
    found: list[str] = []
    rest = text.strip()
    while len(rest) > most:
        cut = max((rest.rfind(mark, most // 3, most) for mark in ("\n\n", "\n")), default=-1)
        cut = cut if cut > 0 else rest.rfind(" ", most // 3, most)
        cut = cut if cut > 0 else most
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, rest)


def overdue(articles: Iterable[Article], today: date) -> tuple[Article, ...]:
    """Those whose day of review has passed."""
    return tuple(a for a in articles if a.review and a.review < today)
