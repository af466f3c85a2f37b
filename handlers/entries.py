"""One thing said about an appeal, as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.appeals import first_lines, straight
from storage.exchange import Entry, Stored
from texts import words


def what_was_sent(entry: Entry, files: Sequence[Stored]) -> list[str]:
    """The words of an entry and the names of its own among these files, a line each."""
    lines = [straight(entry.text).strip() or words("no-words")]
    names = [first_lines(file.name, 80) for file in files if file.entry == entry.id]
    if names:
        lines.append(words("entry-files", names=", ".join(names)))
    return lines
