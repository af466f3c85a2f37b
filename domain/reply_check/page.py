"""A reply laid out for the rules: its words, sentences, quotations, and what is no language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.reply_check import lexicon
from domain.reply_check.lexicon import Phrase

Span = tuple[int, int]

_CYRILLIC = r"\u0400-\u04ff"
#: stress, the breve and dots of letters typed in two signs, soft hyphen
_MARKS = "\u0301\u0306\u0308\u00ad"
_PART = f"[A-Za-z{_CYRILLIC}{_MARKS}]+"
_WORD = re.compile(f"{_PART}(?:[-\u2011]{_PART})*")
_LATIN = re.compile("[A-Za-z]")
_RUSSIAN = re.compile(f"[{_CYRILLIC}]")
#: links, mail, @names, #tags, /commands, file names
_NO_LANGUAGE = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\u00bb\"]+(?<![.,;:!?])|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\w)[@#][\w.]+|(?<![\w/])/[a-z_]+\b"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,6}|\u0440\u0444|\u0440\u0443\u0441)\b(?:/\S*)?"
)
#: stands for a letter of what is no language, so that places stay the same
_HIDDEN = "\ue000"
_SENTENCE_END = re.compile(r"[.!?\u2026]+[)\"\u00bb]*\s+|\n+|;\s*\n|\Z")
_QUOTED = re.compile(
    '\u00ab[^\u00ab\u00bb\n]{1,200}\u00bb|"[^"\n]{1,200}"|\u201e[^\u201c]{1,200}\u201c'
)
_IN_WORDS = re.compile("[\u0301\u0306\u0308\u00ad]")
#: what follows these may begin with a capital letter
_OPENERS = ("\u00ab", '"', "\u201e", ": ", ":\u00a0", "(")
_LAST_WORD = re.compile(f"([{_CYRILLIC}]+)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the reply. `plain` is how it is compared; `first` opens a sentence or quotation."""

    text: str
    plain: str
    start: int
    end: int
    first: bool

    @property
    def mixed(self) -> bool:
        """Latin and Cyrillic letters in one word; «QR-code» in both alphabets is two words."""
        return any(_LATIN.search(part) and _RUSSIAN.search(part) for part in self.text.split("-"))

    @property
    def foreign(self) -> bool:
        return not _RUSSIAN.search(self.text)

    @property
    def capitals(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Page:
    """The text as written, and as the rules read it; every place is the same in both."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = _NO_LANGUAGE.sub(lambda m: _HIDDEN * len(m[0]), text)
        #: lower case, "io" as "ie"; where lowering changes a letter's length, the letter stays
        self.low = _lowered(self.shown)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        return tuple(self._sentences())

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(self._words())

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        return tuple(found.span() for found in _QUOTED.finditer(self.shown))

    def in_quotes(self, start: int) -> bool:
        return any(left <= start < right for left, right in self.quoted)

    def within(self, span: Span) -> tuple[Word, ...]:
        return tuple(word for word in self.words if span[0] <= word.start < span[1])

    def found(self, phrase: Phrase) -> Iterator[re.Match[str]]:
        """Where the phrase stands, from the beginning of a word to the end of one."""
        for match in phrase.pattern.finditer(self.low):
            start, end = match.span()
            if (
                not self.low[max(0, start - 1) : start].isalnum()
                and not self.low[end : end + 1].isalnum()
            ):
                yield match

    def spoken(self, phrase: Phrase) -> Iterator[re.Match[str]]:
        """The same, but not where somebody else's words are quoted."""
        return (match for match in self.found(phrase) if not self.in_quotes(match.start()))

    def _words(self) -> Iterator[Word]:
        starts = iter([*(start for start, _ in self.sentences), len(self.shown) + 1])
        opens_at, last = next(starts), 0
        for found in _WORD.finditer(self.shown):
            first = opens_at <= found.start() or self.shown[last : found.start()].endswith(_OPENERS)
            while opens_at <= found.start():
                opens_at = next(starts)
            text = _IN_WORDS.sub("", unicodedata.normalize("NFC", found[0])).replace("\u2011", "-")
            if text:
                yield Word(text, lexicon.plain(text), found.start(), found.end(), first)
            last = found.end()

    def _sentences(self) -> Iterator[Span]:
        start = 0
        for end in _SENTENCE_END.finditer(self.shown):
            if end[0].startswith(".") and "\n" not in end[0] and self._shortened(end):
                continue
            if self.shown[start : end.end()].strip():
                yield start, end.end()
            start = end.end()

    def _shortened(self, end: re.Match[str]) -> bool:
        """A full stop after a shortened word or an initial ends no sentence."""
        last = _LAST_WORD.search(self.shown[max(0, end.start() - 20) : end.start()])
        if end.end() < len(self.shown) and self.shown[end.end()].islower():
            return True
        return bool(last and (len(last[1]) == 1 or last[1].lower() in lexicon.words("shortened")))


def _lowered(text: str) -> str:
    low = lexicon.plain(text)
    if len(low) != len(text):
        low = "".join(_low(letter) for letter in text)
    return low.replace("\u00a0", " ")


def _low(letter: str) -> str:
    low = lexicon.plain(letter)
    return low if len(low) == 1 else letter
