"""What a Telegram update means: raw JSON → Inbound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.telegram.carried import clean, files, unusual, words
from domain.talk import Channel, Inbound, What

Json = dict[str, Any]

MEMBER = {"member", "administrator", "creator", "restricted"}


@dataclass(frozen=True, slots=True)
class Us:
    """Our bot: its id, and its username once it is known."""

    id: str
    username: str = ""


def heard(update: Json, us: Us, now: datetime) -> Inbound | None:
    """None when the update is none of our business.

    `now` dates the presses of buttons: Telegram does not say when they happened. Raises whatever
    comes (KeyError, TypeError …) for an update that is not what the Bot API promises.
    """
    for kind, read in READERS.items():
        if kind in update:
            return read(update, us, now)
    return None


def guess_chat(update: Json) -> str:
    """Where an apology for an update that makes no sense could go; "" when nobody can tell."""
    for content in update.values():
        if isinstance(content, dict):
            carrier = content.get("message", content)
            place = carrier.get("chat") if isinstance(carrier, dict) else None
            place = place or content.get("from")
            number = place.get("id") if isinstance(place, dict) else None
            if isinstance(number, int) and number > 0:
                return str(number)
    return ""


def _message(update: Json, us: Us, _: datetime) -> Inbound | None:
    message = update["message"]
    said = _said(message, us, f"m:{message['chat']['id']}:{message['message_id']}")
    if said is None or message["chat"]["type"] == "private":
        return said
    return replace(said, what=What.IN_GROUP) if _addressed(message, us) else None


def _edited(update: Json, us: Us, _: datetime) -> Inbound | None:
    message = update["edited_message"]
    key = f"e:{message['chat']['id']}:{message['message_id']}:{message['edit_date']}"
    # A live location is edited every few seconds; only words and files count as versions.
    if "location" in message or message["chat"]["type"] != "private":
        return None
    said = _said(message, us, key)
    if said is None or said.what is not What.SAID:
        return None
    return replace(said, what=What.EDITED, at=_moment(message["edit_date"]))


def _said(message: Json, us: Us, key: str) -> Inbound | None:
    author = message["from"]
    if author["is_bot"]:
        return None
    carried, text = files(message), words(message)
    odd = "" if carried or text else unusual(message)
    if odd is None:
        return None
    return Inbound(
        Channel.TELEGRAM,
        us.id,
        key,
        chat=str(_number(message["chat"]["id"])),
        sender=str(_number(author["id"])),
        at=_moment(message["date"]),
        what=What.ODD if odd else What.SAID,
        text=text,
        message=str(_number(message["message_id"])),
        album=str(message.get("media_group_id", "")),
        name=_name(author),
        files=carried,
        odd=odd,
    )


def _pressed(update: Json, us: Us, now: datetime) -> Inbound | None:
    query = update["callback_query"]
    message, tap = query.get("message"), query.get("data")
    if message is None or tap is None or message["chat"]["type"] != "private":
        return None
    return Inbound(
        Channel.TELEGRAM,
        us.id,
        f"c:{clean(str(query['id']))}",
        chat=str(_number(message["chat"]["id"])),
        sender=str(_number(query["from"]["id"])),
        at=now,
        what=What.TAPPED,
        tap=clean(tap),
        tap_id=str(query["id"]),
        message=str(_number(message["message_id"])),
        name=_name(query["from"]),
    )


def _member(update: Json, us: Us, _: datetime) -> Inbound | None:
    change = update["my_chat_member"]
    before, after = change["old_chat_member"]["status"], change["new_chat_member"]["status"]
    what: What | None
    if change["chat"]["type"] == "private":
        what = {"kicked": What.LEFT, "left": What.LEFT}.get(after, What.CAME_BACK)
    else:
        what = What.IN_GROUP if after in MEMBER and before not in MEMBER else None
    if what is None or change["from"]["is_bot"]:
        return None
    return Inbound(
        Channel.TELEGRAM,
        us.id,
        f"u:{_number(update['update_id'])}",
        chat=str(_number(change["chat"]["id"])),
        sender=str(_number(change["from"]["id"])),
        at=_moment(change["date"]),
        what=what,
        name=_name(change["from"]),
    )


def _addressed(message: Json, us: Us) -> bool:
    """Whether a message in a group is meant for us: a command, a mention or a reply.

    What is written in the name of a channel or a group (`sender_chat`) is nobody's word to us."""
    if "sender_chat" in message:
        return False
    text = words(message)
    command, _, whom = text.split(maxsplit=1)[0].partition("@") if text.strip() else ("", "", "")
    if command.startswith("/"):
        return whom.lower() in ("", us.username.lower())
    if us.username and f"@{us.username.lower()}" in text.lower():
        return True
    return str(message.get("reply_to_message", {}).get("from", {}).get("id")) == us.id


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("an id is not a number")
    return value


def _moment(value: Any) -> datetime:
    return datetime.fromtimestamp(_number(value), UTC)


def _name(author: Json) -> str:
    return clean(f"{author.get('first_name', '')} {author.get('last_name', '')}").strip()


READERS: dict[str, Callable[[Json, Us, datetime], Inbound | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _member,
}
#: Sent with every request: Telegram throws away for ever what is not in the list it knows.
ALLOWED = tuple(READERS)
