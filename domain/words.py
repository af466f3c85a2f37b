"""Russian words by their dictionary form, so that one word matches all its endings."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

#: Runs of Cyrillic letters; compared lower-case, and with "io" (U+0451) written as "ie" (U+0435),
#: as most people type it.
_WORD = re.compile(r"[\u0430-\u044f]{3,}")
#: stress marks and soft hyphens stand inside words; "io" becomes "ie"
_PLAIN = {0x0301: None, 0x00AD: None, 0x0451: 0x0435}
#: Parts of speech that tie sentences together and tell nothing of what they are about.
_TIES = frozenset({"PREP", "CONJ", "PRCL", "INTJ", "NPRO"})


def lemmas(text: str) -> tuple[str, ...]:
    """The dictionary forms of the telling Cyrillic words of a text, in their order.

    Words shorter than three letters, prepositions, conjunctions, particles, pronouns and
    interjections are left out. The first call reads the dictionary (a third of a second).
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_PLAIN)
    return tuple(filter(None, map(_lemma, _WORD.findall(plain))))


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    """The word's dictionary form, "" for a word that only ties others together."""
    best = dictionary().parse(word)[0]
    if best.tag.POS in _TIES or "Apro" in best.tag:
        return ""
    return str(best.normal_form).translate(_PLAIN)


@cache
def dictionary() -> Any:
    """The morphological analyser, one for the whole house: its dictionary takes 15 MB."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()
