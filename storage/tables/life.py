"""What an appeal gathers in its life: particulars, replies, notes, parts, questions, ratings."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.base import metadata, waiting_index
from storage.types import Document, Id, Moment

#: What only some appeals have: who files it for whom, how they want the reply, register numbers.
particulars = Table(
    "particulars",
    metadata,
    Column("appeal", Id, ForeignKey("appeals.id"), primary_key=True, autoincrement=False),
    Column("category", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("representative", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("reply_by", Text, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("register_number", Text, nullable=False),
    Column("registered_on", Text, nullable=False),
)

#: Replies as they were made: what the officer wrote, what the signatory made of it, how it left.
replies = Table(
    "replies",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("files", Document, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("promised_on", Text, nullable=False),
    Column("answers", Document, nullable=False),
    Column("seen", Document, nullable=False),
    Column("errors", Document, nullable=False),
    Column("reason", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("signatory", Text, nullable=False),
    Column("signed_text", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("entry", Id, ForeignKey("entries.id")),
    Column("number", Text, nullable=False),
    Column("sent_on", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("unit", Text, nullable=False, server_default=""),
    Index("ix_replies_appeal", "appeal", "id"),
    waiting_index("ix_replies_entry", "entry", condition="entry IS NOT NULL"),
)

#: What colleagues note for each other; nothing here is ever read for a client.
notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("chat", Id, ForeignKey("chats.id")),
    Column("message", Text, nullable=False),
    Column("revises", Id),
    Index("ix_notes_appeal", "appeal", "id"),
    Index("ix_notes_message", "chat", "message"),
)

#: What co-executors are asked for, and what they gave.
parts = Table(
    "parts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("employee", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("question_files", Document, nullable=False),
    Column("text", Text, nullable=False),
    Column("files", Document, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("settled_by", Text, nullable=False),
    Column("settled_at", Moment),
    Index("ix_parts_appeal", "appeal", "id"),
    waiting_index("ix_parts_waiting", "employee", "unit", "due_at", condition="state = 'asked'"),
    waiting_index("ix_parts_without_due", "id", condition="state = 'asked' AND due_at IS NULL"),
)

#: The questions an appeal is split into; each wants its answer before the appeal is closed.
questions = Table(
    "questions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_questions_appeal", "appeal", "place"),
)

#: What clients think of a reply: a mark of 1 to 5, and words; `said` are the messages they came in.
ratings = Table(
    "ratings",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("reply", Id, ForeignKey("replies.id"), unique=True),
    Column("mark", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("said", Document, nullable=False),
    Index("ix_ratings_appeal", "appeal", "id"),
    Index("ix_ratings_at", "at"),
)

#: Which template, in which version, a reply was made from.
template_uses = Table(
    "template_uses",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("template", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("reply", Id, ForeignKey("replies.id"), nullable=False),
    Column("employee", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_template_uses_template", "template", "at"),
)
