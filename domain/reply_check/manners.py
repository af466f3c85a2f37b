"""How the reply speaks: brush-offs, blame, rude, colloquial and official words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from domain.reply_check import lexicon, morph
from domain.reply_check.found import MANNERS, STYLE, WRITING, Finding, ReplyFacts, Severity
from domain.reply_check.page import Page, Word

#: rule, severity, clause, where its phrases stand in the data
_PHRASES = (
    ("brush-off", Severity.ERROR, MANNERS, ("brush_off",)),
    ("reproach", Severity.ERROR, MANNERS, ("reproach",)),
    ("rude", Severity.ERROR, MANNERS, ("rude",)),
    ("vague", Severity.WARNING, MANNERS, ("vague",)),
    ("officialese", Severity.HINT, WRITING, ("style", "officialese")),
)


def phrases(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    for rule, severity, clause, path in _PHRASES:
        for phrase in lexicon.phrases(*path):
            for found in page.spoken(phrase):
                yield Finding(rule, severity, *found.span(), clause, phrase.better)


def words(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    for word in page.words:
        if word.foreign:
            if _foreign(word, facts):
                yield _word("foreign-word", Severity.HINT, STYLE, word)
        elif _rude(word):
            yield _word("rude", Severity.ERROR, MANNERS, word)
        elif not page.in_quotes(word.start) and not (word.capital and not word.first):
            yield from _out_of_place(word)


def _out_of_place(word: Word) -> Iterator[Finding]:
    """Familiar, colloquial and out-of-date words."""
    if word.plain in lexicon.words("lists", "familiar"):
        yield _word("familiar", Severity.ERROR, MANNERS, word)
    form = lexicon.table("colloquial_forms").get(word.plain)
    if better := form or lexicon.table("colloquial").get(morph.lemma(word.plain)):
        yield _word("colloquial", Severity.WARNING, MANNERS, word, better)
        return
    form = lexicon.table("archaic_forms").get(word.plain)
    if better := form or lexicon.table("archaic").get(morph.lemma(word.plain)):
        yield _word("archaic", Severity.WARNING, MANNERS, word, better)


def _rude(word: Word) -> bool:
    if word.capital and not word.first:
        return False
    return _rude_word(word.plain)


@lru_cache(maxsize=50_000)
def _rude_word(plain: str) -> bool:
    if lexicon.one("obscene").match(plain) and not lexicon.one("obscene_never").match(plain):
        return True
    return bool(morph.lemmas(plain) & lexicon.words("insults"))


def _foreign(word: Word, facts: ReplyFacts) -> bool:
    """Latin words a reader may not know; Roman numbers and single letters are none."""
    plain = word.plain
    if len(plain) < 3 or not plain.strip("ivxlcdm"):
        return False
    known = lexicon.words("lists", "latin") | {lexicon.plain(own) for own in facts.words}
    return any(part not in known for part in plain.split("-"))


def _word(rule: str, severity: Severity, clause: str, word: Word, better: str = "") -> Finding:
    return Finding(rule, severity, word.start, word.end, clause, better)
