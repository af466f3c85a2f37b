"""Everything the house says: words by name from the Fluent files, made into replies.

A name said in code is a message of a .ftl file; `tests/test_house.py` holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from domain.talk import Attached, Button, Reply
from texts.kinds import FUNCTIONS

Row = Button | Sequence[Button]

#: Fluent refuses values of more than 1,000 characters, which people's own words often have: such
#: a value is put in afterwards, where a mark stands between two NULs (no door lets a NUL in).
LONG = 500
_MARK = re.compile("\0([a-z_]+)\0")


@lru_cache(maxsize=1)
def _bundle() -> FluentBundle:
    # Isolating marks round every value would be seen as rubbish by some clients.
    bundle = FluentBundle(["ru"], functions=FUNCTIONS, use_isolating=False)
    for path in sorted(Path(__file__).parent.glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def words(name: str, /, **values: Any) -> str:
    """The sentence of this name. A missing name or value is our mistake and raises."""
    bundle = _bundle()
    pattern = bundle.get_message(name).value
    if pattern is None:
        raise LookupError(f"the text {name} has no words")
    long = {n: v for n, v in values.items() if isinstance(v, str) and len(v) > LONG}
    marks = {n: f"\0{n}\0" for n in long}
    text, errors = bundle.format_pattern(pattern, values | marks)
    if errors:
        raise errors[0]
    return _MARK.sub(lambda found: long[found[1]], str(text)) if long else str(text)


def button(name: str, tap: str, /, **values: Any) -> Button:
    """A button whose label is the text `button-<name>`."""
    return Button(words(f"button-{name}", **values), tap)


def say(
    name: str, /, *rows: Row, files: Sequence[Attached] = (), instead_of: str = "", **values: Any
) -> Reply:
    """The reply of this name, with rows of buttons under it."""
    return Reply(words(name, **values), _rows(rows), tuple(files), instead_of)


def written(
    text: str, /, *rows: Row, files: Sequence[Attached] = (), instead_of: str = ""
) -> Reply:
    """A reply put together from several texts."""
    return Reply(text, _rows(rows), tuple(files), instead_of)


def _rows(rows: Sequence[Row]) -> tuple[tuple[Button, ...], ...]:
    return tuple((row,) if isinstance(row, Button) else tuple(row) for row in rows if row)


@lru_cache(maxsize=64)
def heard_as(name: str) -> frozenset[str]:
    """The words by which a person may call something, e.g. the menu; lower case."""
    return frozenset(word.strip().lower() for word in words(f"heard-{name}").split("|"))
