"""Thanks that ask for nothing: after a reply they neither reopen nor begin anything."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from domain.words import dictionary

_DATA = Path(__file__).parent / "data" / "courtesy.txt"
_LETTERS = re.compile(r"[^\W\d_]+")
#: longer thanks are worth a look: something else may hide among them
MOST_WORDS = 12


def is_thanks(text: str) -> bool:
    """True for words of thanks and nothing besides; false for a question, a figure, a request,
    and for anything longer than a sentence. A thumb raised without a word is thanks, too."""
    if "?" in text or any(sign.isdigit() for sign in text):
        return False
    said = _LETTERS.findall(text.lower())
    if not said:
        return 0 < len(text.strip()) <= MOST_WORDS
    if len(said) > MOST_WORDS:
        return False
    thanks, along = _words()
    # Every message passes here: most end with their first word that is no courtesy.
    courteous = all(_is_in(thanks, word) or _is_in(along, word) for word in said)
    return courteous and any(_is_in(thanks, word) for word in said)


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    lines = [line for line in _DATA.read_text("utf-8").splitlines() if not line.startswith("#")]
    return frozenset(lines[0].split()), frozenset(" ".join(lines[1:]).split())


def _is_in(words: frozenset[str], word: str) -> bool:
    return word in words or _form(word) in words


@lru_cache(maxsize=2_000)
def _form(word: str) -> str:
    return str(dictionary().parse(word)[0].normal_form)
