"""How to address a person: a name as people write theirs → «Dear Ivan Petrovich», or nothing.

Only what is beyond doubt is used: a wrong ending or a surname taken for a name offends, and the
neutral greeting never does.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from domain.words import dictionary

#: a word of Cyrillic letters, perhaps double-barrelled
_TOKEN = re.compile(r"[\u0400-\u04ff]+(?:-[\u0400-\u04ff]+)*")
_LATIN = re.compile("[A-Za-z]")
_INITIAL = re.compile(r"(?<!\w)\w\.")
_IE_FOR_IO = {0x0451: 0x0435}
#: a name has at most so many words; what is longer is a sentence or a firm
LONGEST = 6


class Gender(StrEnum):
    MAN = "m"
    WOMAN = "f"


class Form(StrEnum):
    """Which greeting is right; the values are parts of the texts' names."""

    DEAR_M = "dear_m"
    DEAR_F = "dear_f"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Greeting:
    """`address` is what follows the word «dear»: name and patronymic, or the name alone; "" with
    the neutral form."""

    form: Form
    address: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A person's name taken apart; what could not be told for certain is "" or None."""

    given: str = ""
    patronymic: str = ""
    gender: Gender | None = None


def greeting(name: str) -> Greeting:
    """The greeting for a name in any usual order and spelling, with or without titles."""
    parts = taken_apart(name)
    if parts.gender is None or not parts.given:
        return Greeting(Form.UNKNOWN)
    form = Form.DEAR_M if parts.gender is Gender.MAN else Form.DEAR_F
    return Greeting(form, f"{parts.given} {parts.patronymic}".strip())


def taken_apart(name: str) -> Parts:
    """Given name, patronymic and gender, as far as they are certain."""
    tokens = _tokens(name)
    if not tokens or len(tokens) > LONGEST:
        return Parts()
    at = _patronymic_at(tokens)
    return _without_patronymic(tokens) if at is None else _with_patronymic(tokens, at)


def gender_of_name(given: str) -> Gender | None:
    """The gender of a given name the dictionary knows, if only one bears it."""
    genders = {_of_one_name(part) for part in _plain(given).split("-")}
    return genders.pop() if len(genders) == 1 else None


def _tokens(name: str) -> list[str]:
    text = _INITIAL.sub(" ", unicodedata.normalize("NFC", name))
    if _LATIN.search(text) or any(letter.isdigit() for letter in text):
        return []
    return [word for word in _TOKEN.findall(text) if _plain(word) not in _known("titles")]


def _patronymic_at(tokens: Sequence[str]) -> int | None:
    """Where the patronymic stands: the last of the candidates that follows something."""
    candidates = [i for i, token in enumerate(tokens) if i and _patronymic_gender(tokens, i)]
    named = [i for i in candidates if _is_name(tokens[i - 1])]
    return next(iter(named or candidates[::-1]), None)


def _patronymic_gender(tokens: Sequence[str], i: int) -> Gender | None:
    word = _plain(tokens[i])
    follows = _plain(tokens[i + 1]) if i + 1 < len(tokens) else ""
    for gender, kind in ((Gender.MAN, "sons"), (Gender.WOMAN, "daughters")):
        if follows in _known(kind):
            return gender
        if word.endswith(tuple(_known(f"{kind}_endings"))) or word in _known(f"{kind}_whole"):
            return gender if _may_be_patronymic(word) else None
    return None


def _may_be_patronymic(word: str) -> bool:
    """A surname may end like a patronymic; the dictionary knows the common ones."""
    known = dictionary().word_is_known(word)
    return not known or any("Patr" in parse.tag for parse in dictionary().parse(word))


def _with_patronymic(tokens: Sequence[str], at: int) -> Parts:
    gender, given = _patronymic_gender(tokens, at), tokens[at - 1]
    of_name = gender_of_name(given)
    if of_name is not None and of_name is not gender:
        # «Anna Rabinovich»: the ending is a surname's, and the name alone is certain.
        alone = len(tokens) == 2 and of_name is Gender.WOMAN
        return Parts(_written(given), "", of_name) if alone else Parts()
    if of_name is None and not _is_name(given) and _is_surname(given):
        return Parts()
    names = _given_names(tokens, at, gender)
    return Parts(" ".join(map(_written, names)), _patronymic(tokens, at), gender)


def _given_names(tokens: Sequence[str], at: int, gender: Gender | None) -> Sequence[str]:
    """Several given names are certain only when there is a surname besides."""
    first = at - 1
    width = at + 1 + _has_particle(tokens, at)
    while first and gender_of_name(tokens[first - 1]) is gender:
        first -= 1
    surname_besides = first > 0 or len(tokens) > width
    return tokens[first:at] if surname_besides else tokens[at - 1 : at]


def _patronymic(tokens: Sequence[str], at: int) -> str:
    if _has_particle(tokens, at):
        return f"{_written(tokens[at])} {tokens[at + 1].lower()}"
    return _written(tokens[at])


def _has_particle(tokens: Sequence[str], at: int) -> bool:
    particles = _known("sons") | _known("daughters")
    return at + 1 < len(tokens) and _plain(tokens[at + 1]) in particles


def _without_patronymic(tokens: Sequence[str]) -> Parts:
    names = [token for token in tokens if _is_name(token)]
    others = [token for token in tokens if token not in names]
    if len(tokens) > 3 or len(names) > 1:
        names = [token for token in names if not _is_surname(token)]
    if not names and len(others) == 2:
        names = [token for token in others if not _is_surname(token)]
        others = [token for token in others if _is_surname(token)]
        if not others:
            return Parts()
    if len(names) != 1 or len(tokens) - len(names) > 1:
        return Parts()
    gender = _agreed([gender_of_name(names[0]), *(_gender_of_surname(word) for word in others)])
    return Parts(_written(names[0]), "", gender)


def _agreed(genders: Iterable[Gender | None]) -> Gender | None:
    told = {gender for gender in genders if gender}
    return told.pop() if len(told) == 1 else None


def _of_one_name(word: str) -> Gender | None:
    for gender, kind in ((Gender.MAN, "men"), (Gender.WOMAN, "women")):
        if word in _known(kind):
            return gender
    if word in _known("either") or not dictionary().word_is_known(word):
        return None
    tags = [tag for tag in _tags(word, "Name") if tag.case == "nomn" and tag.number == "sing"]
    if any(tag.gender not in ("masc", "femn") for tag in tags):
        return None
    return _agreed(Gender.MAN if tag.gender == "masc" else Gender.WOMAN for tag in tags)


def _is_name(word: str) -> bool:
    plain = _plain(word)
    if any(plain in _known(kind) for kind in ("men", "women", "either")):
        return True
    return all(
        dictionary().word_is_known(part)
        and any(tag.case == "nomn" and tag.number == "sing" for tag in _tags(part, "Name"))
        for part in plain.split("-")
    )


def _is_surname(word: str) -> bool:
    return any(tag.case == "nomn" for tag in _tags(_plain(word), "Surn"))


def _gender_of_surname(word: str) -> Gender | None:
    """The ending tells, unless the surname has one form for all."""
    tags = [tag for tag in _tags(_plain(word), "Surn") if tag.case == "nomn"]
    genders = {tag.gender for tag in tags if tag.number == "sing"}
    if genders == {"masc"}:
        return Gender.MAN
    return Gender.WOMAN if genders == {"femn"} else None


def _tags(word: str, kind: str) -> list[Any]:
    return [parse.tag for parse in dictionary().parse(word) if kind in parse.tag]


def _plain(word: str) -> str:
    return word.lower().translate(_IE_FOR_IO)


def _written(word: str) -> str:
    """«IVAN» and «ivan» become «Ivan»; «Anna-Maria» keeps both capitals."""
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


@cache
def _known(kind: str) -> frozenset[str]:
    path = Path(__file__).parent / "data" / "names.toml"
    return frozenset(tomllib.loads(path.read_text("utf-8")).get(kind, ()))
