"""What the dictionary says of a word in lower case; remembered, for most words come again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from domain.reply_check import lexicon
from domain.words import dictionary

Tags = tuple[Any, ...]
REMEMBERED = 50_000


@lru_cache(maxsize=REMEMBERED)
def is_word(word: str) -> bool:
    """Whether the dictionary has this form; «ie» may stand for «io»."""
    return bool(dictionary().word_is_known(word))


@lru_cache(maxsize=REMEMBERED)
def tags(word: str) -> Tags:
    """Everything the form may be, the likeliest first; guessed when the word is unknown."""
    return tuple(parse.tag for parse in dictionary().parse(word))


@lru_cache(maxsize=REMEMBERED)
def lemma(word: str) -> str:
    """The likeliest dictionary form."""
    return lexicon.plain(str(dictionary().parse(word)[0].normal_form))


@lru_cache(maxsize=REMEMBERED)
def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form the word may have, surnames left out; none for an unknown word."""
    if not is_word(word):
        return frozenset()
    forms = dictionary().parse(word)
    return frozenset(lexicon.plain(f.normal_form) for f in forms if "Surn" not in f.tag)


@lru_cache(maxsize=REMEMBERED)
def in_case(word: str, case: str) -> str:
    """The word in another case, or "" when the dictionary cannot say it."""
    right = dictionary().parse(word)[0].inflect({case})
    return str(right.word) if right else ""
