"""Dialogues, appeals, what was said, and the ways in and out."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.tables.base import metadata, waiting_index
from storage.types import Document, Id, Moment

#: A dialogue: one person at one bot or community. The conversation's step and draft live here.
chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("employee", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("draft", Document, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("met_at", Moment, nullable=False),
    Column("wrong_codes", Integer, nullable=False),
    Column("wrong_since", Moment),
    Column("hat", Text, nullable=False, server_default=""),
    Column("seen_at", Moment),
    Column("proved_at", Moment),
    UniqueConstraint("channel", "account", "peer"),
    waiting_index("ix_chats_employee", "employee", condition="employee <> ''"),
)

#: Keys of events already handled; nothing of what they carried.
events = Table(
    "events",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

#: Events that could not be understood or broke a conversation, kept whole until replayed.
quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("replayed_at", Moment),
    waiting_index("ix_quarantine_waiting", "id", condition="replayed_at IS NULL"),
)

#: Where receiving goes on after a restart, for channels whose server does not remember it.
cursors = Table(
    "cursors",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

#: Numbers without gaps: the row is locked by whoever takes the next one, until they commit.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False, unique=True),
    Column("chat", Id, ForeignKey("chats.id")),
    Column("state", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("sorting", Boolean, nullable=False),
    Column("album", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("closed_at", Moment),
    Column("kind", Text, nullable=False),
    Column("came_by", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("control", Text, nullable=False),
    Column("barred", Text, nullable=False),
    Column("signatory", Text, nullable=False),
    Column("transfers", Integer, nullable=False),
    Column("extended", Integer, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("taken_at", Moment),
    Column("process", Text, nullable=False, server_default=""),
    Column("filer", Text, nullable=False, server_default=""),
    Index("ix_appeals_chat", "chat", "id"),
    waiting_index("ix_appeals_unit_open", "unit", "due_at", condition="closed_at IS NULL"),
    waiting_index("ix_appeals_officer_open", "officer", "due_at", condition="closed_at IS NULL"),
    waiting_index("ix_appeals_due_open", "due_at", condition="closed_at IS NULL"),
    waiting_index("ix_appeals_signatory", "signatory", "due_at", condition="signatory <> ''"),
    waiting_index("ix_appeals_control", "control", "due_at", condition="control <> ''"),
    waiting_index("ix_appeals_filer", "filer", "id", condition="filer <> ''"),
)

#: What was said about an appeal, by whom; an edited message is a new row that revises an old one.
entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("chat", Id, ForeignKey("chats.id")),
    Column("side", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("message", Text, nullable=False),
    Column("revises", Id),
    Column("kind", Text, nullable=False),
    Index("ix_entries_appeal", "appeal", "id"),
    Index("ix_entries_message", "chat", "message"),
)

#: Files people sent: wanted until their bytes are in the store.
files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat", Id, ForeignKey("chats.id"), nullable=False),
    Column("entry", Id, ForeignKey("entries.id"), index=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", Id),
    Column("path", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("trouble", Text, nullable=False),
    waiting_index("ix_files_wanted", "due_at", condition="state = 'wanted'"),
    waiting_index("ix_files_sheets", "id", condition="ref LIKE 'sheet:%' AND state = 'stored'"),
)

windows = Table(
    "windows",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("calendar_version", Text, nullable=False),
    Column("next_alert_at", Moment),
    Column("step", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("closed_at", Moment),
    Column("part", Id, ForeignKey("parts.id")),
    Column("paused_at", Moment),
    Column("within", Text, nullable=False),
    Column("paused", Id, nullable=False),
    Column("extended_to", Moment),
    waiting_index("ix_windows_next_alert", "next_alert_at", condition="next_alert_at IS NOT NULL"),
    waiting_index("ix_windows_paused", "paused_at", condition="paused_at IS NOT NULL"),
)

#: Who did what and when; rows are only ever added (a trigger refuses everything else).
history = Table(
    "history",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("details", Document, nullable=False),
    Index("ix_history_appeal", "appeal", "id"),
)

#: The only way out. `about` is the entry or notice the message carries.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat", Id, ForeignKey("chats.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Id),
    Column("priority", Integer, nullable=False),
    Column("reply", Document, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("tries", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("remote", Text, nullable=False),
    Column("trouble", Text, nullable=False),
    waiting_index(
        "ix_outbox_unsent",
        "channel",
        "account",
        "priority",
        "id",
        condition="state IN ('new', 'sending', 'retry', 'unknown', 'filing')",
    ),
    waiting_index(
        "ix_outbox_chat_unsent",
        "chat",
        "id",
        condition="state IN ('new', 'sending', 'retry', 'unknown', 'filing')",
    ),
    waiting_index("ix_outbox_secrets", "id", condition="kind = 'secret'"),
    waiting_index("ix_outbox_failed", "id", condition="state IN ('dead', 'unknown')"),
    waiting_index("ix_outbox_filing", "id", condition="state = 'filing'"),
    waiting_index("ix_outbox_about", "about", condition="kind IN ('reply', 'word')"),
    waiting_index(
        "ix_outbox_receipts",
        "created_at",
        condition="kind = 'receipt' AND state IN ('new', 'sending', 'retry', 'unknown', 'filing')",
    ),
)

#: What an employee must hear of, until it is gathered into a message. `once` keeps alerts single.
notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("employee", Text, nullable=False),
    Column("details", Document, nullable=False),
    Column("at", Moment, nullable=False),
    Column("once", Text, unique=True),
    Column("gathered_at", Moment),
    waiting_index("ix_notices_waiting", "unit", "employee", "id", condition="gathered_at IS NULL"),
)

#: When something was last told (to a unit's people, to the administrators): a burst is gathered
#: into one message, and an alarm is not repeated every minute.
tellings = Table(
    "tellings",
    metadata,
    Column("what", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

#: One-time codes that make an account an employee's. Only the hash of a code is kept.
invites = Table(
    "invites",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("employee", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id, ForeignKey("chats.id")),
    Column("invited_by", Text, nullable=False, server_default=""),
    Column("needs_second", Boolean, nullable=False, server_default=false()),
    waiting_index("ix_invites_employee", "employee", condition="used_at IS NULL"),
)

#: A person's re-routing of an appeal, remembered as evidence for the next one.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("lemmas", Document, nullable=False),
    Column("topic", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
