"""The tables: one place that says what is remembered and by which index it is found."""

from __future__ import annotations

from storage.tables.base import metadata
from storage.tables.life import (
    notes,
    particulars,
    parts,
    questions,
    ratings,
    replies,
    template_uses,
)
from storage.tables.main import (
    appeals,
    chats,
    corrections,
    counters,
    cursors,
    entries,
    events,
    files,
    history,
    invites,
    notices,
    outbox,
    quarantine,
    tellings,
    windows,
)

__all__ = [
    "appeals",
    "chats",
    "corrections",
    "counters",
    "cursors",
    "entries",
    "events",
    "files",
    "history",
    "invites",
    "metadata",
    "notes",
    "notices",
    "outbox",
    "particulars",
    "parts",
    "quarantine",
    "questions",
    "ratings",
    "replies",
    "tellings",
    "template_uses",
    "windows",
]
