"""Surveys: waves, ballots and answers that nothing ties together; mailings, deeds, decisions.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Document, Id, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Of these PostgreSQL makes no statistics: they hold values of a table's rows, and stay when the
#: table is emptied, so that who was invited could be read there after the end of a survey.
_UNNOTED = {
    "invitations": ("chat", "message", "claimed_at"),
    "ballots": ("hash",),
    "sheets": ("id", "part", "answers"),
    "survey_texts": ("id", "text"),
}


def upgrade() -> None:
    _waves()
    _mailings()
    _deeds()
    _uploads()
    _unnoted()
    op.create_index("ix_ratings_at", "ratings", ["at"])
    op.add_column("replies", sa.Column("unit", sa.Text(), nullable=False, server_default=""))
    # who else it might have been is not known any more
    op.execute(
        "UPDATE replies SET unit = (SELECT unit FROM appeals WHERE appeals.id = replies.appeal)"
    )
    _guard()


def _waves() -> None:
    op.create_table(
        "waves",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("document", Document, nullable=False),
        sa.Column("chosen", Document, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opens_at", Moment(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("remind_at", Moment()),
        sa.Column("reminded_at", Moment()),
        sa.Column("opened_at", Moment()),
        sa.Column("closed_at", Moment()),
        sa.Column("groups", Document, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
    )
    op.create_index("ix_waves_questionnaire", "waves", ["questionnaire", "id"])
    _index("ix_waves_under_way", "waves", ["state", "id"], "state IN ('planned', 'open')")
    op.create_table(
        "invitations",
        sa.Column("wave", Id, autoincrement=False, nullable=False),
        sa.Column("chat", Id, autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("claimed_at", Moment()),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_invitations_wave")),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_invitations_chat")),
        sa.PrimaryKeyConstraint("wave", "chat", name=op.f("pk_invitations")),
    )
    op.create_index("ix_invitations_chat", "invitations", ["chat"])
    _index("ix_invitations_new", "invitations", ["wave", "chat"], "state IN ('new', 'sending')")
    op.create_table(
        "ballots",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("wave", Id, nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sheets",
        sa.Column("wave", Id, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("answers", Document, nullable=False),
        sa.PrimaryKeyConstraint("wave", "id", name=op.f("pk_sheets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_texts",
        sa.Column("wave", Id, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wave", "id", name=op.f("pk_survey_texts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_offers",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("wave", Id),
        sa.PrimaryKeyConstraint("unit", "quarter", name=op.f("pk_survey_offers")),
    )


def _mailings() -> None:
    op.create_table(
        "consents",
        sa.Column("chat", Id, autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("mailed_at", Moment()),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_consents_chat")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_consents")),
    )
    _index("ix_consents_given", "consents", ["version", "chat"], "state = 'given'")
    op.create_table(
        "consent_history",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_consent_history_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_history")),
    )
    op.create_index("ix_consent_history_chat", "consent_history", ["chat", "id"])


def _deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("wave", Id),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_text", sa.Text(), nullable=False),
        sa.Column("done_at", Moment()),
        sa.Column("next_alert_at", Moment()),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_deeds_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
    )
    _index("ix_deeds_next_alert", "deeds", ["next_alert_at"], "next_alert_at IS NOT NULL")
    _index("ix_deeds_open", "deeds", ["employee", "due_at"], "state = 'open'")
    op.create_index("ix_deeds_wave", "deeds", ["wave", "id"])
    op.create_table(
        "decisions",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("wave", Id),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["wave"], ["waves.id"], name=op.f("fk_decisions_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_quarter", "decisions", ["quarter", "id"])
    op.create_index("ix_decisions_wave", "decisions", ["wave", "id"])


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("file", Id),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document", Document),
        sa.Column("over", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_uploads_chat")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_uploads_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    _index("ix_uploads_unread", "uploads", ["id"], "document IS NULL")


def _unnoted() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in _UNNOTED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _guard() -> None:
    """What was said to mailings is only ever added to, as the staff history is."""
    table = "consent_history"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION is_only_added_to()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )


def downgrade() -> None:
    op.drop_index("ix_ratings_at", "ratings")
    op.drop_column("replies", "unit")
    for table in ("uploads", "decisions", "deeds", "consent_history", "consents"):
        op.drop_table(table)
    for table in ("survey_offers", "survey_texts", "sheets", "ballots", "invitations", "waves"):
        op.drop_table(table)
