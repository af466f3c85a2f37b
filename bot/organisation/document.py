"""The organisation file as it was written: every value knows its line, nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

#: the keys and list positions that lead to a value
At = tuple[str | int, ...]


class BadOrganisation(Exception):
    """The file does not allow a start: one sentence per finding, with file, line and cure."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


@dataclass
class Document:
    """The file's content as dicts, lists and strings only: YAML's own ideas of what `off`, `no`,
    `9:30` or a date may be do not apply. A key with nothing after it counts as not written."""

    file: Path
    content: dict[str, Any] = field(default_factory=dict)
    lines: dict[At, int] = field(default_factory=dict)
    findings: list[tuple[int, str]] = field(default_factory=list)

    def find(self, at: At, sentence: str) -> None:
        """Note a finding about the value at the path, or about the nearest value round it."""
        near = at
        while near and near not in self.lines:
            near = near[:-1]
        line = self.lines.get(near, 1)
        self.findings.append((line, f"{self.file}:{line}: {self.name(at)}: {sentence}"))

    def in_order(self) -> list[str]:
        """The findings as sentences, from the file's first line to its last."""
        return [sentence for _, sentence in sorted(self.findings, key=itemgetter(0))]

    def name(self, at: At) -> str:
        """How a person calls the value: an item of a list by its id, else by its number."""
        words: list[str] = []
        here: Any = self.content
        for step in at:
            here = _inside(here, step)
            words.append(str(step) if isinstance(step, str) else _item(here, step))
        return ".".join(words)


def read(file: Path, like: str = "organisation.yaml") -> Document:
    """Read the file. Raises BadOrganisation when it is not one YAML mapping; `like` names the
    shipped file to start from."""
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadOrganisation([f"{file}: no such file: set ORGANISATION_FILE"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadOrganisation([f"{file}: cannot be read as UTF-8 text: {error}"]) from None
    return parsed(file, text, like)


def parsed(file: Path, text: str, like: str) -> Document:
    """The same for a file's text, or for its beginning."""
    root = _root(file, text, like)
    document = Document(file)
    if not isinstance(root, yaml.MappingNode):
        raise BadOrganisation([f"{file}:1: expected keys with values, like `name: Ministry`"])
    try:
        document.content = _value(document, root, ())
    except RecursionError:
        raise BadOrganisation([f"{file}: an alias contains itself: write it out"]) from None
    return document


def _root(file: Path, text: str, like: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise BadOrganisation([_unreadable(file, error)]) from None
    except yaml.YAMLError as error:
        raise BadOrganisation([f"{file}: not YAML: {' '.join(str(error).split())}"]) from None
    if root is None:
        raise BadOrganisation([f"{file}: is empty: start from the {like} shipped"])
    return root


def _unreadable(file: Path, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"{file}:{mark.line + 1}" if mark else str(file)
    problem = error.problem or error.context or "not YAML"
    if "'\\t'" in problem:
        return f"{where}: a tab stands here: indent with spaces"
    return f"{where}: {problem}: look at indents, quotes and brackets here and in the line above"


def _value(document: Document, node: yaml.Node, at: At) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, at)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            document.lines[*at, number] = item.start_mark.line + 1
        return [_value(document, item, (*at, number)) for number, item in enumerate(node.value)]
    return node.value


def _mapping(document: Document, node: yaml.MappingNode, at: At) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, node_value in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        here = (*at, key)
        if here in document.lines:
            first = document.lines[here]
            document.lines[here] = line
            document.find(here, f"is written twice, first in line {first}: keep one of them")
            continue
        document.lines[here] = line
        if not _nothing(node_value):
            content[key] = _value(document, node_value, here)
    return content


def _nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and (
        not node.value.strip() or node.tag == "tag:yaml.org,2002:null"
    )


def _item(value: Any, position: int) -> str:
    named = isinstance(value, dict) and isinstance(value.get("id"), str)
    return str(value["id"]) if named else str(position + 1)


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
