"""What VK's events mean: a table of raw JSON → Inbound, and shapes nobody promised."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.vk.heard import heard, understood
from domain.talk import Channel, File, FileKind, What

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAID_AT = 1_795_420_800
PHOTO = {
    "id": 5, "owner_id": 7, "album_id": -6, "date": 1, "has_tags": False, "sizes": [
        {"type": "s", "width": 75, "height": 56, "url": "https://x/s.jpg"},
        {"type": "w", "width": 2560, "height": 1920, "url": "https://x/w.jpg"},
        {"type": "x", "width": 604, "height": 453, "url": "https://x/x.jpg"},
    ],
}  # fmt: skip
DOC = {
    "id": 9, "owner_id": 7, "title": "Справка", "ext": "pdf", "size": 120, "url": "https://x/d"
}  # fmt: skip
VOICE = {"id": 3, "owner_id": 7, "link_ogg": "https://x/v.ogg", "link_mp3": "https://x/v.mp3"}


def message(**changes: Any) -> dict[str, Any]:
    plain = {
        "date": SAID_AT, "from_id": 7, "id": 40, "out": 0, "peer_id": 7, "text": "Яма",
        "conversation_message_id": 4, "fwd_messages": [], "attachments": [], "random_id": 0,
        "important": False, "is_hidden": False, "version": 10_000_040,
    }  # fmt: skip
    return plain | changes


def event(kind: str = "message_new", thing: Any = None, **changes: Any) -> dict[str, Any]:
    thing = {"message": message(**changes), "client_info": {}} if thing is None else thing
    return {"group_id": 1, "type": kind, "event_id": "ab12", "v": "5.199", "object": thing}


def attached(kind: str, thing: Any) -> dict[str, Any]:
    return {"type": kind, kind: thing}


def press(**changes: Any) -> dict[str, Any]:
    plain = {"user_id": 7, "peer_id": 7, "event_id": "in9", "payload": {"t": "take:5"}}
    return event("message_event", plain | {"conversation_message_id": 6} | changes)


@pytest.mark.requirement("A2")
def test_a_message_is_heard_whole() -> None:
    inbound = heard(event(), "1", NOW)
    assert inbound is not None
    assert (inbound.channel, inbound.account, inbound.key) == (Channel.VK, "1", "m:7:4")
    assert (inbound.chat, inbound.sender, inbound.message) == ("7", "7", "4")
    assert (inbound.what, inbound.text, inbound.name) == (What.SAID, "Яма", "")
    assert inbound.at == datetime.fromtimestamp(SAID_AT, UTC)


@pytest.mark.requirement("A4")
@pytest.mark.parametrize(
    ("attachment", "file"),
    [
        (attached("photo", PHOTO),
         File(FileKind.PHOTO, "https://x/w.jpg", "photo7_5.jpg", mime="image/jpeg")),
        (attached("doc", DOC), File(FileKind.DOCUMENT, "https://x/d", "Справка.pdf", 120)),
        (attached("doc", DOC | {"title": "Акт.PDF"}),
         File(FileKind.DOCUMENT, "https://x/d", "Акт.PDF", 120)),
        (attached("audio_message", VOICE),
         File(FileKind.VOICE, "https://x/v.ogg", "voice7_3.ogg", mime="audio/ogg")),
        (attached("audio", {"artist": "А", "title": "Б", "url": "https://x/a"}),
         File(FileKind.AUDIO, "https://x/a", "А - Б.mp3", mime="audio/mpeg")),
        (attached("graffiti", {"id": 2, "owner_id": 7, "url": "https://x/g"}),
         File(FileKind.PHOTO, "https://x/g", "graffiti7_2.png", mime="image/png")),
    ],
)  # fmt: skip
def test_files_are_heard(attachment: dict[str, Any], file: File) -> None:
    inbound = heard(event(attachments=[attachment], text=""), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.text, inbound.files) == (What.SAID, "", (file,))


def test_an_album_is_one_message() -> None:
    album = [attached("photo", PHOTO), attached("doc", DOC), attached("photo", PHOTO)]
    inbound = heard(event(attachments=album), "1", NOW)
    assert inbound is not None
    assert (inbound.text, len(inbound.files), inbound.album) == ("Яма", 3, "")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"geo": {"type": "point", "coordinates": {"latitude": 55.75, "longitude": 37.6}}},
         "Яма\n\n📍 55.75, 37.6"),
        ({"attachments": [attached("video", {"id": 8, "owner_id": -3, "title": "Двор"})]},
         "Яма\n\nДвор https://vk.ru/video-3_8"),
        ({"attachments": [attached("wall", {"id": 8, "owner_id": -3})]},
         "Яма\n\nhttps://vk.ru/wall-3_8"),
        ({"attachments": [attached("wall_reply", {"id": 9, "owner_id": -3, "post_id": 8})]},
         "Яма\n\nhttps://vk.ru/wall-3_8?reply=9"),
        ({"attachments": [attached("link", {"url": "https://e.org"})]}, "Яма\n\nhttps://e.org"),
        ({"attachments": [attached("article", {"url": "https://vk.ru/@a"})]},
         "Яма\n\nhttps://vk.ru/@a"),
        ({"attachments": [attached("audio", {"artist": "А", "title": "Б", "url": ""})]},
         "Яма\n\n🎵 А - Б"),
        ({"fwd_messages": [{"from_id": 8, "text": "Раз\nдва", "fwd_messages": [
            {"from_id": 9, "text": "внутри"}]}]}, "Яма\n\n> Раз\n> два\n\n> внутри"),
        ({"reply_message": {"from_id": 8, "text": "чужое"}}, "Яма\n\n> чужое"),
        ({"reply_message": {"from_id": -1, "text": "наше"}}, "Яма"),
        ({"text": "a\x00b\ud83dc \u202eкод &lt;b&gt; "}, "abc \u202eкод &lt;b&gt; "),
        ({"text": "😀 кот"}, "😀 кот"),
    ],
)  # fmt: skip
def test_what_is_not_a_file_is_heard_as_words(changes: dict[str, Any], text: str) -> None:
    inbound = heard(event(**changes), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.text) == (What.SAID, text)


def test_files_of_forwarded_messages_are_heard() -> None:
    inner = {"from_id": 8, "text": "", "attachments": [attached("doc", DOC)]}
    inbound = heard(event(fwd_messages=[inner]), "1", NOW)
    assert inbound is not None
    assert [file.name for file in inbound.files] == ["Справка.pdf"]


@pytest.mark.parametrize(
    ("attachments", "odd"),
    [
        ([attached("sticker", {"sticker_id": 1})], "sticker"),
        ([attached("poll", {"id": 1})], "poll"),
        ([attached("gift", {"id": 1})], "gift"),
        ([attached("BAD word!", {"id": 1})], "unknown"),
        ([], "empty"),
    ],
)
def test_what_cannot_be_kept_is_odd(attachments: list[Any], odd: str) -> None:
    inbound = heard(event(attachments=attachments, text=""), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.odd) == (What.ODD, odd)


def test_words_beside_a_sticker_are_words() -> None:
    inbound = heard(event(attachments=[attached("sticker", {})]), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.odd) == (What.SAID, "")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"payload": '{"command":"start"}', "text": "Начать"}, "/start"),
        ({"payload": '{"command":"start"}', "text": "Начать", "ref": "c0de"}, "/start c0de"),
        ({"text": "", "ref": "c0de"}, "/start c0de"),
        ({"text": "У дома яма", "ref": "site"}, "У дома яма"),
        ({"text": "Яма", "payload": "не JSON"}, "Яма"),
        ({"text": "Яма", "payload": '["t"]'}, "Яма"),
    ],
)
def test_the_start_button_and_links_with_a_tail(changes: dict[str, Any], text: str) -> None:
    inbound = heard(event(**changes), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.text) == (What.SAID, text)


def test_an_edit_is_another_version_of_the_same_message() -> None:
    changed = message(text="Яма глубже", update_time=SAID_AT + 60)
    inbound = heard(event("message_edit", changed), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.text, inbound.message) == (What.EDITED, "Яма глубже", "4")
    assert inbound.key == f"e:7:4:{SAID_AT + 60}"
    assert inbound.at == datetime.fromtimestamp(SAID_AT + 60, UTC)


def test_a_press_is_heard() -> None:
    inbound = heard(press(), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.tap, inbound.tap_id) == (What.TAPPED, "take:5", "in9")
    assert (inbound.key, inbound.message, inbound.at) == ("c:in9", "6", NOW)


@pytest.mark.parametrize(
    "payload",
    [
        None, 5, "x", "{", [], {}, {"t": 5}, {"t": None}, {"t": "я" * 33}, {"x": "y"},
        {"t": "a\x00"}, {"t": {"t": "a"}}, "[" * 100_000,
    ],
)  # fmt: skip
def test_a_foreign_payload_is_a_tap_of_nothing(payload: Any) -> None:
    inbound = heard(press(payload=payload), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.tap, inbound.tap_id) == (What.TAPPED, "", "in9")


def test_a_payload_may_come_as_text() -> None:
    inbound = heard(press(payload='{"t":"take:5"}'), "1", NOW)
    assert inbound is not None
    assert inbound.tap == "take:5"


def test_a_text_button_is_a_tap_without_an_answer_due() -> None:
    inbound = heard(event(text="Меню", payload='{"t":"menu"}'), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.tap, inbound.tap_id) == (What.TAPPED, "menu", "")


@pytest.mark.parametrize(
    ("kind", "what"), [("message_allow", What.CAME_BACK), ("message_deny", What.LEFT)]
)
def test_permission_given_and_taken(kind: str, what: What) -> None:
    inbound = heard(event(kind, {"user_id": 7, "key": ""}), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.chat, inbound.key, inbound.at) == (what, "7", "ab12", NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "[club1|@demo] здравствуйте"},
        {"text": "эй, @club1, вы тут?"},
        {"text": "", "action": {"type": "chat_invite_user", "member_id": -1}},
    ],
)
def test_addressed_in_a_group_chat(changes: dict[str, Any]) -> None:
    inbound = heard(event(peer_id=2_000_000_003, **changes), "1", NOW)
    assert inbound is not None
    assert (inbound.what, inbound.chat, inbound.sender) == (What.IN_GROUP, "2000000003", "7")


@pytest.mark.parametrize(
    "ignored",
    [
        event(peer_id=2_000_000_003),
        event(peer_id=2_000_000_003, text="[club12|@others] вы где"),
        event(peer_id=2_000_000_003, text="", action={"type": "chat_invite_user", "member_id": 8}),
        event(from_id=-1, out=1),
        event(from_id=-5),
        event(out=1),
        event("message_edit", message(from_id=-1, out=1)),
        event("message_edit", message(peer_id=2_000_000_003)),
        event("message_reply", message(from_id=-1, out=1)),
        event("wall_post_new", {"id": 1}),
        event("group_join", {"user_id": 7}),
        event("never_heard_of", None),
    ],
)
def test_what_is_none_of_our_business(ignored: dict[str, Any]) -> None:
    assert heard(ignored, "1", NOW) is None


@pytest.mark.parametrize(
    ("poison", "chat"),
    [
        (None, ""), ("text", ""), ([1], ""), ({}, ""), ({"type": 5}, ""),
        (event(thing=[]), ""), (event(thing={}), ""), (event(thing={"message": None}), ""),
        (event(text=None), "7"), (event(text=5), "7"), (event(date="soon"), "7"),
        (event(date=10**30), "7"), (event(peer_id="7"), "7"), (event(from_id=None), "7"),
        (event(conversation_message_id=True), "7"), (event(attachments=5), "7"),
        (event(attachments=[None]), "7"), (event(attachments=[{"type": "photo"}]), "7"),
        (event(attachments=[attached("photo", {"sizes": []})]), "7"),
        (event(attachments=[attached("doc", DOC | {"url": None})]), "7"),
        (event(geo={"coordinates": "here"}), "7"), (event(fwd_messages=[5]), "7"),
        (press(user_id="7"), "7"), (press(event_id=None), "7"),
        (event("message_deny", {"user_id": []}), ""),
    ],
)  # fmt: skip
def test_poison_is_kept_whole_and_named(poison: Any, chat: str) -> None:
    raw = understood(poison, "1", NOW)
    assert raw.inbound is None
    assert raw.trouble
    assert raw.chat == chat
    assert raw.body in (poison, {"not_an_object": poison})
    assert raw.key


def test_poison_without_a_number_has_the_same_key_each_time() -> None:
    assert understood({"type": 5}, "1", NOW).key == understood({"type": 5}, "1", NOW).key
    assert understood({"type": 5}, "1", NOW).key != understood({"type": 6}, "1", NOW).key


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*message(), "payload", "ref", "geo", "reply_message", "action"])


@settings(max_examples=300, deadline=None)
@given(FIELDS, JSONS)
def test_whatever_a_field_holds_nothing_is_raised(name: str, value: Any) -> None:
    raw = understood(event(**{name: value}), "1", NOW)
    if raw.inbound:
        json.dumps(raw.inbound.text).encode()
        assert "\x00" not in raw.inbound.text
        raw.inbound.text.encode()
