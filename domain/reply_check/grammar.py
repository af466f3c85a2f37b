"""Grammar where it can be proved: set phrases, cases, agreement, infinitives, commas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from domain.reply_check import lexicon, morph
from domain.reply_check.found import STYLE, Finding, ReplyFacts, Severity
from domain.reply_check.morph import Tags
from domain.reply_check.page import Page, Word

#: second genitive and locative, and old vocative, count as their plain cases
_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_CLAUSE = re.compile("[,;:()\u00ab\u00bb\u2014\u2013]")
#: the first half of «as», shortened to two letters, whose second looks like a preposition
_AS_SHORT = re.compile(r"\u0442[. ]")

_VERBS = frozenset({"VERB", "INFN", "GRND", "ADJS", "PRTS", "COMP"})
#: what asks for an infinitive, or says all there is to say of the subject
_PREDICATES = _VERBS | {"PRED"}


def check(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    for phrase in lexicon.phrases("grammar", "patterns"):
        for found in page.found(phrase):
            yield _finding("grammar", found.start(), found.end(), found.expand(phrase.better))
    yield from _commas(page)
    for clause in _clauses(page):
        for before, word in pairwise(clause):
            yield from _case(page, before, word)
            yield from _pronoun(before, word)
            yield from _both(before, word)
        for before, middle, word in zip(clause, clause[1:], clause[2:], strict=False):
            yield from _governed(before, middle, word)
        yield from _participle(clause)
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


def _case(page: Page, before: Word, word: Word) -> Iterator[Finding]:
    """«according to the order», and the order stands in a case the preposition never takes."""
    wanted = _wanted().get(before.plain)
    if not wanted or (word.capital and not word.first) or not _clear(word):
        return
    shortened = page.shown[word.end : word.end + 1] == "." and len(word.text) < 5
    if shortened or _AS_SHORT.search(page.low[: before.start][-2:]):
        return
    # No verb follows a preposition, so a verb's form is none here.
    tags = tuple(tag for tag in morph.tags(word.plain) if tag.POS not in _VERBS)
    if any(tag.POS not in ("NOUN", "ADJF", "PRTF") for tag in tags) or not tags:
        return
    if all(_case_of(tag) not in (wanted, None) for tag in tags) and not _fixed(tags):
        yield _finding("case", before.start, word.end, _in_case(before, word, wanted))


def _pronoun(before: Word, word: Word) -> Iterator[Finding]:
    """«our» in one case and its noun in another."""
    if not (_clear(before) and _clear(word)) or morph.lemma(before.plain) not in _governs("agree"):
        return
    pronouns, nouns = morph.tags(before.plain), morph.tags(word.plain)
    if any(tag.number != "sing" for tag in pronouns) or _fixed(nouns):
        return
    if all(tag.POS == "NOUN" for tag in nouns) and not _any_agree(pronouns, nouns):
        yield _finding("agreement", before.start, word.end, "")


def _governed(before: Word, middle: Word, word: Word) -> Iterator[Finding]:
    """«thanks to your hint»: the two belong together, but never in the case that is asked for."""
    wanted = _wanted().get(before.plain)
    if not wanted or word.capital or middle.plain in _governs("apart"):
        return
    if not (_clear(middle) and _clear(word) and _all(middle, {"ADJF", "PRTF"})):
        return
    adjectives, nouns = morph.tags(middle.plain), morph.tags(word.plain)
    if not _all(word, {"NOUN"}) or _fixed(nouns):
        return
    shared = {_case_of(b) for a in adjectives for b in nouns if _agree(a, b)}
    if shared and wanted not in shared and any(_case_of(tag) == wanted for tag in adjectives):
        right = morph.in_case(word.plain, wanted)
        better = f"{before.text} {middle.text} {right}" if right else ""
        yield _finding("case", before.start, word.end, better)


def _both(before: Word, word: Word) -> Iterator[Finding]:
    """«both» in the form of the other gender."""
    tags = morph.tags(word.plain)
    if not _clear(word) or not _all(word, {"NOUN"}):
        return
    for gender, wrong in (("femn", {"femn"}), ("other", {"masc", "neut"})):
        right = lexicon.at("grammar", "both", gender).get(before.plain)
        if right and {tag.gender for tag in tags} <= wrong:
            better = f"{right} {word.text}"
            yield _finding("agreement", before.start, word.end, better)


def _participle(clause: Sequence[Word]) -> Iterator[Finding]:
    """A subject and the short participle that says what became of it: «the appeals is read»."""
    opens = 1 if clause and clause[0].plain == _particle("that") else 0
    if not clause or not (opens or clause[0].first):
        return
    at = opens + (len(clause) > opens + 2 and _all(clause[opens], {"ADJF"}))
    if len(clause) < at + 2:
        return
    subject, word = clause[at], clause[at + 1]
    if not _all(subject, {"NOUN"}) or not _all(word, {"PRTS", "ADJS"}) or word.capital:
        return
    tags = morph.tags(subject.plain)
    cases = {_case_of(tag) for tag in tags}
    sure = {"nomn"} <= cases <= {"nomn", "accs"} and _clear(subject) and _clear(word)
    if sure and not _any_agree(tags, morph.tags(word.plain)):
        yield _finding("agreement", subject.start, word.end, "")


def _infinitives(clause: Sequence[Word]) -> Iterator[Finding]:
    """A soft sign too many or too few before the reflexive ending."""
    soft, hard = _particle("soft"), _particle("hard")
    for i, word in enumerate(clause):
        head = i - 1 - (i > 0 and clause[i - 1].plain == _particle("not"))
        if head < 0:
            continue
        if word.plain.endswith(hard) and clause[head].plain in _governs("modal"):
            right = word.plain.removesuffix(hard) + soft
            if morph.is_word(right):
                yield _finding("infinitive", word.start, word.end, right)
        elif word.plain.endswith(soft) and _is_subject_alone(clause, head, i):
            right = word.plain.removesuffix(soft) + hard
            better = right if morph.is_word(right) else ""
            yield _finding("infinitive", word.start, word.end, better)


def _is_subject_alone(clause: Sequence[Word], head: int, infinitive: int) -> bool:
    """A subject that takes no infinitive, and nothing else in the clause that asks for one."""
    subject, tags = clause[head].plain, morph.tags(clause[head].plain)
    if morph.lemma(subject) in _governs("govern") or clause[head].capitals:
        return False
    if not _all(clause[infinitive], {"INFN"}) or not _all(clause[head], {"NOUN", "NPRO"}):
        return False
    if not any(tag.case == "nomn" for tag in tags):
        return False
    others = (word for i, word in enumerate(clause) if i not in (head, infinitive))
    return not any(tag.POS in _PREDICATES for word in others for tag in morph.tags(word.plain))


def _particle(which: str) -> str:
    return str(lexicon.at("grammar", "particles", which))


def _governs(kind: str) -> frozenset[str]:
    return lexicon.words("grammar", "governs", kind)


def _all(word: Word, parts: set[str]) -> bool:
    """Whatever the word may be, it is one of these parts of speech."""
    return bool(morph.tags(word.plain)) and all(tag.POS in parts for tag in morph.tags(word.plain))


def _any_agree(some: Tags, others: Tags) -> bool:
    return any(_agree(one, other) for one in some for other in others)


def _agree(one: Any, other: Any) -> bool:
    short = other.POS in ("PRTS", "ADJS")
    if _case_of(one) != ("nomn" if short else _case_of(other)) or one.number != other.number:
        return False
    genders = {tag.gender for tag in (one, other)} - {None}
    return one.number == "plur" or len(genders) < 2 or "GNdr" in one or "ms-f" in str(other)


def _clear(word: Word) -> bool:
    return not word.capitals and not word.foreign and morph.is_word(word.plain)


def _fixed(tags: Tags) -> bool:
    return any("Fixd" in tag or "Abbr" in tag or "Name" in tag or "Surn" in tag for tag in tags)


def _case_of(tag: Any) -> str | None:
    case: str | None = tag.case
    return _CASES.get(case, case) if case else None


def _in_case(before: Word, word: Word, case: str) -> str:
    """The word as it should stand, when the dictionary can say it."""
    right = morph.in_case(word.plain, case)
    return f"{before.text} {right}" if right else ""


@lru_cache(maxsize=1)
def _wanted() -> dict[str, str]:
    cases = lexicon.at("grammar", "cases")
    return {preposition: case for case, those in cases.items() for preposition in those}


def _finding(
    rule: str, start: int, end: int, better: str, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule, severity, start, end, STYLE, better)
