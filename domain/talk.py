"""What people say to the house and what it says back, in no messenger's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """A messenger the house speaks through."""

    TELEGRAM = "telegram"
    VK = "vk"


class FileKind(StrEnum):
    """How a messenger showed the file; it decides how the file is sent anew."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"


class What(StrEnum):
    """What kind of thing happened."""

    #: words, files, a place, a contact: something said to the ministry
    SAID = "said"
    #: a button pressed under one of our messages
    TAPPED = "tapped"
    #: words said earlier were changed
    EDITED = "edited"
    #: the person blocked the bot or forbade the community to write
    LEFT = "left"
    #: the person unblocked the bot or allowed messages again
    CAME_BACK = "came_back"
    #: addressed to us in a group chat, where the house does not talk business
    IN_GROUP = "in_group"
    #: something the house cannot keep as words or files: a sticker, a poll, a dice
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class File:
    """A file a person sent. `ref` is the messenger's own handle for fetching it
    (Telegram: file_id; VK: the URL), never shown to anybody. `size` is in bytes, if told."""

    kind: FileKind
    ref: str
    name: str
    size: int | None = None
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did.

    `key` is the natural key of the event within the channel: the same happening delivered twice,
    under whatever delivery number, has the same key. `account` is our bot's or community's id,
    `chat` where to answer, `sender` who did it (equal to `chat` in a private dialogue).
    `message` is the messenger's id of the message said, edited, or carrying the pressed button.
    `at` is the messenger's own time, aware UTC.
    """

    channel: Channel
    account: str
    key: str
    chat: str
    sender: str
    at: datetime
    what: What = What.SAID
    text: str = ""
    tap: str = ""
    tap_id: str = ""
    message: str = ""
    album: str = ""
    name: str = ""
    files: tuple[File, ...] = ()
    #: for ODD: which oddity, a stable English word ("sticker", "poll", "dice", …)
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `tap` (comes back as TAPPED, ≤ 64 bytes) or `link` (opens)."""

    label: str
    tap: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of our store to be sent: `path` is relative to the file store."""

    id: int
    kind: FileKind
    path: str
    name: str
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of ours: plain text without markup, rows of buttons, files after it.

    `instead_of` is the messenger's id of a message of ours in the same chat to be changed in
    place (a turned page); a door that cannot change it any more says it anew. `answers` is the
    messenger's id of a message of the same chat that this one is shown as a reply to; one that is
    gone meanwhile keeps nothing from being said.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attached, ...] = ()
    instead_of: str = ""
    answers: str = ""
