"""What a topic may be called, which words it may have, and when it may be taken out."""

from __future__ import annotations

import re

from domain.ministry import Ministry
from domain.refusal import Refused

#: a title is the text of a button; so many words, so long each
LONGEST, MOST, LONGEST_WORD = 40, 60, 60
_PLAIN = str.maketrans({chr(0x451): chr(0x435)})


def title_of(text: str, ministry: Ministry, of: str) -> str:
    """The title somebody typed for the topic `of`; no two look alike."""
    title = " ".join(text.split())
    if not any(letter.isalpha() for letter in title):
        raise Refused("admin-topic-untitled")
    if len(title) > LONGEST:
        raise Refused("admin-topic-title-long", longest=LONGEST, length=len(title))
    if any(_alike(title) == _alike(t.title) for t in ministry.topics.values() if t.id != of):
        raise Refused("admin-topic-title-taken", title=title)
    return title


def words_of(text: str) -> list[str]:
    """The words, one after the other: each once, in the order they were typed."""
    found = [" ".join(part.split()) for part in re.split(r"[,;\n]", text)]
    listed = list({_alike(word): word for word in reversed(found) if word}.values())[::-1]
    if not listed:
        raise Refused("admin-topic-wordless")
    if len(listed) > MOST:
        raise Refused("admin-topic-words-many", most=MOST)
    if long := next((word for word in listed if len(word) > LONGEST_WORD), ""):
        raise Refused("admin-topic-word-long", word=long[:LONGEST_WORD], longest=LONGEST_WORD)
    return listed


def fits(ministry: Ministry, would: Ministry) -> None:
    """A ministry keeps a topic, and one for the unit that takes what no topic claims."""
    if not would.topics:
        raise Refused("admin-topic-last")
    default = would.default_unit.id
    had = any(topic.unit == default for topic in ministry.topics.values())
    if had and not any(topic.unit == default for topic in would.topics.values()):
        raise Refused("admin-topic-default", unit=would.default_unit.name)


def new_id(ministry: Ministry) -> str:
    """An id that no topic has or had."""
    used = ministry.topics.keys() | ministry.former_topics.keys()
    number = 1
    while f"topic_{number}" in used:
        number += 1
    return f"topic_{number}"


def _alike(text: str) -> str:
    return " ".join(text.lower().translate(_PLAIN).split())
