"""The queries behind `storage.invitations`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Integer,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)

from storage import tables as t
from storage import undelivered
from storage.trip import Query, Row, among
from storage.types import Id, Moment

__all__ = ["EVER", "Query", "Row"]

#: before anything was written here
EVER = datetime(2000, 1, 1, tzinfo=UTC)

_i = t.invitations.c
_WAVE = bindparam("wave", type_=Id)
_B_WAVE = bindparam("b_wave", type_=Id)
_B_CHAT = bindparam("b_chat", type_=Id)
_LIMIT = bindparam("limit", type_=Integer())
_NOW = bindparam("now", type_=Moment())
_place = t.chats.c.channel + ":" + t.chats.c.account
_IN_PLACE = _place == bindparam("place", type_=Text())
_OPEN_CHANNEL = among(t.chats.c.channel, "channels")

USED = Query(
    select(t.appeals.c.filer)
    .distinct()
    .where(
        text("appeals.filer <> ''"),
        t.appeals.c.process == bindparam("process"),
        t.appeals.c.received_at >= bindparam("since", type_=Moment()),
    )
)
_employees = (
    text("chats.employee <> ''"),
    among(t.chats.c.employee, "employees"),
    t.chats.c.reachable.is_(True),
    _OPEN_CHANNEL,
)
REACHABLE = Query(select(t.chats.c.employee).where(*_employees))

_wrote = (
    select(t.appeals.c.id)
    .where(
        t.appeals.c.chat == t.chats.c.id,
        text("appeals.filer = ''"),
        or_(
            bindparam("topic", type_=Text()) == "",
            t.appeals.c.topic == bindparam("topic", type_=Text()),
        ),
        t.appeals.c.received_at >= bindparam("since", type_=Moment()),
    )
    .exists()
)
_clients = (
    text("consents.state = 'given'"),
    t.consents.c.version == bindparam("version", type_=Text()),
    t.chats.c.reachable.is_(True),
    _OPEN_CHANNEL,
    # not more than once a month, as they were promised when they agreed
    or_(
        t.consents.c.mailed_at.is_(None),
        t.consents.c.mailed_at <= bindparam("mailed_before", type_=Moment()),
    ),
    or_(bindparam("any", type_=Boolean()), _wrote),
)
_consenting = t.chats.join(t.consents, t.consents.c.chat == t.chats.c.id)
COUNT_CLIENTS = Query(select(func.count().label("n")).select_from(_consenting).where(*_clients))


def _invite(source: Any, *where: Any) -> Query:
    """In the database, and not row by row: there may be a hundred thousand."""
    names = ["wave", "chat", "part", "state", "message", "answered", "reminded"]
    no, part = literal(False, Boolean()), bindparam("b_part", type_=Text())
    asked = (
        select(_B_WAVE, t.chats.c.id, part, literal("new"), literal(""), no, no)
        .select_from(source)
        .where(*where)
        .order_by(t.chats.c.id)
    )
    return Query(insert(t.invitations).from_select(names, asked, include_defaults=False))


INVITE_EMPLOYEES = _invite(t.chats, *_employees)
INVITE_CLIENTS = _invite(_consenting, *_clients)
MAILED = Query(
    update(t.consents)
    .where(t.consents.c.chat.in_(select(_i.chat).where(_i.wave == _B_WAVE)))
    .values(mailed_at=bindparam("b_now", type_=Moment()))
)

STATES = Query(select(_i.state, func.count().label("n")).where(_i.wave == _WAVE).group_by(_i.state))


def _taken(what: Any, **values: Any) -> Query:
    chats = what.order_by(_i.chat).limit(_LIMIT).with_for_update(of=t.invitations, skip_locked=True)
    return Query(
        update(t.invitations)
        .where(_i.wave == _WAVE, _i.chat.in_(chats))
        .values(values)
        .returning(_i.chat)
    )


# Spelled as in the partial index, which SQLite takes for nothing else: those before them, who have
# theirs already, would be looked through for every hundred that leave.
_LEAVING = "invitations.state IN ('new', 'sending')"
_new = select(_i.chat).where(_i.wave == _WAVE, text(f"{_LEAVING} AND invitations.state = 'new'"))
_here = _new.join(t.chats, t.chats.c.id == _i.chat).where(_IN_PLACE)
CLAIM = _taken(_here, state="sending", claimed_at=_NOW)
QUEUE = _taken(_new, state="queued", claimed_at=_NOW)
REMIND = _taken(
    select(_i.chat).where(
        _i.wave == _WAVE,
        text("invitations.state = 'sent'"),
        _i.answered.is_(False),
        _i.reminded.is_(False),
    ),
    reminded=True,
)
_COLUMNS = (
    _i.wave,
    _i.chat,
    t.chats.c.channel,
    t.chats.c.account,
    t.chats.c.peer,
    _i.message,
    _i.claimed_at.label("taken"),
)
_whom = select(*_COLUMNS).join(t.chats, t.chats.c.id == _i.chat).where(_i.wave == _WAVE)
WHOM = Query(_whom.where(among(_i.chat, "chats")).order_by(_i.chat))
SENDING = Query(
    _whom.where(text(f"{_LEAVING} AND invitations.state = 'sending'"), _IN_PLACE).order_by(_i.chat)
)
UNSENT = Query(
    select(_i.chat, _i.part, t.chats.c.employee)
    .join(t.chats, t.chats.c.id == _i.chat)
    .where(_i.wave == _WAVE, text(_LEAVING), _IN_PLACE)
)
GIVE_UP = Query(
    update(t.invitations)
    .where(_i.wave == _B_WAVE, among(_i.chat, "chats"), text("state IN ('new', 'sending')"))
    .values(state=text("CASE state WHEN 'new' THEN 'unsent' ELSE 'unknown' END"))
)
SETTLE = Query(
    update(t.invitations)
    .where(_i.wave == _B_WAVE, _i.chat == _B_CHAT, text("state IN ('queued', 'sending')"))
    .values(state=bindparam("b_state", type_=Text()), message=bindparam("b_message", type_=Text()))
)
ONLY_SENT = Query(
    update(t.invitations).where(_i.wave == _B_WAVE, text("state <> 'sent'")).values(reminded=True)
)
ANSWERED = Query(
    update(t.invitations).where(_i.wave == _B_WAVE, among(_i.chat, "chats")).values(answered=True)
)
IS_INVITED = Query(
    select(_i.chat).where(
        _i.wave == _WAVE,
        _i.chat == bindparam("chat", type_=Id),
        text("invitations.state <> 'withdrawn'"),
    )
)
_everybody = (
    select(_i.chat.label("id"), _place.label("place"), t.chats.c.peer, t.chats.c.employee, _i.part)
    .join(t.chats, t.chats.c.id == _i.chat)
    .where(_i.wave == _WAVE)
)
EVERYBODY = Query(_everybody)
#: where reading leaves no trace
ONE_OF_THEM = Query(_everybody.where(_IN_PLACE, t.chats.c.peer == bindparam("peer", type_=Text())))
PART = Query(select(_i.part).where(_i.wave == _WAVE, _i.chat == bindparam("chat", type_=Id)))
SENT = Query(
    select(_i.chat, _i.part, t.chats.c.employee)
    .join(t.chats, t.chats.c.id == _i.chat)
    .where(_i.wave == _WAVE, text("invitations.state = 'sent'"))
)
DELETE = Query(delete(t.invitations).where(_i.wave == _WAVE))

_of_audience = select(t.waves.c.id).where(
    text("waves.state = 'open'"),
    t.waves.c.chosen["audience"].as_string() == bindparam("audience", type_=Text()),
)
WITHDRAW = Query(
    update(t.invitations)
    .where(
        _i.chat == _B_CHAT,
        text("invitations.state IN ('new', 'queued', 'sending')"),
        _i.wave.in_(_of_audience),
    )
    .values(state="withdrawn")
)
#: who has the invitation, and is not to hear of it again
NOT_REMINDED = Query(
    update(t.invitations).where(_i.chat == _B_CHAT, _i.wave.in_(_of_audience)).values(reminded=True)
)
_gone = {
    "state": "withdrawn",
    "lease_until": None,
    "settled_at": bindparam("b_now", type_=Moment()),
}
WITHDRAW_MAILINGS = Query(
    update(t.outbox)
    .where(
        # what is on its way at this moment has left, and does not leave a second time
        text(f"outbox.kind = 'mailing' AND outbox.{undelivered.UNSENT}"),
        t.outbox.c.chat == _B_CHAT,
        t.outbox.c.about.in_(_of_audience),
    )
    .values(_gone)
)
DELETE_MAILINGS = Query(
    delete(t.outbox).where(text("outbox.kind = 'mailing'"), t.outbox.c.about == _WAVE)
)
