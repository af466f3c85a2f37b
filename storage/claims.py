"""Which messages leave next: what somebody waits for, and mailings beside it."""

from __future__ import annotations

from enum import Enum, auto

from sqlalchemy import Boolean, Select, Text, and_, bindparam, cast, or_, select, text, update

from storage import tables as t
from storage.trip import Query
from storage.types import Moment
from storage.undelivered import UNSENT

#: what a sender is told of a message
CLAIMED = (
    *("id", "chat", "channel", "account", "peer", "kind", "about", "tries"),
    "created_at",
)
#: the reply as it is written: of a mailing all are the same, and read once
REPLY = cast(t.outbox.c.reply, Text()).label("reply")


class Lane(Enum):
    """What leaves beside each other: a mailing holds up nothing that somebody waits for."""

    DIALOGUE = auto()
    MAILING = auto()
    #: the same where a repeat would be a second message
    MAILING_ONCE = auto()


_earlier = t.outbox.alias("earlier")
_NOW = bindparam("now", type_=Moment())
_TRIED_BEFORE = bindparam("before", type_=Moment())


def _claim(which: str, before: str) -> Query:
    """Take up what is due of these, held up by those earlier ones in the same dialogue."""
    return Query(
        update(t.outbox)
        .where(t.outbox.c.id.in_(_due(which, before)))
        .values(
            state="sending",
            lease_until=bindparam("lease_until_", type_=Moment()),
            tries=t.outbox.c.tries + 1,
        )
        .returning(*(t.outbox.c[name] for name in CLAIMED), REPLY)
    )


def _due(which: str, before: str) -> Select[tuple[int]]:
    return (
        select(t.outbox.c.id)
        .where(
            text(which),
            t.outbox.c.channel == bindparam("channel_"),
            t.outbox.c.account == bindparam("account_"),
            t.outbox.c.due_at <= _NOW,
            or_(t.outbox.c.lease_until.is_(None), t.outbox.c.lease_until <= _NOW),
            # What waits for its file holds up nothing, and leaves when the rest of its
            # dialogue has.
            ~select(_earlier.c.id)
            .where(
                text(before),
                _earlier.c.chat == t.outbox.c.chat,
                or_(_earlier.c.id < t.outbox.c.id, text("outbox.state = 'filing'")),
            )
            .exists(),
        )
        .order_by(t.outbox.c.priority, t.outbox.c.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )


# Spelled as in the partial indexes; 3 is Priority.MAILING.
_WAITS = f"outbox.{UNSENT}"
_BEFORE = f"earlier.{UNSENT} AND earlier.state <> 'filing'"
CLAIMS = {
    # held up by no mailing
    Lane.DIALOGUE: _claim(
        f"{_WAITS} AND outbox.priority < 3", f"{_BEFORE} AND earlier.priority < 3"
    ),
    Lane.MAILING: _claim(f"{_WAITS} AND outbox.priority = 3", _BEFORE),
    # what may have left does not leave again
    Lane.MAILING_ONCE: _claim(
        f"{_WAITS} AND outbox.state IN ('new', 'retry') AND outbox.priority = 3", _BEFORE
    ),
}
_EVER = bindparam("ever", type_=Boolean())
DOUBTFUL = Query(
    update(t.outbox)
    .where(
        text(f"{_WAITS} AND outbox.priority = 3"),
        t.outbox.c.channel == bindparam("channel_"),
        t.outbox.c.account == bindparam("account_"),
        or_(
            and_(text("outbox.state = 'unknown'"), or_(_EVER, t.outbox.c.due_at <= _TRIED_BEFORE)),
            and_(text("outbox.state = 'sending'"), t.outbox.c.lease_until <= _TRIED_BEFORE),
        ),
    )
    .values(state="dead", trouble="unknown", lease_until=None, settled_at=_NOW)
    .returning(t.outbox.c.chat, t.outbox.c.about)
)
