"""What a reply must not tell: other people's data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from domain.reply_check import lexicon
from domain.reply_check.found import Finding, ReplyFacts, Severity
from domain.reply_check.page import Page

CLAUSE = "152-FZ §7"
IE = 0x0435

#: a mobile number is a person's, a city's may be an office's; 8-800 is free for all
MOBILE = r"(?:\+7|8|7)[ (-]*9\d\d(?:[ )-]*\d){7}"
OF_A_CITY = r"(?:\+7|8)[ (-]*(?!800)[3-8]\d{2,4}(?:[ )-]*\d){5,7}"
_BEFORE, _AFTER = r"(?<![\d\u2116./-])", r"(?![\d])"
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: what tells one address from another: names, of which the stem counts, and numbers
_PARTS = re.compile(r"[\u0410-\u042f\u0401]\w{2,}|\d+")


@dataclass(frozen=True, slots=True)
class _Data:
    rule: str
    severity: Severity
    pattern: re.Pattern[str]
    right: Callable[[str], bool]


def data_of_others(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Numbers and addresses that are neither the client's own nor the ministry's."""
    own = _Own(facts)
    seen: list[tuple[int, int]] = []
    for kind in _kinds():
        for found in kind.pattern.finditer(page.text):
            start, end = found.span(found.lastindex or 0)
            digits = _digits(page.text[start:end])
            if (
                not kind.right(digits)
                or digits in own
                or any(a < end and start < b for a, b in seen)
            ):
                continue
            seen.append((start, end))
            yield Finding(kind.rule, kind.severity, start, end, CLAUSE)
    yield from _mails(page, own)
    yield from _literally(page, facts)


def names_of_others(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """A person named in full who is neither the client nor the ministry's."""
    ours = [lexicon.plain(name).split() for name in (facts.client, *facts.people)]
    own = lexicon.plain(" ".join(facts.own))
    greeted = lexicon.one("greeting", "any").match(page.low)
    for found in lexicon.one("find", "full_name").finditer(
        page.shown, greeted.end() if greeted else 0
    ):
        long = re.findall(r"\w\w+(?:-\w+)*", lexicon.plain(found[0]))
        if any(all(_same(word, name) for word in long) for name in ours):
            continue
        if all(word[: max(3, len(word) - 3)] in own for word in long):
            continue
        if not lexicon.one("find", "named_after").search(page.low[: found.start()][-20:]):
            yield Finding("person-named", Severity.WARNING, *found.span(), CLAUSE)


def addresses_of_others(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """A flat's address that neither the client nor the ministry has named."""
    ours = [lexicon.plain(text) for text in (*facts.own, *facts.contacts)]
    for found in lexicon.one("find", "flat").finditer(page.low):
        parts = map(_stem, _PARTS.findall(page.text[slice(*found.span(1))]))
        wanted = [re.compile(rf"(?<!\w){part}") for part in parts]
        if not any(all(part.search(text) for part in wanted) for text in ours):
            yield Finding("data-address", Severity.WARNING, *found.span(1), CLAUSE)


class _Own:
    """Data that may be told: the client's own and the ministry's."""

    def __init__(self, facts: ReplyFacts) -> None:
        texts = [lexicon.plain(text) for text in (*facts.own, *facts.contacts)]
        self._numbers = [_digits(text) for text in texts]
        self._mails = {mail for text in texts for mail in _MAIL.findall(text)}
        self._houses = {
            mail.partition("@")[2] for text in facts.contacts for mail in _MAIL.findall(text)
        }

    def __contains__(self, digits: str) -> bool:
        return any(digits[-10:] in number for number in self._numbers)

    def mail(self, mail: str) -> bool:
        return mail in self._mails or mail.partition("@")[2] in self._houses


def _mails(page: Page, own: _Own) -> Iterator[Finding]:
    for found in _MAIL.finditer(page.text):
        mail = lexicon.plain(found[0]).rstrip(".")
        if own.mail(mail):
            continue
        private = mail.partition("@")[2] in lexicon.words("lists", "private_mail")
        severity = Severity.ERROR if private else Severity.WARNING
        yield Finding("data-mail", severity, found.start(), found.start() + len(mail), CLAUSE)


def _literally(page: Page, facts: ReplyFacts) -> Iterator[Finding]:
    """Data known to be somebody else's, however it is spaced."""
    for other in filter(None, map(str.strip, facts.others)):
        letters = [_letter(letter) for letter in lexicon.plain(other) if letter not in " ()-"]
        for found in re.finditer(r"[\s()-]*".join(letters), page.text, re.IGNORECASE):
            yield Finding("data-other", Severity.ERROR, *found.span(), CLAUSE)


@cache
def _kinds() -> tuple[_Data, ...]:
    error, warning = Severity.ERROR, Severity.WARNING
    return (
        _Data("data-card", error, _number(r"\d{4}(?:[ -]?\d{4}){3}"), card_is_right),
        _Data("data-snils", error, _number(r"\d{3}[- ]?\d{3}[- ]?\d{3}[- ]?\d{2}"), snils_is_right),
        _Data("data-passport", error, lexicon.one("find", "passport"), bool),
        _Data("data-account", error, _number(r"\d{20}"), bool),
        _Data("data-inn", error, _number(r"\d{12}"), inn_is_right),
        _Data("data-phone", error, _number(MOBILE), bool),
        _Data("data-phone", warning, _number(OF_A_CITY), _eleven),
        _Data("data-birthday", error, lexicon.one("find", "birthday"), bool),
    )


def _number(digits: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + digits + _AFTER)


def _eleven(digits: str) -> bool:
    return len(digits) == 11


def snils_is_right(digits: str) -> bool:
    """Insurance number: nine digits and a sum of them, weighed 9 to 1, modulo 101."""
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (9 - i) for i, digit in enumerate(digits[:9])) % 101 % 100
    return int(digits[9:]) == rest


def inn_is_right(digits: str) -> bool:
    """A person's tax number: ten digits and two of control."""
    weights = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    if len(digits) != 12 or len(set(digits)) == 1:
        return False
    return _control(digits, weights) == digits[10] and _control(digits, (3, *weights)) == digits[11]


def card_is_right(digits: str) -> bool:
    """Luhn's sum."""
    if len(digits) != 16 or len(set(digits)) == 1:
        return False
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(digits)]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _control(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11 % 10)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _stem(part: str) -> str:
    """The beginning of a street's name in whatever case; a number whole, as a pattern."""
    return rf"{part}(?!\d)" if part.isdigit() else lexicon.plain(part[: max(3, len(part) - 3)])


def _letter(letter: str) -> str:
    """The letter as a pattern; "ie" may be written "io"."""
    return r"[\u0435\u0451]" if ord(letter) == IE else re.escape(letter)


def _same(word: str, name: list[str]) -> bool:
    """The word is one of the name's, perhaps in another case."""
    return any(word[: max(3, len(part) - 2)] == part[: max(3, len(part) - 2)] for part in name)
