"""Grammar where it can be proved: fixed phrases, cases after prepositions, agreement, infinitives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from domain.reply_check import lexicon
from domain.reply_check.found import STYLE, Finding, ReplyFacts, Severity
from domain.reply_check.page import Page, Word
from domain.words import dictionary

#: second genitive and locative, and old vocative, count as their plain cases
_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_CLAUSE = re.compile("[,;:()\u00ab\u00bb\u2014\u2013]")
_SOFT = "\u0442\u044c\u0441\u044f"
_HARD = "\u0442\u0441\u044f"
_NOT = "\u043d\u0435"

_VERBS = frozenset({"VERB", "INFN", "GRND", "ADJS", "PRTS", "COMP"})
#: what asks for an infinitive, or says all there is to say of the subject
_PREDICATES = _VERBS | {"PRED"}

Tags = tuple[Any, ...]


def check(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    for phrase in lexicon.phrases("grammar", "patterns"):
        for found in page.found(phrase):
            yield _finding("grammar", found.start(), found.end(), found.expand(phrase.better))
    yield from _commas(page)
    for clause in _clauses(page):
        for before, word in zip(clause, clause[1:], strict=False):
            yield from _case(before, word)
            yield from _agreement(before, word)
        yield from _infinitives(clause)


def _commas(page: Page) -> Iterator[Finding]:
    never = lexicon.words("grammar", "comma_never")
    for pattern in lexicon.patterns("grammar", "commas"):
        for found in pattern.finditer(page.low):
            if found[1] not in never and not page.low[found.start() - 1 : found.start()].isalpha():
                better = f"{page.text[found.start(1) : found.end(1)]}, {found[2]}"
                yield _finding("comma", *found.span(), better, Severity.WARNING)


def _clauses(page: Page) -> Iterator[Sequence[Word]]:
    """Runs of words with nothing but spaces between them."""
    run: list[Word] = []
    for word in page.words:
        if run and page.shown[run[-1].end : word.start].strip(" \u00a0"):
            yield run
            run = []
        run.append(word)
    yield run


def _case(before: Word, word: Word) -> Iterator[Finding]:
    """«according to the order», and the order stands in a case the preposition never takes."""
    wanted = _wanted().get(before.plain)
    if not wanted or (word.capital and not word.first) or not _clear(word):
        return
    # No verb follows a preposition, so a verb's form is none here.
    tags = tuple(tag for tag in _tags(word.plain) if tag.POS not in _VERBS)
    if any(tag.POS not in ("NOUN", "ADJF", "PRTF") for tag in tags) or not tags:
        return
    if all(_case_of(tag) not in (wanted, None) for tag in tags) and not _fixed(tags):
        yield _finding("case", before.start, word.end, _in_case(before, word, wanted))


def _agreement(before: Word, word: Word) -> Iterator[Finding]:
    """A pronoun with its noun, a noun with the short participle that says what became of it."""
    if not (_clear(before) and _clear(word)):
        return
    pairs = [(a, b) for a in _tags(before.plain) for b in _tags(word.plain)]
    if not pairs:
        return
    if lemma(before.plain) in _governs("agree"):
        one = all(tag.number == "sing" for tag in _tags(before.plain))
        wrong = one and _all_nouns(word) and not any(_agree(a, b) for a, b in pairs)
    else:
        wrong = _subject(before) and _short(word) and not any(_agree(a, b) for a, b in pairs)
    if wrong:
        yield _finding("agreement", before.start, word.end, "")


def _infinitives(clause: Sequence[Word]) -> Iterator[Finding]:
    """A soft sign too many or too few before the reflexive ending."""
    for i, word in enumerate(clause):
        head = i - 1 - (i > 0 and clause[i - 1].plain == _NOT)
        if head < 0:
            continue
        if word.plain.endswith(_HARD) and clause[head].plain in _governs("modal"):
            right = word.plain.removesuffix(_HARD) + _SOFT
            if dictionary().word_is_known(right):
                yield _finding("infinitive", word.start, word.end, right)
        elif word.plain.endswith(_SOFT) and _is_subject_alone(clause, head, i):
            right = word.plain.removesuffix(_SOFT) + _HARD
            better = right if dictionary().word_is_known(right) else ""
            yield _finding("infinitive", word.start, word.end, better)


def _is_subject_alone(clause: Sequence[Word], head: int, infinitive: int) -> bool:
    """A subject that takes no infinitive, and nothing else in the clause that asks for one."""
    subject = clause[head].plain
    if lemma(subject) in _governs("govern") or not _infinitive(clause[infinitive].plain):
        return False
    if not any(tag.POS in ("NOUN", "NPRO") and tag.case == "nomn" for tag in _tags(subject)):
        return False
    others = (word for i, word in enumerate(clause) if i not in (head, infinitive))
    return not any(tag.POS in _PREDICATES for word in others for tag in _tags(word.plain))


def _infinitive(word: str) -> bool:
    return all(tag.POS == "INFN" for tag in _tags(word)) and bool(_tags(word))


def _governs(kind: str) -> frozenset[str]:
    return lexicon.words("grammar", "governs", kind)


def _subject(word: Word) -> bool:
    """Surely the subject: a noun that is nothing else and stands in the nominative."""
    tags = _tags(word.plain)
    return bool(tags) and all(t.POS == "NOUN" and _case_of(t) in ("nomn", "accs") for t in tags)


def _short(word: Word) -> bool:
    tags = _tags(word.plain)
    return bool(tags) and all(tag.POS == "PRTS" for tag in tags)


def _all_nouns(word: Word) -> bool:
    tags = _tags(word.plain)
    return bool(tags) and all(tag.POS == "NOUN" for tag in tags) and not _fixed(tags)


def _agree(one: Any, other: Any) -> bool:
    if other.POS == "PRTS":
        same = one.case == "nomn"
    else:
        same = _case_of(one) == _case_of(other)
    if not same or one.number != other.number:
        return False
    genders = {tag.gender for tag in (one, other)} - {None}
    return one.number == "plur" or len(genders) < 2 or "GNdr" in one or "ms-f" in str(other)


def _clear(word: Word) -> bool:
    return not word.capitals and not word.foreign and bool(dictionary().word_is_known(word.plain))


def _fixed(tags: Tags) -> bool:
    return any("Fixd" in tag or "Abbr" in tag or "Name" in tag or "Surn" in tag for tag in tags)


def _case_of(tag: Any) -> str | None:
    return _CASES.get(tag.case, tag.case)


def _in_case(before: Word, word: Word, case: str) -> str:
    """The word as it should stand, when the dictionary can say it."""
    parse = dictionary().parse(word.plain)[0]
    right = parse.inflect({case})
    return f"{before.text} {right.word}" if right else ""


@lru_cache(maxsize=20_000)
def _tags(word: str) -> Tags:
    return tuple(parse.tag for parse in dictionary().parse(word))


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    return lexicon.plain(str(dictionary().parse(word)[0].normal_form))


@lru_cache(maxsize=1)
def _wanted() -> dict[str, str]:
    cases = lexicon.at("grammar", "cases")
    return {preposition: case for case, those in cases.items() for preposition in those}


def _finding(
    rule: str, start: int, end: int, better: str, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule, severity, start, end, STYLE, better)
