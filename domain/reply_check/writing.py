"""How the reply is set down: spaces, brackets, capitals, abbreviations, symbols, length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.reply_check import lexicon, morph
from domain.reply_check.found import MANNERS, STYLE, WRITING, Finding, ReplyFacts, Severity
from domain.reply_check.page import Page, Word

#: letters of two pages at 14 points, and words of a sentence that can still be read at one go
TWO_PAGES = 3_600
LONG_SENTENCE = 25
#: longer words in capitals are shouted, shorter ones may be abbreviations
LONGEST_ABBREVIATION = 6
SMILEYS = "M-97 §10"

_CYRILLIC = r"\u0400-\u04ff"
_SPACE_BEFORE = re.compile(r"(?<=[\w\u00bb\")])[ \u00a0]+([,;:!?]|\.(?!\.|\w))(?![)(DP])")
_NO_SPACE = re.compile(
    rf"(?<=[{_CYRILLIC}])[,;:!?](?=[{_CYRILLIC}])|(?<=[{_CYRILLIC}]{{3}})\.(?=[\u0410-\u042f])"
)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2639\u263a\u2764\u2705\u2728\u2757\u2753\u2b50\u26a0\u2600\u270c\u270b"
    "\u261d\u270a\U0001f1e6-\U0001f1ff]\ufe0f?|.\ufe0f"
)
_TYPED_SMILEY = re.compile(
    r"(?<![\w(])[:;=]-?[)(DP](?!\w)|\){2,}(?!\w)|\({2,}(?!\w)|\^_\^|<3|[xX]D\b"
)
_SYMBOL = re.compile(
    "[\u2190-\u21ff\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff]|!{2,}|\\?{2,}|[!?]{3,}"
    r"|(?<!\w)[*_~#=]{2,}|[*_~#=]{3,}|[{}|\\<>]{2,}|(?<=\w)[*_]{1,2}(?=\s)|\+{3,}"
)
_LIST_MARK = re.compile(rf"(?:^|(?<=[\s;:,(]))(?:\d{{1,2}}|[a-z{_CYRILLIC}])\)", re.MULTILINE)
_NUMBER_BEFORE = re.compile(r"[\d_\s]\s?-\s?$")
_PAIRS = {")": "(", "]": "[", "\u00bb": "\u00ab", "\u201c": "\u201e"}


def spaces(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    for pattern, rule in ((_SPACE_BEFORE, "space-before"), (_NO_SPACE, "space-after")):
        for found in pattern.finditer(page.shown):
            start, end = max(0, found.start() - 1), min(len(page.text), found.end() + 1)
            yield Finding(rule, Severity.WARNING, start, end, STYLE)


def doubled(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    for one, other in pairwise(page.words):
        between = page.shown[one.end : other.start]
        if one.plain == other.plain and not between.strip(" \u00a0") and not one.foreign:
            yield Finding(
                "doubled",
                Severity.ERROR,
                one.start,
                other.end,
                STYLE,
                page.text[one.start : one.end],
            )


def brackets(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    """The first bracket or quotation mark without its other half."""
    marks = {found.end() - 1 for found in _LIST_MARK.finditer(page.shown)}
    shown = _TYPED_SMILEY.sub(lambda m: " " * len(m[0]), page.shown)
    open_at: list[int] = []
    for place, sign in enumerate(shown):
        if sign in _PAIRS.values():
            open_at.append(place)
        elif place in marks and not open_at:
            continue
        elif sign in _PAIRS and not (open_at and shown[open_at.pop()] == _PAIRS[sign]):
            open_at = [place]
            break
    straight = [place for place, sign in enumerate(shown) if sign == '"']
    open_at += straight[-1:] if len(straight) % 2 else []
    if open_at:
        yield Finding("unpaired", Severity.WARNING, open_at[0], open_at[0] + 1, STYLE)


def signs(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Smileys belong into public replies alone, ornaments nowhere."""
    taken: set[int] = set()
    for pattern in (_EMOJI, _TYPED_SMILEY):
        for found in pattern.finditer(page.shown):
            taken.update(range(*found.span()))
            if not facts.public:
                yield Finding("smiley", Severity.ERROR, *found.span(), SMILEYS)
    for found in _SYMBOL.finditer(page.shown):
        if found.start() not in taken:
            yield Finding("symbol", Severity.WARNING, *found.span(), WRITING)


def capitals(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Words in capitals: shouted, or abbreviations that want a word of explanation."""
    explained = set(
        map(lexicon.plain, lexicon.words("lists", "abbreviations") | facts.abbreviations)
    )
    for run in _runs(page):
        if _shouted(run, explained):
            yield Finding("capitals", Severity.WARNING, run[0].start, run[-1].end, WRITING)
            continue
        for word in run:
            if word.plain not in explained and not _explained(page, word):
                yield Finding("abbreviation", Severity.WARNING, word.start, word.end, MANNERS)
            explained.add(word.plain)


def _runs(page: Page) -> Iterator[Sequence[Word]]:
    """Neighbouring words in capitals, a short word between two of them included."""
    run: list[Word] = []
    for word in page.words:
        stands = _in_capitals(page, word)
        near = run and not page.shown[run[-1].end : word.start].strip(" ,\u00a0")
        if run and not (stands and near):
            yield run
            run = []
        if stands:
            run.append(word)
    if run:
        yield run


def _in_capitals(page: Page, word: Word) -> bool:
    """Letters of an order's number (№ 132-AB) and names in quotation marks are neither."""
    if not word.capitals or word.foreign or word.mixed:
        return False
    before = page.shown[max(0, word.start - 4) : word.start]
    quoted = before.endswith("\u00ab") and page.shown[word.end : word.end + 1] == "\u00bb"
    return not quoted and not _NUMBER_BEFORE.search(before)


def _shouted(run: Sequence[Word], explained: set[str]) -> bool:
    strange = [word for word in run if word.plain not in explained]
    return any(
        len(word.text) > LONGEST_ABBREVIATION or (_common(word.plain) and _is_word(word, run))
        for word in strange
    )


def _common(plain: str) -> bool:
    return morph.is_word(plain) and not any("Abbr" in tag for tag in morph.tags(plain))


def _is_word(word: Word, run: Sequence[Word]) -> bool:
    """A short common word alone may still be an abbreviation; two of them are not."""
    return len(word.text) > 3 or len(run) > 1 or word.plain in lexicon.words("lists", "shouted")


def _explained(page: Page, word: Word) -> bool:
    """«(from now on – ABC)», «(ABC)» after the full name, or «ABC (the full name)»."""
    before, after = page.shown[: word.start].rstrip(" \u00a0"), page.shown[word.end :].lstrip()
    if after.startswith(("(", "\u2014", "\u2013")) and len(after) > 1:
        return True
    opened = before.rfind("(")
    return opened >= 0 and ")" not in before[opened:] and len(before) - opened < 60


def length(page: Page, _: ReplyFacts) -> Iterator[Finding]:
    text = page.text.rstrip()
    if len(text) > TWO_PAGES:
        values = {"letters": len(text), "most": TWO_PAGES}
        yield Finding("too-long", Severity.WARNING, TWO_PAGES, len(text), STYLE, "", values)
    spans = [(len(page.within(span)), span) for span in page.sentences]
    words, (start, end) = max(spans, default=(0, (0, 0)))
    if words > LONG_SENTENCE:
        values = {"words": words, "most": LONG_SENTENCE}
        yield Finding("long-sentence", Severity.HINT, start, end, MANNERS, "", values)
