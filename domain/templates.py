"""Reply templates: the seven typical replies and a ministry's own, filled with an appeal's data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.refusal import Refused
from domain.reply_check.found import Outcome

#: What a template may ask for in braces: of the appeal, of the ministry, and of the earlier appeal
#: that a repeated one is like.
PLACEHOLDERS = (
    *("number", "date", "name", "topic", "unit"),
    *("ministry", "address", "phone", "email", "reception", "portal"),
    *("earlier_number", "earlier_date", "earlier_answered"),
)
#: the typical replies of N-1052 §9 by their place in the clause
CASES = range(1, 8)
#: the one that answers a question answered before: built from the earlier appeal
REPEATED = 5

_PLACE = re.compile(r"\{([^{}]*)\}")
#: what the officer has to write in: square brackets with words; the reply check finds them, too
_BLANK = re.compile(r"\[([^\[\]\n]{2,60})\]")


@dataclass(frozen=True, slots=True)
class Template:
    """A reply made ready. `title` is its button; it serves the `topics`, a typical `case` of
    N-1052 §9 (0 for none), or with neither every appeal. `owner` is the employee or unit that
    looks it over by the day of `review`."""

    id: str
    title: str
    version: str
    owner: str
    review: date
    text: str
    topics: tuple[str, ...] = ()
    case: int = 0
    outcome: Outcome | None = None


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces, each once, in their order."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def blanks(text: str) -> tuple[str, ...]:
    """What the officer has to write in, each once, in its order."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


def fill(template: Template, facts: Mapping[str, str]) -> str:
    """The text with the facts in it. Refused, naming the first fact that is missing or empty."""
    for name in placeholders(template.text):
        if not facts.get(name):
            raise Refused("template-lacks", title=template.title, what=name)
    return _PLACE.sub(lambda place: facts[place[1]], template.text)


def with_blank(text: str, blank: str, words: str) -> str:
    """The text with the officer's words in one of its blanks."""
    return text.replace(f"[{blank}]", words.strip())


def offered(
    templates: Iterable[Template], topic: str, *, repeated: bool = False
) -> tuple[Template, ...]:
    """What is offered for an appeal: its topic's own first, then what serves every appeal, then
    the typical replies; of a repeated appeal the typical reply about that before all."""
    first = REPEATED if repeated else 0
    fitting = [t for t in templates if not t.topics or topic in t.topics]
    return tuple(
        sorted(fitting, key=lambda t: (not (first and t.case == first), not t.topics, t.case))
    )


def for_colleague(templates: Iterable[Template], own: str) -> tuple[Template, ...]:
    """What is offered for a colleague's request: the one its process names, then what serves every
    appeal; the typical replies are for citizens."""
    fitting = [t for t in templates if t.id == own or not (t.topics or t.case)]
    return tuple(sorted(fitting, key=lambda t: t.id != own))


def overdue(templates: Iterable[Template], today: date) -> tuple[Template, ...]:
    """Those whose day of review has passed."""
    return tuple(template for template in templates if template.review < today)
