"""Who works here, as the ministry changes it while it runs, and who has looked at what."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.base import metadata, waiting_index
from storage.types import Document, Id, Moment

#: What stands now over the organisation file: fields changed, or a whole row that is new. `value`
#: is empty for what was taken out.
amendments = Table(
    "amendments",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("value", Document),
)

#: Every change of the above, and of who has access: rows are only ever added.
staff_history = Table(
    "staff_history",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Document, nullable=False),
    Index("ix_staff_history_subject", "kind", "subject", "id"),
)

#: Whoever has used an invitation and waits for a second person's word.
joinings = Table(
    "joinings",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("employee", Text, nullable=False),
    Column("chat", Id, ForeignKey("chats.id"), nullable=False),
    Column("invited_by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("settled_at", Moment),
    waiting_index("ix_joinings_waiting", "employee", condition="state = 'waiting'"),
)

#: What signatories and controllers type after a pause; only a salted hash of it is kept.
pins = Table(
    "pins",
    metadata,
    Column("employee", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("locked_until", Moment),
    # empty until it has been typed twice
    Column("set_at", Moment),
)

#: Who looked at somebody's personal data without being the officer responsible.
views = Table(
    "views",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("appeal", Id, ForeignKey("appeals.id"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_views_appeal", "appeal", "id"),
    Index("ix_views_actor", "actor", "id"),
)

#: Proposals without a name: a text under a number drawn by lot. No time, no order, no person.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: Which article of the knowledge base was sent, so that use is counted; never to whom.
article_uses = Table(
    "article_uses",
    metadata,
    Column("article", Text, primary_key=True),
    Column("how", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)
