"""Surveys: waves, invitations, ballots and answers that nothing ties together; mailings, deeds."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.base import metadata, waiting_index
from storage.types import Document, Id, Moment

waves = Table(
    "waves",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("questionnaire", Text, nullable=False),
    Column("document", Document, nullable=False),
    Column("chosen", Document, nullable=False),
    Column("owner", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opens_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("quarter", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("remind_at", Moment),
    Column("reminded_at", Moment),
    Column("opened_at", Moment),
    Column("closed_at", Moment),
    Column("groups", Document, nullable=False),
    Column("key", Text, nullable=False),
    Column("invited", Integer, nullable=False),
    Column("extended", Integer, nullable=False),
    Index("ix_waves_questionnaire", "questionnaire", "id"),
    waiting_index("ix_waves_under_way", "state", "id", condition="state IN ('planned', 'open')"),
)

#: Who is invited to a wave, until it is closed, and the group they answer in, whatever unit they
#: move to meanwhile. `message` is our message with the button: nothing of what the button carries.
#: `answered` is written for many at once, later, or never.
invitations = Table(
    "invitations",
    metadata,
    Column("wave", Id, ForeignKey("waves.id"), primary_key=True, autoincrement=False),
    Column("chat", Id, ForeignKey("chats.id"), primary_key=True, autoincrement=False),
    Column("part", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("claimed_at", Moment),
    Column("answered", Boolean, nullable=False),
    Column("reminded", Boolean, nullable=False),
    Index("ix_invitations_chat", "chat"),
    waiting_index("ix_invitations_new", "wave", "chat", condition="state IN ('new', 'sending')"),
)

#: Rights to answer once. Only the hash of the mark in the button is kept. No person, no time.
ballots = Table(
    "ballots",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("wave", Id, nullable=False),
    Column("spent", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

#: What was answered, under ids drawn by lot. No person, no time, no order.
sheets = Table(
    "sheets",
    metadata,
    Column("wave", Id, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("part", Text, nullable=False),
    Column("answers", Document, nullable=False),
    sqlite_with_rowid=False,
)

#: Words of answers, apart from the sheets they came with.
survey_texts = Table(
    "survey_texts",
    metadata,
    Column("wave", Id, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: What a head was offered for a quarter, and what they said to it.
survey_offers = Table(
    "survey_offers",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("quarter", Text, primary_key=True),
    Column("questionnaire", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("wave", Id),
)

#: What a client said to mailings last: `version` is that of the words they were asked with,
#: `mailed_at` when a survey they were invited to by their consent was last opened.
consents = Table(
    "consents",
    metadata,
    Column("chat", Id, ForeignKey("chats.id"), primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("mailed_at", Moment),
    waiting_index("ix_consents_given", "version", "chat", condition="state = 'given'"),
)

#: Everything said to it, and how; rows are only ever added.
consent_history = Table(
    "consent_history",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat", Id, ForeignKey("chats.id"), nullable=False),
    Column("version", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_consent_history_chat", "chat", "id"),
)

#: What came of a survey: who does what by when (M-97 §21). `wave` is empty for what came of the
#: marks of a quarter.
deeds = Table(
    "deeds",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("wave", Id, ForeignKey("waves.id")),
    Column("quarter", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("employee", Text, nullable=False),
    Column("assigned_by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("done_text", Text, nullable=False),
    Column("done_at", Moment),
    Column("next_alert_at", Moment),
    Column("step", Integer, nullable=False),
    Index("ix_deeds_wave", "wave", "id"),
    waiting_index("ix_deeds_open", "employee", "due_at", condition="state = 'open'"),
    waiting_index("ix_deeds_next_alert", "next_alert_at", condition="next_alert_at IS NOT NULL"),
)

#: Decisions taken from what was heard, kept with the wave or the quarter (N-2137 §15).
decisions = Table(
    "decisions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("wave", Id, ForeignKey("waves.id")),
    Column("quarter", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_decisions_wave", "wave", "id"),
    Index("ix_decisions_quarter", "quarter", "id"),
)

#: Questionnaires somebody sent: to be read while `document` is empty, then to be accepted over the
#: version that stood under this id.
uploads = Table(
    "uploads",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("chat", Id, ForeignKey("chats.id"), nullable=False),
    Column("file", Id, ForeignKey("files.id")),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("document", Document),
    Column("over", Text, nullable=False),
    Column("at", Moment, nullable=False),
    waiting_index("ix_uploads_unread", "id", condition="document IS NULL"),
)
