"""The rules of the house for its words: what is said exists, is complete, is used, and fits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from tests.source import tree

#: who names a text, and what the name begins with in the .ftl file
NAMERS = {
    "say": "",
    "words": "",
    "Refused": "",
    "button": "button-",
    "heard_as": "heard-",
    "command": "heard-",
}
#: arguments that are no values of the text
NO_VALUES = {"say": {"files", "instead_of"}, "button": {"tap"}}
LONGEST_LABEL = 40
SPEAKING = ("bot", "domain", "handlers", "scheduler")


@dataclass(frozen=True)
class Message:
    """A text of the .ftl files: its own letters, the values it wants, the texts it contains."""

    place: str
    letters: int
    wants: frozenset[str]
    contains: frozenset[str]


@dataclass(frozen=True)
class Said:
    """A text named in code; `*` in its name is a part known only at run time."""

    place: str
    name: str
    given: frozenset[str] | None


@dataclass
class Words:
    """What the .ftl files hold and what the code says."""

    messages: dict[str, Message] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    strings: set[str] = field(default_factory=set)
    findings: list[str] = field(default_factory=list)

    def wants(self, name: str) -> frozenset[str]:
        message = self.messages[name]
        inner = (self.wants(n) for n in message.contains if n in self.messages)
        return message.wants.union(*inner)


def gather(root: Path) -> Words:
    words = Words()
    for path in sorted((root / "texts").glob("*.ftl")):
        _read_messages(words, path)
    for room in SPEAKING:
        for path in sorted((root / room).rglob("*.py")):
            _read_code(words, path, path.relative_to(root).as_posix())
    return words


def every_text_said_exists(words: Words) -> list[str]:
    return words.findings + [
        f"{said.place}: there is no text {said.name}"
        for said in words.said
        if not any(fnmatchcase(name, said.name) for name in words.messages)
    ]


def every_text_has_its_values(words: Words) -> list[str]:
    """Each `{ $value }` of a text is given where the text is said."""
    return [
        f"{said.place}: {said.name} wants {', '.join(sorted(lacking))}, too"
        for said in words.said
        if said.given is not None and said.name in words.messages
        if (lacking := words.wants(said.name) - said.given)
    ]


def every_text_is_used(words: Words) -> list[str]:
    """Said by name, made up from a name's part, contained in another, or listed in a table."""
    contained = {inner for message in words.messages.values() for inner in message.contains}
    return [
        f"{message.place}: nobody says {name}"
        for name, message in words.messages.items()
        if name not in contained | words.strings
        and not any(fnmatchcase(name, said.name) for said in words.said)
    ]


def every_label_fits(words: Words) -> list[str]:
    """VK refuses a button with more letters; what a value adds is its giver's to mind."""
    return [
        f"{message.place}: {name} has {message.letters} letters, a button holds {LONGEST_LABEL}"
        for name, message in words.messages.items()
        if name.startswith("button-") and message.letters > LONGEST_LABEL
    ]


def _read_messages(words: Words, path: Path) -> None:
    text = path.read_text("utf-8")
    for entry in FluentParser(with_spans=True).parse(text).body:
        line = text.count("\n", 0, entry.span.start if entry.span else 0) + 1
        place = f"texts/{path.name}:{line}"
        if isinstance(entry, fluent.Junk):
            words.findings.append(f"{place}: not Fluent: {entry.annotations[0].message}")
        elif isinstance(entry, fluent.Message):
            if entry.id.name in words.messages:
                words.findings.append(f"{place}: {entry.id.name} stands elsewhere, too")
            words.messages[entry.id.name] = _message(place, entry)


def _message(place: str, entry: Any) -> Message:
    nodes = list(_nodes(entry.value))
    letters = sum(len(node.value) for node in nodes if isinstance(node, fluent.TextElement))
    return Message(
        place,
        letters,
        frozenset(n.id.name for n in nodes if isinstance(n, fluent.VariableReference)),
        frozenset(n.id.name for n in nodes if isinstance(n, fluent.MessageReference)),
    )


def _nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, fluent.BaseNode):
        yield node
        for value in vars(node).values():
            yield from _nodes(value)


def _read_code(words: Words, path: Path, place: str) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.strings.add(node.value)
        if isinstance(node, ast.Call) and node.args and (caller := _caller(node)) in NAMERS:
            given = _given(node)
            for name in _names(node.args[0]):
                words.said.append(Said(f"{place}:{node.lineno}", NAMERS[caller] + name, given))


def _caller(call: ast.Call) -> str:
    """The called name; of methods only `flow.command`, for others' `say` is not ours."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr if call.func.attr == "command" else ""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _given(call: ast.Call) -> frozenset[str] | None:
    """The values given; None when they cannot be known (`**values`) or are given later."""
    caller = _caller(call)
    if caller in {"heard_as", "command"} or any(k.arg is None for k in call.keywords):
        return None
    return frozenset(k.arg for k in call.keywords if k.arg) - NO_VALUES.get(caller, set())


def _names(node: ast.expr) -> Iterator[str]:
    """The names an argument may have; one given by a variable tells nothing here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _names(node.body)
        yield from _names(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)
