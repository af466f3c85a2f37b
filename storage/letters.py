"""Replies as documents: how a message waits in the outbox."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from domain.talk import Attached, Button, FileKind, Reply


def written(reply: Reply) -> dict[str, Any]:
    """A reply as a document; `read_back` makes it a reply again."""
    document: dict[str, Any] = {"text": reply.text}
    if reply.rows:
        document["rows"] = [[[b.label, b.tap, b.link] for b in row] for row in reply.rows]
    if reply.files:
        document["files"] = [asdict(file) for file in reply.files]
    if reply.instead_of:
        document["instead_of"] = reply.instead_of
    if reply.answers:
        document["answers"] = reply.answers
    return document


def read_back(document: dict[str, Any]) -> Reply:
    return Reply(
        document["text"],
        tuple(tuple(Button(*b) for b in row) for row in document.get("rows", ())),
        tuple(
            Attached(**(file | {"kind": FileKind(file["kind"])}))
            for file in document.get("files", ())
        ),
        document.get("instead_of", ""),
        document.get("answers", ""),
    )
