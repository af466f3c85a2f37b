"""What an event of VK means: raw JSON → Inbound."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.channel import Raw
from bot.vk.carried import Carried, Json, carried, clean, whole
from domain.talk import Channel, Inbound, What

CHATS = 2_000_000_000
LONGEST_TAP = 64
INVITED = {"chat_invite_user", "chat_invite_user_by_link"}


def heard(event: Json, account: str, now: datetime) -> Inbound | None:
    """None when the event is none of our business.

    `now` dates what VK leaves undated: presses, permissions given and taken. Raises whatever comes
    (KeyError, TypeError …) for an event that is not what VK promises.
    """
    read = READERS.get(clean(event["type"]))
    return read(event, account, now) if read else None


def understood(event: Any, account: str, now: datetime) -> Raw:
    """The event as a Raw in any case: what cannot be understood says so in `trouble`."""
    body = event if isinstance(event, dict) else {"not_an_object": event}
    key = body.get("event_id")
    if not isinstance(key, str) or not 0 < len(key) <= 100 or clean(key) != key:
        key = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:40]
    try:
        inbound = heard(body, account, now)
    except Exception as error:  # whatever a stranger's bytes can cause
        return Raw(key, body, trouble=f"{type(error).__name__}: {error}"[:200], chat=_guess(body))
    return Raw(key, body, inbound, chat=inbound.chat if inbound else "")


def dated(event: Any) -> int:
    """Unix time of the message in the event, 0 when it holds none."""
    message = _message_of(event) if isinstance(event, dict) else {}
    date = message.get("date")
    return date if isinstance(date, int) and 0 < date < 2**40 else 0


def _message_of(event: Json) -> Json:
    thing = event.get("object")
    inner = thing.get("message", thing) if isinstance(thing, dict) else None
    return inner if isinstance(inner, dict) else {}


def _guess(event: Json) -> str:
    message = _message_of(event)
    for name in ("peer_id", "from_id", "user_id"):
        number = message.get(name)
        if isinstance(number, int) and 0 < number < CHATS:
            return str(number)
    return ""


def _said(event: Json, account: str, _: datetime) -> Inbound | None:
    message = event["object"]["message"]
    key = f"m:{whole(message['peer_id'])}:{whole(message['conversation_message_id'])}"
    inbound = _message(message, account, key)
    if inbound is None:
        return None
    if whole(message["peer_id"]) > CHATS:
        return replace(inbound, what=What.IN_GROUP) if _addressed(message, account) else None
    payload = _payload(message.get("payload"))
    if tap := _tap(payload):
        return replace(inbound, what=What.TAPPED, tap=tap, odd="")
    start = payload.get("command") == "start"
    ref = clean(message.get("ref") or "").strip()
    # Words are never given up for a link's tail: who wrote some is heard as writing.
    if start or (ref and not inbound.text and not inbound.files):
        return replace(inbound, what=What.SAID, text=f"/start {ref}".strip(), odd="")
    return inbound


def _edited(event: Json, account: str, now: datetime) -> Inbound | None:
    message = event["object"]
    peer, changed = whole(message["peer_id"]), message.get("update_time") or message["date"]
    if peer > CHATS:
        return None
    key = f"e:{peer}:{whole(message['conversation_message_id'])}:{whole(changed)}"
    inbound = _message(message, account, key)
    if inbound is None or inbound.what is not What.SAID:
        return None
    return replace(inbound, what=What.EDITED, at=_moment(changed))


def _message(message: Json, account: str, key: str) -> Inbound | None:
    """The words and files of a person's message; None for what a community wrote, ours or not."""
    author = whole(message["from_id"])
    if author <= 0 or message.get("out") == 1:
        return None
    things = carried(message, int(account))
    text = "\n\n".join(filter(None, [clean(message["text"]), *things.lines]))
    odd = "" if text or things.files else _oddity(message, things)
    return Inbound(
        Channel.VK,
        account,
        key,
        chat=str(whole(message["peer_id"])),
        sender=str(author),
        at=_moment(message["date"]),
        what=What.ODD if odd else What.SAID,
        text=text,
        message=str(whole(message["conversation_message_id"])),
        files=tuple(things.files),
        odd=odd,
    )


def _oddity(message: Json, things: Carried) -> str:
    return things.odd[0] if things.odd else "action" if message.get("action") else "empty"


def _pressed(event: Json, account: str, now: datetime) -> Inbound | None:
    press = event["object"]
    peer, user = whole(press["peer_id"]), whole(press["user_id"])
    inner = clean(press["event_id"])
    where = press.get("conversation_message_id")
    return Inbound(
        Channel.VK,
        account,
        f"c:{inner}",
        chat=str(peer),
        sender=str(user),
        at=now,
        what=What.IN_GROUP if peer > CHATS else What.TAPPED,
        tap=_tap(_payload(press.get("payload"))),
        tap_id=inner,
        message="" if where is None else str(whole(where)),
    )


def _permission(what: What) -> Callable[[Json, str, datetime], Inbound]:
    def read(event: Json, account: str, now: datetime) -> Inbound:
        user = str(whole(event["object"]["user_id"]))
        return Inbound(
            Channel.VK, account, clean(event["event_id"]), chat=user, sender=user, at=now, what=what
        )

    return read


def _payload(payload: Any) -> Json:
    """A button's payload; VK gives it as an object in presses and as JSON text in messages."""
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except (ValueError, RecursionError):
            return {}
    return payload if isinstance(payload, dict) else {}


def _tap(payload: Json) -> str:
    """Our own tap in the payload, "" for anything a stranger may have put there."""
    tap = payload.get("t")
    if not isinstance(tap, str) or clean(tap) != tap or len(tap.encode()) > LONGEST_TAP:
        return ""
    return tap


def _addressed(message: Json, account: str) -> bool:
    action = message.get("action")
    if isinstance(action, dict) and action.get("type") in INVITED:
        return action.get("member_id") == -int(account)
    ours = rf"\[(?:club|public){account}\||@(?:club|public){account}\b"
    return re.search(ours, clean(message["text"])) is not None


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(whole(seconds), UTC)


READERS: dict[str, Callable[[Json, str, datetime], Inbound | None]] = {
    "message_new": _said,
    "message_edit": _edited,
    "message_event": _pressed,
    "message_allow": _permission(What.CAME_BACK),
    "message_deny": _permission(What.LEFT),
}
