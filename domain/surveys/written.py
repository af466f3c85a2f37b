"""Single values of a questionnaire as somebody wrote them: each is taken, or refused by name.

The document is of dicts, lists and strings only, as YAML is read here; a text for every name of a
refusal stands in texts/questionnaires.ftl, and in English where the command line says them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from domain.surveys.questionnaire import UNSURE, Option

#: the keys and list positions that lead to a value
At = tuple[str | int, ...]

LONGEST_ID = 24
#: the text of a button
LONGEST_TITLE = 40
LONGEST_LABEL = 80
LONGEST_ASK = 600
LONGEST_ABOUT = 1_000
#: what the ends of a scale mean
LONGEST_END = 40
#: control characters, halves of a character, and what has no meaning
_NO_LETTERS = frozenset({"Cc", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with the value at a place: the name of a sentence, and what it names."""

    at: At
    what: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, in which line of the text, with what; `key` is the value's name, "" for the
    whole."""

    line: int
    key: str
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping of the document, with its place and whatever is found wrong anywhere."""

    at: At
    row: Mapping[str, Any]
    wrong: list[Wrong]

    def find(self, key: str | int | None, what: str, **values: str | int) -> None:
        at = self.at if key is None else (*self.at, key)
        self.wrong.append(Wrong(at, what, values))

    def known(self, keys: Collection[str]) -> None:
        """Refuse every key that is none of these."""
        for key in self.row:
            if key not in keys:
                self.find(key, "key-unknown", **near(key, keys))

    def text(self, key: str, longest: int, *, needed: bool = False) -> str:
        """A text, its white space made plain; "" where it is not written."""
        value = self.row.get(key)
        if value is None:
            if needed:
                self.find(key, "missing")
            return ""
        if not isinstance(value, str):
            self.find(key, "not-text")
            return ""
        plain = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", value.strip()))
        if any(unicodedata.category(one) in _NO_LETTERS for one in plain if one != "\n"):
            self.find(key, "unprintable")
            return ""
        if len(plain) > longest:
            self.find(key, "too-long", longest=longest, length=len(plain))
        return plain

    def id(self, key: str = "id") -> str:
        value = self.text(key, LONGEST_LABEL, needed=True)
        if value and not is_id(value):
            self.find(key, "not-id", longest=LONGEST_ID)
        return value

    def yes(self, key: str, otherwise: bool) -> bool:
        value = self.row.get(key)
        if value is not None and value not in ("true", "false"):
            self.find(key, "not-yes")
        return otherwise if value is None else value == "true"

    def number(self, key: str, otherwise: int, highest: int) -> int:
        """A number from 0 to the highest."""
        value = self.row.get(key)
        if value is None:
            return otherwise
        if isinstance(value, str) and re.fullmatch(r"\d{1,3}", value) and int(value) <= highest:
            return int(value)
        self.find(key, "not-number", highest=highest)
        return otherwise

    def one_of(self, key: str, known: Collection[str]) -> str:
        """One of these words; "" when it is none."""
        value = self.row.get(key)
        if value is None:
            self.find(key, "missing")
        elif value in known:
            return str(value)
        else:
            self.find(key, "not-known", **near(str(value), known))
        return ""

    def options(self, key: str, fewest: int, most: int) -> tuple[Option, ...]:
        """What can be answered, or the rows of a matrix: ids with their labels."""
        value = self.row.get(key)
        if not isinstance(value, dict):
            self.find(key, "not-options" if value else "missing")
            return ()
        if not fewest <= len(value) <= most:
            self.find(key, "how-many", fewest=fewest, most=most, count=len(value))
        under = Part((*self.at, key), value, self.wrong)
        found, labels = [], set[str]()
        for id_ in value:
            label = under.text(id_, LONGEST_LABEL, needed=True)
            if not is_id(id_):
                under.find(id_, "not-id", longest=LONGEST_ID)
            if id_ == UNSURE:
                under.find(id_, "unsure-taken")
            if label and label in labels:
                under.find(id_, "label-twice")
            labels.add(label)
            found.append(Option(id_, label))
        return tuple(found)

    def parts(self, key: str) -> Iterator[Part]:
        """The mappings of a list."""
        value = self.row.get(key)
        if value is not None and not isinstance(value, list):
            self.find(key, "not-list")
            return
        for place, row in enumerate(value or ()):
            if isinstance(row, dict):
                yield Part((*self.at, key, place), row, self.wrong)
            else:
                self.wrong.append(Wrong((*self.at, key, place), "not-keys"))


def is_id(text: str) -> bool:
    """Whether it can name something: it travels in buttons and stands beside a point."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]*", text)) and len(text) <= LONGEST_ID


def near(word: str, known: Collection[str]) -> dict[str, str]:
    """What was written, what may have been meant ("none" for nothing), and all there is."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    listed = ", ".join(known) or "none"
    return {"word": word[:60], "near": found[0] if found else "none", "known": listed}
