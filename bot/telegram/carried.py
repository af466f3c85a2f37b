"""What a Telegram message carries: words, files, or something the house cannot keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from domain.talk import File, FileKind

Json = dict[str, Any]

#: PostgreSQL stores neither NUL nor half a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

#: key in a Message → how we call it, and the name and type of a file that comes without them
CARRIERS: dict[str, tuple[FileKind, str, str]] = {
    "document": (FileKind.DOCUMENT, "document_{}", ""),
    "voice": (FileKind.VOICE, "voice_{}.ogg", "audio/ogg"),
    "audio": (FileKind.AUDIO, "audio_{}.mp3", "audio/mpeg"),
    "video": (FileKind.VIDEO, "video_{}.mp4", "video/mp4"),
    "video_note": (FileKind.VIDEO, "video_{}.mp4", "video/mp4"),
    "animation": (FileKind.VIDEO, "animation_{}.mp4", "video/mp4"),
}

#: keys of a rich block that hold a line of words, possibly in formatted pieces
INLINE = {"text", "summary", "credit", "expression"}

#: what a person sends and the house cannot keep
UNUSUAL = [
    "sticker",
    "poll",
    "dice",
    "game",
    "story",
    "checklist",
    "paid_media",
    "invoice",
    "giveaway",
    "users_shared",
    "chat_shared",
]

#: what Telegram itself says in a chat
SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "chat_owner_left",
        "chat_owner_changed",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "message_auto_delete_timer_changed",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "successful_payment",
        "refunded_payment",
        "gift",
        "unique_gift",
        "gift_upgrade_sent",
        "connected_website",
        "write_access_allowed",
        "passport_data",
        "proximity_alert_triggered",
        "boost_added",
        "chat_background_set",
        "checklist_tasks_done",
        "checklist_tasks_added",
        "direct_message_price_changed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "giveaway_created",
        "giveaway_winners",
        "giveaway_completed",
        "managed_bot_created",
        "paid_message_price_changed",
        "poll_option_added",
        "poll_option_deleted",
        "suggested_post_approved",
        "suggested_post_approval_failed",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
        "web_app_data",
    ]
)


def clean(text: str) -> str:
    """The text without what no database of ours can hold; everything else stays as it came."""
    return UNSTORABLE.sub("", text)


def words(message: Json) -> str:
    """Everything in a message that can be kept as text."""
    text = message.get("text", message.get("caption"))
    if text is not None:
        return clean(text)
    if "rich_message" in message:
        return clean(_rich(message["rich_message"]["blocks"]))
    if "contact" in message:
        return clean(_contact(message["contact"]))
    if "venue" in message:
        venue = message["venue"]
        return clean(f"{_place(venue['location'])}\n{venue['title']}, {venue['address']}")
    return _place(message["location"]) if "location" in message else ""


def _place(location: Json) -> str:
    return f"📍 {location['latitude']:.5f}, {location['longitude']:.5f}"


def _contact(contact: Json) -> str:
    name = f"{contact.get('first_name', '')} {contact.get('last_name', '')}".strip()
    return f"{name}, {contact['phone_number']}"


def _rich(part: Any, between: str = "\n") -> str:
    """The words of rich blocks, a line each; formatting is dropped."""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return between.join(filter(None, (_rich(item, between) for item in part)))
    inside = (
        _rich(value, "" if key in INLINE else "\n")
        for key, value in part.items()
        if key in INLINE or isinstance(value, (dict, list))
    )
    return "\n".join(filter(None, inside))


def files(message: Json) -> tuple[File, ...]:
    """The file of a message: at most one, albums come as several messages."""
    return tuple(_files(message))


def _files(message: Json) -> Iterator[File]:
    number = message["message_id"]
    if photo := message.get("photo"):
        largest = max(photo, key=lambda size: size["width"] * size["height"])
        name = f"photo_{number}.jpg"
        yield File(FileKind.PHOTO, largest["file_id"], name, largest.get("file_size"), "image/jpeg")
        return
    # An animation is repeated as a document for old bots.
    kinds = ("animation",) if "animation" in message else CARRIERS
    for key in kinds:
        if key in message:
            kind, name, mime = CARRIERS[key]
            carrier = message[key]
            told = clean(carrier.get("file_name", "")) or name.format(number)
            mime = clean(carrier.get("mime_type", "")) or mime
            if key == "animation" and not mime.startswith("video/"):
                kind = FileKind.DOCUMENT
            yield File(kind, carrier["file_id"], told, carrier.get("file_size"), mime)


def unusual(message: Json) -> str | None:
    """Which oddity the message is, "unknown" for one newer than this code; None: a service note."""
    if message.keys() & SERVICE:
        return None
    return next((key for key in UNUSUAL if key in message), "unknown")
