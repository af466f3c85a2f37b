"""Words people wrote, shown without whom they name and how to reach them (S5; 152-FZ §7).

Numbers with check digits are masked only where these agree, so that an order's number stays; an
employee of the ministry is "one of us" in whatever case they are named, everybody else named in
full is somebody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.reply_check import lexicon
from domain.reply_check.privacy import (
    MOBILE,
    OF_A_CITY,
    card_is_right,
    inn_is_right,
    snils_is_right,
)

#: what is masked; a mask has a name of its own for each
KINDS = (
    *("mail", "page", "phone", "card", "snils", "inn", "passport", "account"),
    *("person", "employee"),
)

_BEFORE, _AFTER = r"(?<![\d./-])", r"(?!\d)"
_FREE = re.compile(r"(?:\+7|8|7)?[ (-]*800")
#: a letter that may be written as another, and the pattern of both
_IO, _IE_OR_IO = chr(0x0451), r"[\u0435\u0451]"
#: endings of a surname and a name in other cases
_ENDING = r"[\u0430-\u044f\u0451]{0,3}"
#: what a surname does not go on with: that is somebody's patronymic
_NO_PATRONYMIC = r"(?!\u0438\u0447|\u043d)"
_INITIALS = r"[\u0410-\u042f\u0401]\. ?[\u0410-\u042f\u0401]\."


def masked(text: str, people: Iterable[str], mask: Callable[[str], str]) -> str:
    """The text with every such thing put as `mask` says it, by its kind. `people` are the full
    names of the ministry's employees."""
    for shape in _shapes():
        text = shape.over(text, mask)
    names = _names(tuple(people))
    if names:
        text = names.sub(mask("employee"), text)
    return lexicon.one("find", "full_name").sub(lambda found: _somebody(found, mask), text)


def _somebody(found: re.Match[str], mask: Callable[[str], str]) -> str:
    """A street named after somebody is a street."""
    before = found.string[: found.start()][-20:].lower()
    street = lexicon.one("find", "named_after").search(before)
    return found[0] if street else mask("person")


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: str
    pattern: re.Pattern[str]
    right: Callable[[str], bool] = bool

    def over(self, text: str, mask: Callable[[str], str]) -> str:
        def put(found: re.Match[str]) -> str:
            return mask(self.kind) if self.right(found[0]) else found[0]

        return self.pattern.sub(put, text)


@lru_cache(maxsize=1)
def _shapes() -> tuple[_Shape, ...]:
    """In an order in which the longer number goes before one it could be taken for."""
    own = rf"(?:{MOBILE}|{OF_A_CITY}|9\d\d[ )-]*\d{{3}}[ -]*\d\d[ -]*\d\d|\d{{3}}-\d\d-\d\d)"
    return (
        _Shape("mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
        _Shape("page", re.compile(r"(?<!\w)@\w{4,}|(?:\bt\.me|\bvk\.(?:com|ru))/[\w./-]+")),
        _Shape("card", _number(r"\d{4}(?:[ -]?\d{4}){3}"), lambda t: card_is_right(_digits(t))),
        _Shape("account", _number(r"\d{20}")),
        _Shape(
            "snils",
            _number(r"\d{3}[- ]?\d{3}[- ]?\d{3}[- ]?\d{2}"),
            lambda t: snils_is_right(_digits(t)) or t.count("-") > 1,
        ),
        _Shape("inn", _number(r"\d{12}"), inn_is_right),
        _Shape("phone", _number(own), lambda t: not _FREE.match(t)),
        _Shape("passport", lexicon.one("find", "passport")),
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _number(pattern: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + pattern + _AFTER)


@lru_cache(maxsize=8)
def _names(people: tuple[str, ...]) -> re.Pattern[str] | None:
    """Every employee: the surname by itself, with initials or with name and patronymic; the name
    with the patronymic."""
    shapes = [shape for name in people for shape in _shapes_of(name.split())]
    if not shapes:
        return None
    shapes.sort(key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)")


def _shapes_of(name: list[str]) -> Iterator[str]:
    if len(name) < 2:
        return
    surname = _stem(name[0]) + _NO_PATRONYMIC + _ENDING
    given = [_stem(word) + _ENDING for word in name[1:]]
    rest = r"\s+".join(given)
    yield rf"{surname}\s+{rest}"
    yield rf"{rest}\s+{surname}"
    yield rf"{surname}\s+{given[0]}"
    yield rf"{given[0]}\s+{surname}"
    yield rf"{surname}\s+{_INITIALS}"
    yield rf"{_INITIALS}\s*{surname}"
    yield surname
    if len(given) > 1:
        yield rest


def _stem(word: str) -> str:
    """What of a name stays in every case: its last letter, or vowels, may change."""
    kept = re.sub(r"[\u0430\u0435\u0438\u0439\u043e\u0443\u044b\u044c\u044e\u044f]{1,2}$", "", word)
    return re.escape(kept if len(kept) > 2 else word).replace(_IO, _IE_OR_IO)
