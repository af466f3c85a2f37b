"""Misspelt words, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from domain.reply_check import lexicon, morph
from domain.reply_check.found import STYLE, Finding, ReplyFacts, Severity
from domain.reply_check.page import Page, Word
from domain.words import dictionary

#: so many misspelt words get a proposal; a text with more wants a different cure
PROPOSALS = 6
#: what is longer is no word
LONGEST_WORD = 40
#: another letter in a shorter word makes just any word
SURE_LENGTH = 5
ALPHABET = "".join(map(chr, range(0x430, 0x450)))
_NAMES = ("Name", "Surn", "Patr", "Geox", "Orgn")


def check(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Unknown words, known misspellings, and Latin letters inside Russian words."""
    proposals = 0
    allowed = frozenset(map(lexicon.plain, facts.words)) | _names(facts)
    for word in page.words:
        if len(word.text) > LONGEST_WORD:
            continue
        if word.mixed:
            yield _finding("mixed-alphabet", word, _in_cyrillic(word.text))
        elif not _passes(page, word, allowed):
            proposals += 1
            yield _finding("spelling", word, proposal(word.plain) if proposals <= PROPOSALS else "")


def known(word: str) -> bool:
    """Whether a word in lower case is right Russian; «ie» may stand for «io»."""
    return not _misspelt(word) and _known(word)


def _misspelt(word: str) -> bool:
    """One of the misspellings known by heart, even where a name might stand."""
    return any(word.startswith(stem) for stem in _starts().get(word[:4], ()))


@lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    if morph.is_word(word) or lexicon.stems().fullmatch(word):
        return True
    if "-" in word:
        return all(_part_known(part) for part in word.split("-"))
    return _made_up(word)


def _part_known(part: str) -> bool:
    """A part of a word with hyphens: «medico-» stands for its adjective."""
    if len(part) < 2 or part.isascii() or known(part):
        return True
    return part.endswith(lexicon.at("joining")) and _adjective(part[:-1])


def _adjective(stem: str) -> bool:
    ends = (stem + end for end in lexicon.words("adjective_endings"))
    tags = (tag for word in ends if morph.is_word(word) for tag in morph.tags(word))
    return any(tag.POS == "ADJF" for tag in tags)


def _made_up(word: str) -> bool:
    """Words everybody may make: «micro-», «video-», «ten-day»."""
    for prefix in lexicon.words("prefixes"):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > _shortest(prefix) and morph.is_word(rest):
            return prefix not in lexicon.words("prefixes_of_nouns") or _nominal(rest)
    return bool(lexicon.one("numeral_words").fullmatch(word))


def _shortest(prefix: str) -> int:
    """A short prefix before a short word is more likely a slip."""
    return 3 if len(prefix) > 3 else 4


def _nominal(word: str) -> bool:
    return bool(morph.tags(word)[0].POS in {"NOUN", "ADJF", "ADVB", "PRTF"})


@lru_cache(maxsize=1_000)
def proposal(word: str) -> str:
    """The likeliest right word, or ""."""
    for wrong, right in lexicon.table("grammar", "spelling").items():
        if word.startswith(wrong):
            return f"{right}{word[len(wrong) :]}"
    far: Iterable[str] = _slipped(word) if len(word) > SURE_LENGTH else ()
    for candidate in chain(_negated(word), _confused(word), _edited(word), _parted(word), far):
        if candidate != word and all(_plainly_known(part) for part in candidate.split()):
            return candidate
    return ""


def _negated(word: str) -> Iterator[str]:
    """«Not» written together with a verb."""
    no = lexicon.at("grammar", "particles", "not")
    rest = word.removeprefix(no)
    if rest != word and morph.is_word(rest) and morph.tags(rest)[0].POS in {"VERB", "INFN"}:
        yield f"{no} {rest}"


def _plainly_known(word: str) -> bool:
    """Past the memory, which thousands of tries would fill."""
    return bool(dictionary().word_is_known(word)) and known(word)


def _confused(word: str) -> Iterator[str]:
    """The usual slips: single and double letters, unstressed vowels, soft signs."""
    for i, letter in enumerate(word):
        yield word[: i + 1] + letter + word[i + 1 :]
        if i and letter == word[i - 1]:
            yield word[:i] + word[i + 1 :]
    for one, other in lexicon.at("confused"):
        for found in re.finditer(one, word):
            yield word[: found.start()] + other + word[found.end() :]


def _edited(word: str) -> Iterator[str]:
    """One letter left out, or two changed about, or one too many."""
    for i in range(1, len(word)):
        yield word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :]
    for i in range(len(word) + 1):
        yield from (word[:i] + letter + word[i:] for letter in ALPHABET)
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _slipped(word: str) -> Iterator[str]:
    """Another letter in place of one."""
    for i in range(len(word)):
        yield from (word[:i] + letter + word[i + 1 :] for letter in ALPHABET)


def _parted(word: str) -> Iterable[str]:
    """Two words written together; a short first one must be a real little word."""
    heads = lexicon.words("little_words")
    return (f"{h} {word[len(h) :]}" for h in heads if word.startswith(h) and len(word) > len(h) + 1)


def _passes(page: Page, word: Word, allowed: frozenset[str]) -> bool:
    """What is no common word is not for the dictionary: names, short forms, ends of numbers."""
    if word.foreign or len(word.text) < 3 or word.capitals or word.plain in allowed:
        return True
    if known(word.plain) or word.plain in lexicon.words("shortened"):
        return True
    before_it = page.shown[max(0, word.start - 2) : word.start]
    if before_it[-1:].isdigit() or (before_it[-1:] == "-" and before_it[:1].isdigit()):
        return True
    if not word.capital:
        return any(letter.isupper() for letter in word.text)
    return not _misspelt(word.plain) and (not word.first or _may_be_name(page, word))


def _may_be_name(page: Page, word: Word) -> bool:
    """A capital at a sentence's beginning: a name if the dictionary guesses so, or with initials;
    not when it is a usual slip away from a common word."""
    if re.match(r"\s+\w\.", page.shown[word.end : word.end + 4]):
        return True
    tag = morph.tags(word.plain)[0]
    if not any(kind in tag for kind in _NAMES):
        return False
    return not any(map(_plainly_known, _confused(word.plain)))


def _names(facts: ReplyFacts) -> frozenset[str]:
    given = " ".join((facts.client, *facts.people))
    return frozenset(lexicon.plain(name) for name in re.findall(r"\w+(?:-\w+)*", given))


def _in_cyrillic(text: str) -> str:
    """The word with each Latin letter that looks like a Russian one put right."""
    return text.translate(str.maketrans(lexicon.at("look_alike")))


def _finding(rule: str, word: Word, better: str) -> Finding:
    if better and word.capital:
        better = better[:1].upper() + better[1:]
    return Finding(rule, Severity.ERROR, word.start, word.end, STYLE, better)


@lru_cache(maxsize=1)
def _starts() -> dict[str, tuple[str, ...]]:
    """The stems of known misspellings by their first four letters."""
    starts: dict[str, tuple[str, ...]] = {}
    for stem in lexicon.table("grammar", "spelling"):
        starts[stem[:4]] = (*starts.get(stem[:4], ()), stem)
    return starts
