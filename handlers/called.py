"""What is typed and is no message: commands, by any of their names."""

from __future__ import annotations

from texts import heard_as


def is_command(text: str) -> bool:
    """Whether a text is one of the commands that are heard wherever a conversation stands."""
    return any(calls(text, heard_as(name)) for name in ("menu", "help", "mine", "lost-phone"))


def calls(text: str, called: frozenset[str]) -> bool:
    """Whether a text is one of the words, or a command with a link's tail ("/start from_site").

    Anything longer is somebody's own words and is heard as such."""
    words = text.lower().split()
    if len(words) <= 2 and words and words[0].startswith("/"):
        return words[0].partition("@")[0] in called
    return " ".join(words) in called
