"""Raw JSON of Telegram in, Inbound out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram.heard import Us, guess_chat, heard
from domain.talk import File, FileKind, Inbound, What

US = Us("42", "priyomnaya_bot")
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TIME = int(SENT.timestamp())
ANNA = {"id": 7, "is_bot": False, "first_name": "Анна", "last_name": "Петрова"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Анна"}
GROUP = {"id": -100, "type": "supergroup", "title": "Соседи"}
FILE = {"file_id": "F1", "file_unique_id": "U1"}


def message(**content: Any) -> dict[str, Any]:
    base = {"message_id": 5, "date": TIME, "chat": PRIVATE, "from": ANNA}
    return {"update_id": 1, "message": {**base, **content}}


def understood(update: dict[str, Any]) -> Inbound:
    inbound = heard(update, US, NOW)
    assert inbound is not None
    return inbound


def test_words() -> None:
    inbound = understood(message(text="Во дворе  нет света\n"))
    assert inbound.text == "Во дворе  нет света\n"
    assert (inbound.key, inbound.chat, inbound.sender, inbound.message) == ("m:7:5", "7", "7", "5")
    assert (inbound.at, inbound.name, inbound.account) == (SENT, "Анна Петрова", "42")


SIZES = [
    {**FILE, "file_id": "small", "width": 90, "height": 67},
    {**FILE, "file_id": "large", "width": 1280, "height": 960, "file_size": 9},
    {**FILE, "file_id": "middle", "width": 320, "height": 240},
]
FILES: list[tuple[dict[str, Any], File]] = [
    ({"photo": SIZES}, File(FileKind.PHOTO, "large", "photo_5.jpg", 9, "image/jpeg")),
    (
        {"document": {**FILE, "file_name": "жалоба.pdf", "mime_type": "application/pdf"}},
        File(FileKind.DOCUMENT, "F1", "жалоба.pdf", None, "application/pdf"),
    ),
    ({"document": FILE}, File(FileKind.DOCUMENT, "F1", "document_5")),
    (
        {"voice": {**FILE, "duration": 3, "file_size": 0}},
        File(FileKind.VOICE, "F1", "voice_5.ogg", 0, "audio/ogg"),
    ),
    (
        {"audio": {**FILE, "duration": 3}},
        File(FileKind.AUDIO, "F1", "audio_5.mp3", None, "audio/mpeg"),
    ),
    (
        {"video": {**FILE, "width": 1, "height": 1, "duration": 3, "file_name": "a\x00b.mov"}},
        File(FileKind.VIDEO, "F1", "ab.mov", None, "video/mp4"),
    ),
    (
        {"video_note": {**FILE, "length": 240, "duration": 3}},
        File(FileKind.VIDEO, "F1", "video_5.mp4", None, "video/mp4"),
    ),
    (
        {"animation": {**FILE, "mime_type": "video/mp4"}, "document": FILE},
        File(FileKind.VIDEO, "F1", "animation_5.mp4", None, "video/mp4"),
    ),
    (
        {"animation": {**FILE, "mime_type": "image/gif", "file_name": "a.gif"}, "document": FILE},
        File(FileKind.DOCUMENT, "F1", "a.gif", None, "image/gif"),
    ),
]


@pytest.mark.parametrize(("content", "file"), FILES)
def test_files(content: dict[str, Any], file: File) -> None:
    inbound = understood(message(**content, caption="вот"))
    assert (inbound.what, inbound.text, inbound.files) == (What.SAID, "вот", (file,))


PLACE = {"latitude": 55.0302, "longitude": 82.92043}
RICH = {
    "blocks": [
        {"type": "heading", "text": "Жалоба", "size": 1},
        {"type": "paragraph", "text": ["Нет ", {"type": "bold", "text": "света"}, " давно"]},
        {"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": "раз"}]}, {
            "blocks": [{"type": "paragraph", "text": "два"}]}]},
    ]
}  # fmt: skip
AS_TEXT: list[tuple[dict[str, Any], str]] = [
    ({"location": PLACE}, "📍 55.03020, 82.92043"),
    (
        {"venue": {"location": PLACE, "title": "Парк", "address": "ул. Ленина, 1"},
         "location": PLACE},
        "📍 55.03020, 82.92043\nПарк, ул. Ленина, 1",
    ),
    ({"contact": {"phone_number": "+79130000000", "first_name": "Пётр"}}, "Пётр, +79130000000"),
    ({"text": "чужие слова", "forward_origin": {"type": "channel"}}, "чужие слова"),
    ({"rich_message": RICH}, "Жалоба\nНет света давно\nраз\nдва"),
    ({"text": "/start CODE"}, "/start CODE"),
    ({"text": "a\x00б\ud83dв\udc00г"}, "aбвг"),
    ({"text": "\u202eсправа налево 👨‍👩‍👧"}, "\u202eсправа налево 👨‍👩‍👧"),
    ({"photo": SIZES}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text"), AS_TEXT)
def test_what_becomes_text(content: dict[str, Any], text: str) -> None:
    inbound = understood(message(**content))
    assert (inbound.what, inbound.text) == (What.SAID, text)


@pytest.mark.parametrize("odd", ["sticker", "poll", "dice", "game", "story", "checklist"])
def test_oddities_have_names(odd: str) -> None:
    inbound = understood(message(**{odd: {}}))
    assert (inbound.what, inbound.odd, inbound.text, inbound.files) == (What.ODD, odd, "", ())


def test_a_kind_nobody_knows_yet_is_an_oddity_too() -> None:
    inbound = understood(message(hologram={}))
    assert (inbound.what, inbound.odd) == (What.ODD, "unknown")


ROBOT = {"id": 9, "is_bot": True, "first_name": "Робот"}
NOTHING: dict[str, dict[str, Any]] = {
    "a service note": message(pinned_message={}),
    "another service note": message(group_chat_created=True),
    "a bot": message(text="бип", **{"from": ROBOT}),
    "talk in a group": message(text="между собой", chat=GROUP),
    "another bot's command": message(text="/help@other_bot", chat=GROUP),
    "a channel's post in its group": message(text="@priyomnaya_bot", chat=GROUP, sender_chat={}),
    "a reply to somebody else": message(text="да", chat=GROUP, reply_to_message={"from": ANNA}),
    "a kind of update we did not ask for": {"update_id": 1, "chat_boost": {}},
    "an inline message's button": {
        "update_id": 1,
        "callback_query": {"id": "1", "from": ANNA, "inline_message_id": "x", "data": "d"},
    },
    "a place that moves": {
        "update_id": 1,
        "edited_message": {**message(location=PLACE)["message"], "edit_date": TIME + 5},
    },
}


@pytest.mark.parametrize("name", NOTHING)
def test_none_of_our_business(name: str) -> None:
    assert heard(NOTHING[name], US, NOW) is None


ADDRESSED: list[dict[str, Any]] = [
    {"text": "/start"},
    {"text": "/start@Priyomnaya_Bot please"},
    {"text": "Эй, @PRIYOMNAYA_bot!"},
    {"text": "да", "reply_to_message": {"from": {"id": 42}}},
    {"photo": SIZES, "caption": "@priyomnaya_bot вот"},
]


@pytest.mark.parametrize("content", ADDRESSED)
def test_addressed_in_a_group(content: dict[str, Any]) -> None:
    inbound = understood(message(**content, chat=GROUP))
    assert (inbound.what, inbound.chat, inbound.sender) == (What.IN_GROUP, "-100", "7")


def test_an_edit_is_dated_by_its_edit() -> None:
    edited = {**message(caption="иначе", photo=SIZES)["message"], "edit_date": TIME + 60}
    inbound = understood({"update_id": 2, "edited_message": edited})
    assert (inbound.what, inbound.text, inbound.key) == (
        What.EDITED,
        "иначе",
        f"e:7:5:{TIME + 60}",
    )
    assert inbound.at.timestamp() == TIME + 60


@pytest.mark.parametrize("date", [TIME, 0])
def test_a_press(date: int) -> None:
    """Also under a message Telegram no longer shows to bots (its date is 0)."""
    carrier = {"message_id": 3, "date": date, "chat": PRIVATE}
    query = {"id": "991", "from": ANNA, "chat_instance": "1", "message": carrier, "data": "t:1"}
    inbound = understood({"update_id": 3, "callback_query": query})
    assert (inbound.what, inbound.tap, inbound.tap_id) == (What.TAPPED, "t:1", "991")
    assert (inbound.key, inbound.message, inbound.at) == ("c:991", "3", NOW)


def membership(chat: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    us = {"id": 42, "is_bot": True, "first_name": "Мы"}
    change = {
        "chat": chat,
        "from": ANNA,
        "date": TIME,
        "old_chat_member": {"user": us, "status": before},
        "new_chat_member": {"user": us, "status": after},
    }
    return {"update_id": 77, "my_chat_member": change}


@pytest.mark.parametrize(
    ("chat", "before", "after", "what"),
    [
        (PRIVATE, "member", "kicked", What.LEFT),
        (PRIVATE, "kicked", "member", What.CAME_BACK),
        (GROUP, "left", "member", What.IN_GROUP),
        (GROUP, "kicked", "administrator", What.IN_GROUP),
        (GROUP, "member", "administrator", None),
        (GROUP, "member", "left", None),
    ],
)
def test_membership(chat: dict[str, Any], before: str, after: str, what: What | None) -> None:
    inbound = heard(membership(chat, before, after), US, NOW)
    assert (inbound and inbound.what) == what
    assert inbound is None or (inbound.key, inbound.at) == ("u:77", SENT)


def test_where_an_apology_could_go() -> None:
    assert guess_chat({"update_id": 1, "message": {"chat": {"id": 7}}}) == "7"
    assert guess_chat({"update_id": 1, "message": {"from": {"id": 8}}}) == "8"
    assert guess_chat({"callback_query": {"message": {"chat": {"id": 7}}, "from": {}}}) == "7"
    assert guess_chat({"message": {"chat": {"id": -5}, "from": {"id": 8}}}) == ""
    shapes: list[Any] = [[], None, 5, {"chat": 5}, {"from": []}]
    for nonsense in shapes:
        assert guess_chat({"message": nonsense}) == ""
