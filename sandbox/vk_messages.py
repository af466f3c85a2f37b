"""The messages.* methods of the stand-in of VK."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sandbox.vk_errors import VkError, bad
from sandbox.vk_keyboard import keyboard
from sandbox.vk_params import INT64, Params, count, flag, needed, number, numbers
from sandbox.vk_shapes import CHATS, Dialogue, Json, Message, Stored
from sandbox.vk_world import World

LONGEST_TEXT, MOST_ATTACHMENTS, MOST_PEERS = 4096, 10, 100
EDITABLE_FOR = timedelta(days=1)
ATTACHMENT = re.compile(r"(?P<kind>[a-z_]+)(?P<owner>-?\d+)_(?P<id>\d{1,18})(?:_(?P<key>\w+))?")
#: Refusals that concern one recipient; with `peer_ids` they come per recipient.
PERSONAL = {7, 15, 18, 900, 901, 902, 917, 936, 945, 950}


def send(world: World, params: Params) -> Any:
    random_id = number(params, "random_id") if params.get("random_id") else None
    if random_id is None:
        raise bad("random_id is a required parameter")
    if not -INT64 <= random_id < INT64:
        raise bad("random_id should be an integer")
    text, files, board = content(world, params)
    replied = answered(world, params)
    if "peer_ids" not in params and "user_ids" not in params:
        peer = one_peer(params)
        message = world.speak(peer, text, random_id, keyboard=board, files=files)
        message.answers = replied
        return message.id
    peers = numbers(params, "peer_ids") or numbers(params, "user_ids")
    if not 0 < len(peers) <= MOST_PEERS:
        raise bad("peer_ids should have from 1 to 100 values")
    answers = []
    for peer in peers:
        try:
            message = world.speak(peer, text, random_id, keyboard=board, files=files)
        except VkError as error:
            if error.code not in PERSONAL:
                raise
            failed = {"code": error.code, "description": error.words}
            answers.append(sent_item(peer, 0, 0) | {"error": failed})
        else:
            message.answers = replied
            answers.append(sent_item(peer, message.id, message.cmid))
    return answers


def answered(world: World, params: Params) -> int:
    """The message that this one is a reply to, by its number in the dialogue; 0 for none."""
    if not params.get("forward"):
        return 0
    try:
        given = json.loads(params["forward"])
        peer, numbers_ = int(given["peer_id"]), [int(n) for n in given["conversation_message_ids"]]
    except (ValueError, KeyError, TypeError):
        raise bad("forward is invalid") from None
    dialogue = world.dialogues.get(peer)
    if not given.get("is_reply") or len(numbers_) != 1 or dialogue is None:
        raise bad("forward is invalid")
    if dialogue.find(numbers_[0]) is None:
        raise bad("cannot reply this message")
    return numbers_[0]


def sent_item(peer: int, message_id: int, cmid: int) -> Json:
    return {"peer_id": peer, "message_id": message_id, "conversation_message_id": cmid}


def one_peer(params: Params) -> int:
    if params.get("peer_id"):
        return number(params, "peer_id")
    if params.get("chat_id"):
        return CHATS + number(params, "chat_id")
    if params.get("user_id"):
        return number(params, "user_id")
    raise bad("you should specify peer_id, user_id, domain, chat_id or user_ids param")


def content(world: World, params: Params) -> tuple[str, list[Stored], Json | None]:
    """Text, files and keyboard of a message to send, checked."""
    text = params.get("message", "")
    if len(text) > LONGEST_TEXT:
        raise VkError(914)
    words = [word for word in params.get("attachment", "").split(",") if word]
    if len(words) > MOST_ATTACHMENTS:
        raise bad("attachment should have at most 10 values")
    files = [attachment(world, word) for word in words]
    if not (text.strip() or files or params.get("sticker_id") or params.get("forward")):
        raise bad("message is empty or invalid")
    return text, files, keyboard(params["keyboard"]) if params.get("keyboard") else None


def attachment(world: World, word: str) -> Stored:
    """`photo-1_456239017_k1b31e829`: kind, owner, id and, for what is private, the access key."""
    found = ATTACHMENT.fullmatch(word)
    file = world.stored.get(int(found["id"])) if found else None
    if not found or file is None or str(file.owner) != found["owner"]:
        raise bad(f"attachment {word[:60]} is invalid")
    if found["key"] not in (None, file.key) or found["kind"] != file.attachment["type"]:
        raise bad(f"attachment {word[:60]} is invalid")
    return file


def edit(world: World, params: Params) -> int:
    peer = number(params, "peer_id")
    message = find(world, params, peer)
    if message is None:
        raise bad("message_id or cmid is invalid")
    if not message.ours:
        raise VkError(920)
    if world.now() - message.at > EDITABLE_FOR:
        raise VkError(909)
    message.text, files, message.keyboard = content(world, params)
    message.attachments = [file.attachment for file in files]
    message.files = tuple(file.shown for file in files)
    message.edited = int(world.now().timestamp())
    world.changed(peer)
    return 1


def find(world: World, params: Params, peer: int) -> Message | None:
    cmid = params.get("cmid") or params.get("conversation_message_id")
    dialogue = world.dialogues.get(peer)
    if cmid:
        return dialogue.find(int(cmid)) if dialogue and cmid.isdecimal() else None
    message = world.by_id.get(number(params, "message_id", 0))
    return message if message and message.peer == peer and not message.deleted else None


def delete(world: World, params: Params) -> list[Json]:
    if params.get("cmids"):
        dialogue = world.dialogue(number(params, "peer_id"))
        found: Sequence[Message | None] = [dialogue.find(n) for n in numbers(params, "cmids")]
    else:
        found = [world.by_id.get(n) for n in numbers(params, "message_ids")]
    answers = []
    for message in found:
        if message is None:
            raise VkError(104)
        message.deleted = message.deleted or flag(params, "delete_for_all")
        item = sent_item(message.peer, message.id, message.cmid)
        answers.append(item | {"response": 1})
        world.changed(message.peer)
    return answers


def answer_press(world: World, params: Params) -> int:
    data = params.get("event_data", "")
    if data:
        try:
            answer = json.loads(data)
            known = answer["type"] in {"show_snackbar", "open_link", "open_app"}
        except (ValueError, KeyError, TypeError):
            raise bad("event_data is invalid") from None
        if not known or len(answer.get("text", "")) > 90:
            raise bad("event_data is invalid")
    user, peer = number(params, "user_id"), number(params, "peer_id")
    world.answer_press(needed(params, "event_id"), user, peer, data)
    return 1


def conversations(world: World, params: Params) -> Json:
    wanted = params.get("filter", "all")
    if wanted not in {"all", "unread", "important", "unanswered"}:
        raise bad("filter is invalid")
    found = [d for d in world.dialogues.values() if d.messages and kept(d, wanted)]
    found.sort(key=lambda dialogue: dialogue.messages[-1].id, reverse=True)
    offset = number(params, "offset", 0)
    items = [dialogue.json() for dialogue in found[offset : offset + count(params)]]
    return {"count": len(found), "items": items}


def kept(dialogue: Dialogue, wanted: str) -> bool:
    last = dialogue.messages[-1]
    if wanted == "unanswered":
        return not last.ours
    if wanted == "unread":
        return not last.ours and dialogue.read < last.id
    return wanted == "all"


def history(world: World, params: Params) -> Json:
    peer = one_peer(params)
    if peer not in world.dialogues:
        return {"count": 0, "items": []}
    messages = [m for m in world.dialogues[peer].messages if not m.deleted]
    ordered = messages if flag(params, "rev") else messages[::-1]
    if start := number(params, "start_message_id", 0):
        ordered = [m for m in ordered if (m.id >= start if flag(params, "rev") else m.id <= start)]
    offset = number(params, "offset", 0)
    page = ordered[offset : offset + count(params)]
    return {"count": len(messages), "items": [message.json() for message in page]}


def activity(world: World, params: Params) -> int:
    one_peer(params)
    if params.get("type") not in {"typing", "audiomessage"}:
        raise bad("type is invalid")
    return 1


def mark_read(world: World, params: Params) -> int:
    dialogue = world.dialogue(number(params, "peer_id"))
    if dialogue.messages:
        dialogue.read = dialogue.messages[-1].id
    return 1


METHODS = {
    "messages.send": send,
    "messages.edit": edit,
    "messages.delete": delete,
    "messages.sendMessageEventAnswer": answer_press,
    "messages.getConversations": conversations,
    "messages.getHistory": history,
    "messages.setActivity": activity,
    "messages.markAsRead": mark_read,
}
