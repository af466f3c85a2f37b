"""What the stand-in of VK remembers: dialogues, files, names, presses; and the events it tells."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.people import Clock, Sent
from sandbox.vk_errors import VkError
from sandbox.vk_shapes import CHATS, Dialogue, Json, Message, Stored

EVENT_NAMES = (
    "audio_new board_post_delete board_post_edit board_post_new board_post_restore "
    "group_change_photo group_change_settings group_join group_leave group_officers_edit "
    "lead_forms_new market_comment_delete market_comment_edit market_comment_new "
    "market_comment_restore market_order_new market_order_edit message_allow message_deny "
    "message_new message_read message_reply message_typing_state message_edit message_event "
    "photo_comment_delete photo_comment_edit photo_comment_new photo_comment_restore photo_new "
    "poll_vote_new user_block user_unblock video_comment_delete video_comment_edit "
    "video_comment_new video_comment_restore video_new message_reaction_event wall_post_new "
    "wall_reply_delete wall_reply_edit wall_reply_new wall_reply_restore wall_repost "
    "wall_schedule_post_new wall_schedule_post_delete donut_subscription_create "
    "donut_subscription_prolonged donut_subscription_cancelled donut_subscription_expired "
    "donut_subscription_price_changed donut_money_withdraw donut_money_withdraw_error"
)
EVENTS = tuple(EVENT_NAMES.split())
USUAL = {"message_new", "message_edit", "message_event", "message_allow", "message_deny"}
PERMISSIONS = {"manage": 262144, "docs": 131072, "messages": 4096, "photos": 4}
ABILITIES: Json = {
    "button_actions": ["text", "vkpay", "open_app", "location", "open_link", "callback"],
    "keyboard": True, "inline_keyboard": True, "carousel": True, "lang_id": 0,
}  # fmt: skip
ANSWER_WITHIN = timedelta(minutes=1)
#: A repeated `random_id` is recognised among the last so many messages of the last hour.
REMEMBERED_MESSAGES, REMEMBERED_FOR = 100, timedelta(hours=1)


@dataclass(slots=True)
class Press:
    """A callback button pressed, waiting for its answer."""

    user: int
    peer: int
    at: datetime
    answer: str | None = None


def usual_events() -> dict[str, int]:
    return {name: int(name in USUAL) for name in EVENTS}


@dataclass
class World:
    """State and its changes; `tell` takes every event, `changed` every dialogue that changed."""

    now: Clock
    group: int
    token: str
    screen_name: str
    tell: Callable[[Json], None]
    changed: Callable[[int], None]
    base: str = ""
    dialogues: dict[int, Dialogue] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    refuses: dict[int, int] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    stored: dict[int, Stored] = field(default_factory=dict)
    by_id: dict[int, Message] = field(default_factory=dict)
    permissions: set[str] = field(default_factory=lambda: set(PERMISSIONS))
    long_poll: bool = True
    long_poll_events: dict[str, int] = field(default_factory=usual_events)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _file_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(456_239_017))

    def event(self, kind: str, thing: Json) -> None:
        self.tell(
            {
                "group_id": self.group, "type": kind, "event_id": secrets.token_hex(20),
                "v": "5.199", "object": thing,
            }
        )  # fmt: skip

    def dialogue(self, peer: int) -> Dialogue:
        found = self.dialogues.get(peer)
        if found is None:
            found = self.dialogues[peer] = Dialogue(peer, allowed=peer > CHATS)
        return found

    def keep(self, sent: Sent, owner: int) -> Stored:
        date = int(self.now().timestamp())
        file = Stored(
            next(self._file_ids), sent.kind, sent.name, sent.content, sent.mime, owner, date,
            self.base,
        )  # fmt: skip
        self.stored[file.id] = file
        return file

    def write(self, peer: int, sender: int, text: str, files: Sequence[Stored] = ()) -> Message:
        """One more message at the end of the dialogue; nobody is told yet."""
        dialogue = self.dialogue(peer)
        message = Message(
            next(self._ids), len(dialogue.messages) + 1, peer, sender, self.now(), text
        )
        if files:
            message.attachments = [file.attachment for file in files]
            message.files = tuple(file.shown for file in files)
        dialogue.messages.append(message)
        self.by_id[message.id] = message
        return message

    def hear(self, peer: int, person: int, text: str, files: Sequence[Stored] = (),
             **extra: Any) -> Message:  # fmt: skip
        """A person writes; writing to the community also permits it to answer."""
        message = self.write(peer, person, text, files)
        attachments = extra.pop("attachments", None)
        if attachments:
            message.attachments.extend(attachments)
        message.extra.update(extra)
        self.dialogue(peer).allowed = True
        self.event("message_new", {"message": message.json(), "client_info": ABILITIES})
        self.changed(peer)
        return message

    def speak(self, peer: int, text: str, random_id: int, *, keyboard: Json | None = None,
              files: Sequence[Stored] = ()) -> Message:  # fmt: skip
        """The community writes. Raises VkError when the peer does not let it."""
        dialogue = self._open(peer)
        first = dialogue.by_random_id.get(random_id) if random_id else None
        if first and self._still_known(dialogue, first):
            return first
        message = self.write(peer, -self.group, text, files)
        message.random_id, message.keyboard = random_id, keyboard
        dialogue.by_random_id[random_id] = message
        if self.long_poll_events["message_reply"]:
            self.event("message_reply", message.json())
        self.changed(peer)
        return message

    def press(self, peer: int, person: int, cmid: int, payload: Any) -> str:
        """A callback button; returns the inner event id that the answer must name."""
        event_id = secrets.token_hex(6)
        self.presses[event_id] = Press(person, peer, self.now())
        press = {"user_id": person, "peer_id": peer, "event_id": event_id, "payload": payload}
        self.event("message_event", press | {"conversation_message_id": cmid})
        return event_id

    def answer_press(self, event_id: str, user: int, peer: int, answer: str) -> None:
        """Raises VkError when there is no such press waiting, or not for this person any more."""
        press = self.presses.get(event_id)
        if press is None or (press.user, press.peer) != (user, peer) or press.answer is not None:
            raise VkError(100, "event_id is invalid")
        if self.now() - press.at > ANSWER_WITHIN:
            raise VkError(100, "event_id is expired")
        press.answer = answer

    def _open(self, peer: int) -> Dialogue:
        if peer in self.refuses:
            raise VkError(self.refuses[peer])
        dialogue = self.dialogues.get(peer)
        if peer > CHATS and dialogue is None:
            raise VkError(917)
        if peer <= 0:
            raise VkError(936)
        if dialogue is None or not dialogue.allowed:
            raise VkError(901)
        return dialogue

    def _still_known(self, dialogue: Dialogue, message: Message) -> bool:
        recent = len(dialogue.messages) - message.cmid < REMEMBERED_MESSAGES
        return recent and self.now() - message.at < REMEMBERED_FOR
