"""Thanks that ask for nothing: after a reply they neither reopen nor begin anything."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from domain.words import dictionary

_DATA = Path(__file__).parent / "data" / "courtesy.txt"
_LETTERS = re.compile(r"[^\W\d_]+")
#: skin tones, variation selectors and joiners change a sign's look, not its meaning
_LOOKS = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d\\s]")
#: longer thanks are worth a look: something else may hide among them
MOST_WORDS = 12


class _Words(NamedTuple):
    thanks: frozenset[str]
    along: frozenset[str]
    reasons: frozenset[str]
    signs: frozenset[str]
    #: the word "for"
    because: str


def is_thanks(text: str) -> bool:
    """True for words of thanks and nothing besides; false for a question, a figure, a request,
    and for anything longer than a sentence. A thumb raised without a word is thanks, too; a thumb
    turned down is not."""
    known, said = _words(), _LETTERS.findall(text.lower())
    if not said:
        signs = _LOOKS.sub("", text)
        return bool(signs) and set(signs) <= known.signs
    if len(said) > MOST_WORDS or "?" in text or any(sign.isdigit() for sign in text):
        return False
    told_why = False
    thanked = False
    for word in said:
        meanings = {word, _form(word)}
        told_why = told_why or word == known.because
        thanked = thanked or bool(meanings & known.thanks)
        allowed = known.thanks | known.along | (known.reasons if told_why else frozenset())
        if not meanings & allowed:
            return False
    return thanked


@cache
def _words() -> _Words:
    lines = [line for line in _DATA.read_text("utf-8").splitlines() if not line.startswith("#")]
    thanks, along, reasons, signs = (frozenset(line.split()) for line in lines)
    return _Words(thanks, along, reasons, signs, lines[2].split()[0])


@lru_cache(maxsize=10_000)
def _form(word: str) -> str:
    return str(dictionary().parse(word)[0].normal_form)
