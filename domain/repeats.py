"""Repeats: whether an appeal says again what its client has written before, and what is new in it.

N-1052 §9(5) allows an answer without the merits where a question was answered before and nothing
new is said. Nothing here decides that: an officer sees both texts, and what is new. How the
measures below were chosen is in docs/repeats.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from domain.words import lemmas

_DATA = Path(__file__).parent / "data" / "small_talk.txt"
#: of all telling words of two texts, so many must be in both,
SHARED = 0.45
#: or so many of the shorter one's: a repeat is often the old text with more, or with less of it;
CONTAINED = 0.6
#: with fewer telling words a share says nothing
ENOUGH_TO_SHARE, ENOUGH_TO_CONTAIN = 4, 6
#: a sentence is new when at least so many of its telling words are
NEW = 0.5

_SENTENCE = re.compile(r"[^.!?\u2026\n]+(?:[.!?\u2026]+(?!\s|\Z)[^.!?\u2026\n]+)*[.!?\u2026]*")
_FIGURE = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier appeal that the new one is like. `share` (0 to 1) tells how much; `sentences` are
    those of the new text that say something new, `words` new words in the others."""

    earlier: int
    share: float
    sentences: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def nothing_new(self) -> bool:
        return not self.sentences and not self.words


def most_like(text: str, earlier: Iterable[tuple[int, str]]) -> Likeness | None:
    """The likest of the earlier appeals, given as id and text, the newest first; None when none
    is like it. Of equals the newest one is told. Well under 5 ms for 20 texts of a page."""
    said = _telling(text)
    found = [(share, id_, old) for id_, old in earlier if (share := _share(said, _telling(old)))]
    if not found:
        return None
    share, id_, old = max(found, key=lambda one: one[0])
    sentences, words = _news(text, old)
    return Likeness(id_, share, sentences, words)


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    """How much of two texts is the same; 0 for what is not alike."""
    if not some or not others:
        return 0.0
    if some == others:
        return 1.0
    both, shorter = len(some & others), min(len(some), len(others))
    shared, contained = both / len(some | others), both / shorter
    alike = shared >= SHARED and shorter >= ENOUGH_TO_SHARE
    alike = alike or (contained >= CONTAINED and shorter >= ENOUGH_TO_CONTAIN)
    return max(shared, contained) if alike else 0.0


def _news(text: str, old: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences and, in the sentences that are not new, words that the old text does not have."""
    known, figures = _telling(old), frozenset(_FIGURE.findall(old))
    sentences, words = [], []
    for sentence in _sentences(text):
        said = _telling(sentence)
        fresh = said - known
        new_figure = not figures.issuperset(_FIGURE.findall(sentence))
        if new_figure or (fresh and len(fresh) >= NEW * len(said)):
            sentences.append(sentence)
        elif fresh:
            words += [word for word in _WORD.findall(sentence) if not fresh.isdisjoint(_of(word))]
    return tuple(sentences), tuple(dict.fromkeys(words))


def _sentences(text: str) -> Iterator[str]:
    return (found for each in _SENTENCE.findall(text) if (found := each.strip()))


def _telling(text: str) -> frozenset[str]:
    return frozenset(lemmas(text)) - _small_talk()


@lru_cache(maxsize=10_000)
def _of(word: str) -> tuple[str, ...]:
    return lemmas(word)


@cache
def _small_talk() -> frozenset[str]:
    lines = _DATA.read_text("utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset((*words.split(), *lemmas(words)))
