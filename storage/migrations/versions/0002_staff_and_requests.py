"""The staff list as it changes, employees' requests, the two hats, and who looked at what.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Document, Id, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: rows of these are only ever added
_KEPT = ("staff_history", "views")


def upgrade() -> None:
    _new_columns()
    _staff()
    _people()
    op.create_table(
        "proposals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "article_uses",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article", "how", name=op.f("pk_article_uses")),
    )
    _guard()


def _new_columns() -> None:
    empty = {"nullable": False, "server_default": ""}
    op.add_column("chats", sa.Column("hat", sa.Text(), **empty))
    op.add_column("chats", sa.Column("seen_at", Moment()))
    op.add_column("chats", sa.Column("proved_at", Moment()))
    op.add_column("appeals", sa.Column("process", sa.Text(), **empty))
    op.add_column("appeals", sa.Column("filer", sa.Text(), **empty))
    op.add_column("invites", sa.Column("invited_by", sa.Text(), **empty))
    op.add_column(
        "invites",
        sa.Column("needs_second", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # whoever has joined has filed what their dialogue wrote as a citizen
    op.execute(
        "UPDATE appeals SET filer = (SELECT employee FROM chats WHERE chats.id = appeals.chat)"
        " WHERE chat IS NOT NULL"
    )
    # what employees have filed as citizens till now is theirs, too (E9)
    op.execute(
        "UPDATE appeals SET filer = (SELECT employee FROM chats WHERE chats.id = appeals.chat)"
        " WHERE chat IN (SELECT id FROM chats WHERE employee <> '')"
    )
    _index("ix_appeals_filer", "appeals", ["filer", "id"], "filer <> ''")
    _index("ix_invites_employee", "invites", ["employee"], "used_at IS NULL")
    _index("ix_files_sheets", "files", ["id"], "ref LIKE 'sheet:%' AND state = 'stored'")
    _index("ix_outbox_secrets", "outbox", ["id"], "kind = 'secret'")
    _index("ix_outbox_failed", "outbox", ["id"], "state IN ('dead', 'unknown')")


def _staff() -> None:
    op.create_table(
        "amendments",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", Document),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_amendments")),
    )
    op.create_table(
        "staff_history",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", Document, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_history")),
    )
    op.create_index("ix_staff_history_subject", "staff_history", ["kind", "subject", "id"])


def _people() -> None:
    op.create_table(
        "joinings",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settled_at", Moment()),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name=op.f("fk_joinings_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joinings")),
    )
    _index("ix_joinings_waiting", "joinings", ["employee"], "state = 'waiting'")
    op.create_table(
        "pins",
        sa.Column("employee", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", Moment()),
        sa.Column("set_at", Moment()),
        sa.PrimaryKeyConstraint("employee", name=op.f("pk_pins")),
    )
    op.create_table(
        "views",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_views_appeal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
    )
    op.create_index("ix_views_appeal", "views", ["appeal", "id"])
    op.create_index("ix_views_actor", "views", ["actor", "id"])


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$"
        )
        for table in _KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE"
                f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION is_only_added_to()"
            )
        return
    for table in _KEPT:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )


def downgrade() -> None:
    for table in ("article_uses", "proposals", "views", "pins", "joinings"):
        op.drop_table(table)
    for table in ("staff_history", "amendments"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION is_only_added_to()")
    op.drop_index("ix_outbox_secrets", "outbox")
    op.drop_index("ix_files_sheets", "files")
    op.drop_index("ix_invites_employee", "invites")
    op.drop_index("ix_appeals_filer", "appeals")
    op.drop_index("ix_outbox_failed", "outbox")
    gone = {
        "invites": ("needs_second", "invited_by"),
        "appeals": ("filer", "process"),
        "chats": ("proved_at", "seen_at", "hat"),
    }
    for table, columns in gone.items():
        for column in columns:
            op.drop_column(table, column)
