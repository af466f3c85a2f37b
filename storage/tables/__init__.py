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
from storage.tables.staff import (
    amendments,
    article_uses,
    joinings,
    pins,
    proposals,
    staff_history,
    views,
)

__all__ = [
    "amendments",
    "appeals",
    "article_uses",
    "chats",
    "corrections",
    "counters",
    "cursors",
    "entries",
    "events",
    "files",
    "history",
    "invites",
    "joinings",
    "metadata",
    "notes",
    "notices",
    "outbox",
    "particulars",
    "parts",
    "pins",
    "proposals",
    "quarantine",
    "questions",
    "ratings",
    "replies",
    "staff_history",
    "tellings",
    "template_uses",
    "views",
    "windows",
]
