"""Hot queries find what they look for by an index, however full the tables are of settled rows."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import (
    appeals,
    arrivals,
    chats,
    claims,
    exchange,
    invitation_queries,
    invites,
    notes,
    notices,
    outbox,
    parts,
    receipts,
    secrets,
    undelivered,
    upkeep,
    windows,
)
from storage.claims import Lane
from storage.trip import Query, as_list
from tests.town import TUESDAY

#: the query, and the index that must serve it, or what is common to the names of those that may
HOT: dict[str, tuple[Query, str]] = {
    "keys to forget": (arrivals._FORGET, "ix_events_at"),
    "quarantine": (arrivals._QUARANTINED, "ix_quarantine_waiting"),
    "open appeals of a dialogue": (appeals._OPEN_OF_CHAT, "ix_appeals_chat"),
    "open appeals of people": (appeals.OPEN_OF_PEERS, "ix_appeals_"),
    "appeals without due": (appeals._WITHOUT_DUE, "_open"),
    "dialogues of people": (chats.BY_PEERS, "uq_chats_channel_account_peer"),
    "dialogues of employees": (chats._OF_EMPLOYEES, "ix_chats_employee"),
    "an entry by message": (exchange._BY_MESSAGE, "ix_entries_message"),
    "the last question": (exchange._LAST_QUESTION, "ix_entries_appeal"),
    "a note by message": (notes._BY_MESSAGE, "ix_notes_message"),
    "wanted files": (exchange._WANTED, "ix_files_wanted"),
    "sheets of codes": (secrets._SPENT, "ix_files_sheets"),
    "messages with codes": (secrets._HUSH, "ix_outbox_secrets"),
    "codes of people": (invites._OPEN, "ix_invites_employee"),
    "who is to be told": (notices._ADDRESSEES, "ix_notices_waiting"),
    "notices of one": (notices._NEWEST, "ix_notices_waiting"),
    "gathered notices": (notices._GATHERED, "ix_notices_waiting"),
    "claim": (claims.CLAIMS[Lane.DIALOGUE], "ix_outbox_unsent"),
    "earlier in the dialogue": (claims.CLAIMS[Lane.DIALOGUE], "ix_outbox_chat_unsent"),
    "claim of mailings": (claims.CLAIMS[Lane.MAILING], "ix_outbox_unsent"),
    "claim of mailings once": (claims.CLAIMS[Lane.MAILING_ONCE], "ix_outbox_unsent"),
    "mailings in doubt": (claims.DOUBTFUL, "ix_outbox_unsent"),
    "unsent": (outbox._COUNTS, "ix_outbox_unsent"),
    "unsent of a dialogue": (undelivered.GIVE_UP_CHAT, "ix_outbox_chat_unsent"),
    "withdrawn from a dialogue": (undelivered.WITHDRAW, "ix_outbox_chat_unsent"),
    "who is invited next": (invitation_queries.CLAIM, "ix_invitations_new"),
    "who is invited next, by the outbox": (invitation_queries.QUEUE, "ix_invitations_new"),
    "invitations on their way": (invitation_queries.SENDING, "ix_invitations_new"),
    "invitations that wait": (invitation_queries.UNSENT, "ix_invitations_new"),
    "withdrawn mailings": (invitation_queries.WITHDRAW_MAILINGS, "ix_outbox_chat_unsent"),
    "what failed in a dialogue": (undelivered.WITHDRAW_FAILED, "ix_outbox_failed"),
    "a dialogue that is held": (chats._HELD, "ix_chats_employee"),
    "unsent without a door": (undelivered.ABANDONED, "ix_outbox_unsent"),
    "unsent by account": (outbox._PLACES, "ix_outbox_unsent"),
    "waiting for files": (outbox._FILES_CAME, "ix_outbox_filing"),
    "what failed": (upkeep._FAILURES, "ix_outbox_failed"),
    "how much failed": (upkeep._COUNT, "ix_outbox_failed"),
    "when a channel was last heard": (upkeep._HEARD, "ix_events_at"),
    "alerts not said": (upkeep._UNSAID, "ix_windows_next_alert"),
    "deliveries": (outbox._BY_ABOUT, "ix_outbox_about"),
    "parts of a person": (parts._WAITING, "ix_parts_waiting"),
    "parts without due": (parts._WITHOUT_DUE, "ix_parts_without_due"),
    "due alerts": (windows._ALERTS, "ix_windows_next_alert"),
    "windows of an appeal": (windows._CLOSE, "ix_windows_appeal"),
    "windows that stand still": (windows._STANDING, "ix_windows_paused"),
    "receipts that wait": (receipts._OVERDUE, "ix_outbox_receipts"),
    "running windows": (windows._COUNT, "ix_windows_next_alert"),
}
#: SQLite names the index behind a constraint by itself.
UNNAMED = {"uq_chats_channel_account_peer": "sqlite_autoindex_chats_"}


def _value(name: str) -> Any:
    """Something of the right type for a parameter."""
    if name.endswith(("now", "now_", "before", "_at", "until_")):
        return TUESDAY
    if name.endswith(("ids", "keys", "peers", "employees", "entries", "units", "hidden")):
        return as_list([1])
    places = ("channel", "channel_", "account", "account_")
    texts = (*places, "unit", "employee", "message", "reader", "audience", "place")
    if name.endswith(texts):
        return "x"
    return 1


async def plan(engine: AsyncEngine, query: Query) -> str:
    compiled = query.compiled(engine.dialect)
    args = compiled.args({n: _value(n) for n in compiled.names if n not in compiled.constants})
    async with engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        if engine.dialect.name == "sqlite":
            found = await raw.execute_fetchall(f"EXPLAIN QUERY PLAN {compiled.sql}", args)
            return "\n".join(row[3] for row in found)
        # An empty table is read whole whatever the indexes: that is not what is asked here.
        await connection.execute(text("SET enable_seqscan = off"))
        await connection.execute(text("SET enable_bitmapscan = off"))
        return "\n".join(row[0] for row in await raw.fetch(f"EXPLAIN {compiled.sql}", *args))


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_query_uses_its_index(engine: AsyncEngine, name: str) -> None:
    query, index = HOT[name]
    if engine.dialect.name == "sqlite":
        index = UNNAMED.get(index, index)
    assert index in await plan(engine, query)
