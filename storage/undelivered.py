"""What will not be sent after all: queries over the outbox for what is given up or withdrawn."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select, text, update

from storage import tables as t
from storage.trip import Query, among
from storage.types import Moment

# Spelled as in the partial indexes: a bound parameter would keep SQLite from using them.
UNSENT = "state IN ('new', 'sending', 'retry', 'unknown', 'filing')"

GIVE_UP_CHAT = Query(
    update(t.outbox)
    .where(
        text(f"outbox.{UNSENT}"),
        t.outbox.c.chat == bindparam("b_chat"),
        text("outbox.kind NOT IN ('reply', 'word', 'status')"),
    )
    .values(state="dead", trouble="unreachable", settled_at=bindparam("b_now", type_=Moment()))
)
WITHDRAW = Query(
    update(t.outbox)
    .where(
        text(f"outbox.{UNSENT}"),
        t.outbox.c.chat == bindparam("chat_"),
        text("outbox.kind IN ('notice', 'answer', 'status', 'secret')"),
    )
    .values(
        # not "dead": nobody sends it again
        state="withdrawn",
        trouble="",
        lease_until=None,
        settled_at=bindparam("now_", type_=Moment()),
    )
    .returning(t.outbox.c.id)
)
#: what had failed to reach the employee there before, and could be sent once more
WITHDRAW_FAILED = Query(
    update(t.outbox)
    .where(
        text("outbox.state IN ('dead', 'unknown')"),
        t.outbox.c.chat == bindparam("b_chat"),
        text("outbox.kind IN ('notice', 'answer', 'status', 'secret')"),
    )
    .values(state="withdrawn", trouble="", settled_at=bindparam("b_now", type_=Moment()))
)
_place = t.outbox.c.channel + ":" + t.outbox.c.account
ABANDONED = Query(
    select(t.outbox.c.id, t.outbox.c.kind, t.outbox.c.about)
    .where(
        text(f"outbox.{UNSENT}"),
        ~among(_place, "served_keys"),
        t.outbox.c.due_at <= bindparam("before", type_=Moment()),
        or_(
            t.outbox.c.lease_until.is_(None),
            t.outbox.c.lease_until <= bindparam("before", type_=Moment()),
        ),
    )
    .order_by(t.outbox.c.channel, t.outbox.c.account, t.outbox.c.priority, t.outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
ABANDON = Query(
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("b_id"))
    .values(
        state="dead",
        trouble="no door",
        lease_until=None,
        settled_at=bindparam("b_now", type_=Moment()),
    )
)
