"""the first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Document, Id, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSE_ON_SQLITE = """
CREATE TRIGGER history_no_{verb} BEFORE {verb} ON history
BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END
"""
_REFUSE_ON_POSTGRESQL = (
    """
    CREATE FUNCTION history_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'history is only ever added to'; END $$
    """,
    """
    CREATE TRIGGER history_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_only_added_to()
    """,
)


def _guard_history() -> None:
    if op.get_bind().dialect.name == "postgresql":
        statements: tuple[str, ...] = _REFUSE_ON_POSTGRESQL
    else:
        statements = tuple(_REFUSE_ON_SQLITE.format(verb=verb) for verb in ("UPDATE", "DELETE"))
    for statement in statements:
        op.execute(statement)


def upgrade() -> None:

    op.create_table(
        "chats",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("draft", Document, nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("met_at", Moment(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("wrong_since", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint(
            "channel", "account", "peer", name=op.f("uq_chats_channel_account_peer")
        ),
    )
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chats_employee",
            ["employee"],
            unique=False,
            sqlite_where=sa.text("employee <> ''"),
            postgresql_where=sa.text("employee <> ''"),
        )

    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "cursors",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_cursors")),
    )
    op.create_table(
        "events",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "key", name=op.f("pk_events")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_at"), ["at"], unique=False)

    op.create_table(
        "quarantine",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("replayed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index(
            "ix_quarantine_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("replayed_at IS NULL"),
            postgresql_where=sa.text("replayed_at IS NULL"),
        )

    op.create_table(
        "tellings",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_tellings")),
    )
    op.create_table(
        "appeals",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("chat", Id, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("sorting", sa.Boolean(), nullable=False),
        sa.Column("album", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("came_by", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("control", sa.Text(), nullable=False),
        sa.Column("barred", sa.Text(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("transfers", sa.Integer(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_appeals_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("number", name=op.f("uq_appeals_number")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index("ix_appeals_chat", ["chat", "id"], unique=False)
        batch_op.create_index(
            "ix_appeals_control",
            ["control", "due_at"],
            unique=False,
            sqlite_where=sa.text("control <> ''"),
            postgresql_where=sa.text("control <> ''"),
        )
        batch_op.create_index(
            "ix_appeals_due_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_appeals_officer_open",
            ["officer", "due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_appeals_signatory",
            ["signatory", "due_at"],
            unique=False,
            sqlite_where=sa.text("signatory <> ''"),
            postgresql_where=sa.text("signatory <> ''"),
        )
        batch_op.create_index(
            "ix_appeals_unit_open",
            ["unit", "due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "invites",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("used_by", Id, nullable=True),
        sa.ForeignKeyConstraint(["used_by"], ["chats.id"], name=op.f("fk_invites_used_by")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invites")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", Id, nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("reply", Document, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_outbox_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_about",
            ["about"],
            unique=False,
            sqlite_where=sa.text("kind IN ('reply', 'word')"),
            postgresql_where=sa.text("kind IN ('reply', 'word')"),
        )
        batch_op.create_index(
            "ix_outbox_chat_unsent",
            ["chat", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
            postgresql_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
        )
        batch_op.create_index(
            "ix_outbox_filing",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'filing'"),
            postgresql_where=sa.text("state = 'filing'"),
        )
        batch_op.create_index(
            "ix_outbox_receipts",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text(
                "kind = 'receipt' AND state IN ('new', 'sending', 'retry', 'unknown', 'filing')"
            ),
            postgresql_where=sa.text(
                "kind = 'receipt' AND state IN ('new', 'sending', 'retry', 'unknown', 'filing')"
            ),
        )
        batch_op.create_index(
            "ix_outbox_unsent",
            ["channel", "account", "priority", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
            postgresql_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
        )

    op.create_table(
        "corrections",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("lemmas", Document, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_corrections_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_table(
        "entries",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("chat", Id, nullable=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("revises", Id, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_entries_appeal")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_entries_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_appeal", ["appeal", "id"], unique=False)
        batch_op.create_index("ix_entries_message", ["chat", "message"], unique=False)

    op.create_table(
        "history",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("details", Document, nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_history_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index("ix_history_appeal", ["appeal", "id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("chat", Id, nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("revises", Id, nullable=True),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_notes_appeal")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_notes_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index("ix_notes_appeal", ["appeal", "id"], unique=False)
        batch_op.create_index("ix_notes_message", ["chat", "message"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("details", Document, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("gathered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_notices_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("once", name=op.f("uq_notices_once")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notices_waiting",
            ["unit", "employee", "id"],
            unique=False,
            sqlite_where=sa.text("gathered_at IS NULL"),
            postgresql_where=sa.text("gathered_at IS NULL"),
        )

    op.create_table(
        "particulars",
        sa.Column("appeal", Id, autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("representative", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("register_number", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_particulars_appeal")),
        sa.PrimaryKeyConstraint("appeal", name=op.f("pk_particulars")),
    )
    op.create_table(
        "parts",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_files", Document, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", Document, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_parts_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
    )
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.create_index("ix_parts_appeal", ["appeal", "id"], unique=False)
        batch_op.create_index(
            "ix_parts_waiting",
            ["employee", "unit", "due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )
        batch_op.create_index(
            "ix_parts_without_due",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'asked' AND due_at IS NULL"),
            postgresql_where=sa.text("state = 'asked' AND due_at IS NULL"),
        )

    op.create_table(
        "questions",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_questions_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_appeal", ["appeal", "place"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("entry", Id, nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", Id, nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_files_chat")),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name=op.f("fk_files_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_entry"), ["entry"], unique=False)
        batch_op.create_index(
            "ix_files_wanted",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'wanted'"),
            postgresql_where=sa.text("state = 'wanted'"),
        )

    op.create_table(
        "replies",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", Document, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Text(), nullable=False),
        sa.Column("answers", Document, nullable=False),
        sa.Column("seen", Document, nullable=False),
        sa.Column("errors", Document, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("signed_text", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("entry", Id, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_replies_appeal")),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name=op.f("fk_replies_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index("ix_replies_appeal", ["appeal", "id"], unique=False)
        batch_op.create_index(
            "ix_replies_entry",
            ["entry"],
            unique=False,
            sqlite_where=sa.text("entry IS NOT NULL"),
            postgresql_where=sa.text("entry IS NOT NULL"),
        )

    op.create_table(
        "windows",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("next_alert_at", Moment(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("part", Id, nullable=True),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("paused", Id, nullable=False),
        sa.Column("extended_to", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_windows_appeal")),
        sa.ForeignKeyConstraint(["part"], ["parts.id"], name=op.f("fk_windows_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_windows")),
    )
    with op.batch_alter_table("windows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_windows_appeal"), ["appeal"], unique=False)
        batch_op.create_index(
            "ix_windows_next_alert",
            ["next_alert_at"],
            unique=False,
            sqlite_where=sa.text("next_alert_at IS NOT NULL"),
            postgresql_where=sa.text("next_alert_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_windows_paused",
            ["paused_at"],
            unique=False,
            sqlite_where=sa.text("paused_at IS NOT NULL"),
            postgresql_where=sa.text("paused_at IS NOT NULL"),
        )

    op.create_table(
        "ratings",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("reply", Id, nullable=True),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("said", Document, nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_ratings_appeal")),
        sa.ForeignKeyConstraint(["reply"], ["replies.id"], name=op.f("fk_ratings_reply")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("reply", name=op.f("uq_ratings_reply")),
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index("ix_ratings_appeal", ["appeal", "id"], unique=False)

    op.create_table(
        "template_uses",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("reply", Id, nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_template_uses_appeal")),
        sa.ForeignKeyConstraint(["reply"], ["replies.id"], name=op.f("fk_template_uses_reply")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_uses")),
    )
    with op.batch_alter_table("template_uses", schema=None) as batch_op:
        batch_op.create_index("ix_template_uses_template", ["template", "at"], unique=False)

    _guard_history()


def downgrade() -> None:

    with op.batch_alter_table("template_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_template_uses_template")

    op.drop_table("template_uses")
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_index("ix_ratings_appeal")

    op.drop_table("ratings")
    with op.batch_alter_table("windows", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_windows_paused",
            sqlite_where=sa.text("paused_at IS NOT NULL"),
            postgresql_where=sa.text("paused_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_windows_next_alert",
            sqlite_where=sa.text("next_alert_at IS NOT NULL"),
            postgresql_where=sa.text("next_alert_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_windows_appeal"))

    op.drop_table("windows")
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_replies_entry",
            sqlite_where=sa.text("entry IS NOT NULL"),
            postgresql_where=sa.text("entry IS NOT NULL"),
        )
        batch_op.drop_index("ix_replies_appeal")

    op.drop_table("replies")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_files_wanted",
            sqlite_where=sa.text("state = 'wanted'"),
            postgresql_where=sa.text("state = 'wanted'"),
        )
        batch_op.drop_index(batch_op.f("ix_files_entry"))

    op.drop_table("files")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_appeal")

    op.drop_table("questions")
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_parts_without_due",
            sqlite_where=sa.text("state = 'asked' AND due_at IS NULL"),
            postgresql_where=sa.text("state = 'asked' AND due_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_parts_waiting",
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )
        batch_op.drop_index("ix_parts_appeal")

    op.drop_table("parts")
    op.drop_table("particulars")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notices_waiting",
            sqlite_where=sa.text("gathered_at IS NULL"),
            postgresql_where=sa.text("gathered_at IS NULL"),
        )

    op.drop_table("notices")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index("ix_notes_message")
        batch_op.drop_index("ix_notes_appeal")

    op.drop_table("notes")
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_index("ix_history_appeal")

    op.drop_table("history")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_message")
        batch_op.drop_index("ix_entries_appeal")

    op.drop_table("entries")
    op.drop_table("corrections")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_unsent",
            sqlite_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
            postgresql_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
        )
        batch_op.drop_index(
            "ix_outbox_receipts",
            sqlite_where=sa.text(
                "kind = 'receipt' AND state IN ('new', 'sending', 'retry', 'unknown', 'filing')"
            ),
            postgresql_where=sa.text(
                "kind = 'receipt' AND state IN ('new', 'sending', 'retry', 'unknown', 'filing')"
            ),
        )
        batch_op.drop_index(
            "ix_outbox_filing",
            sqlite_where=sa.text("state = 'filing'"),
            postgresql_where=sa.text("state = 'filing'"),
        )
        batch_op.drop_index(
            "ix_outbox_chat_unsent",
            sqlite_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
            postgresql_where=sa.text("state IN ('new', 'sending', 'retry', 'unknown', 'filing')"),
        )
        batch_op.drop_index(
            "ix_outbox_about",
            sqlite_where=sa.text("kind IN ('reply', 'word')"),
            postgresql_where=sa.text("kind IN ('reply', 'word')"),
        )

    op.drop_table("outbox")
    op.drop_table("invites")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_appeals_unit_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_appeals_signatory",
            sqlite_where=sa.text("signatory <> ''"),
            postgresql_where=sa.text("signatory <> ''"),
        )
        batch_op.drop_index(
            "ix_appeals_officer_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_appeals_due_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_appeals_control",
            sqlite_where=sa.text("control <> ''"),
            postgresql_where=sa.text("control <> ''"),
        )
        batch_op.drop_index("ix_appeals_chat")

    op.drop_table("appeals")
    op.drop_table("tellings")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_quarantine_waiting",
            sqlite_where=sa.text("replayed_at IS NULL"),
            postgresql_where=sa.text("replayed_at IS NULL"),
        )

    op.drop_table("quarantine")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_at"))

    op.drop_table("events")
    op.drop_table("cursors")
    op.drop_table("counters")
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_chats_employee",
            sqlite_where=sa.text("employee <> ''"),
            postgresql_where=sa.text("employee <> ''"),
        )

    op.drop_table("chats")

    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION history_is_only_added_to()")
