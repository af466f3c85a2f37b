"""What the Bot API refuses: lengths, buttons, floods. Texts of the errors are the real server's."""

from __future__ import annotations

import math
import re
import time
from urllib.parse import urlsplit

from sandbox.telegram_world import Json, bad, units

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_DATA = 64
MOST_BUTTONS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST_DESCRIPTION = 256
#: what may stand in a button beside its action
DRESS = {"text", "style", "icon_custom_emoji_id"}


def text(value: object) -> str:
    said = str(value or "").strip()
    if not said:
        raise bad("message text is empty")
    if units(said) > LONGEST_TEXT:
        raise bad("message is too long")
    return said


def caption(value: object) -> str:
    said = str(value or "").strip()
    if units(said) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return said


def inline_keyboard(markup: Json | None) -> Json | None:
    """The inline keyboard of a `reply_markup`, checked; None for other kinds and empty ones."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _button(button)
    return {"inline_keyboard": rows} if rows else None


def _button(button: Json) -> None:
    where = "can't parse inline keyboard button: "
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad(where + "button text must be non-empty")
    actions = button.keys() - DRESS
    if not actions:
        raise bad(where + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(where + "exactly one of the optional fields must be used")
    if "callback_data" in button and not 1 <= len(_bytes(button["callback_data"])) <= LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        link = urlsplit(str(button["url"]))
        if link.scheme not in ("http", "https", "tg") or not link.netloc:
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _bytes(value: object) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


def commands(listed: list[Json]) -> None:
    if len(listed) > MOST_BUTTONS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in listed:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(str(command.get("description", ""))) <= LONGEST_DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def secret(value: object) -> str:
    said = str(value or "")
    if said and not SECRET.fullmatch(said):
        raise bad("secret token contains unallowed characters")
    return said


class Bucket:
    """Tokens that come back at `rate` a second, at most `burst` of them."""

    __slots__ = ("burst", "last", "left", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.burst = self.left = burst
        self.last = time.monotonic()

    def wait(self, cost: int) -> float:
        """Seconds until `cost` tokens are there; 0 when they are."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.last) * self.rate)
        self.last = now
        return max(0.0, (min(cost, self.burst) - self.left) / self.rate)

    def take(self, cost: int) -> None:
        self.left -= cost


class Flood:
    """Telegram's flood control: 30 messages a second in all, about one a second into a chat with
    short bursts forgiven, 20 a minute into a group. Real time, whatever the demo's clock says."""

    def __init__(self) -> None:
        self._all = Bucket(30, 30)
        self._chats: dict[int, Bucket] = {}

    def wait(self, chat: int, cost: int = 1) -> int:
        """Whole seconds the caller must wait; 0 means it may go on, and is counted."""
        own = self._chats.get(chat)
        if own is None:
            own = self._chats[chat] = Bucket(1, 10) if chat > 0 else Bucket(20 / 60, 20)
        seconds = max(self._all.wait(cost), own.wait(cost))
        if seconds > 0:
            return math.ceil(seconds)
        self._all.take(cost)
        own.take(cost)
        return 0
