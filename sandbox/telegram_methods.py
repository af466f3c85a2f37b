"""The Bot API's methods that send and change messages, as the stand-in answers them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox import telegram_rules as rules
from sandbox.telegram_world import Chat, Json, Refusal, Stored, World, bad, units

LARGEST_UPLOAD = 50 << 20
LARGEST_PHOTO = 10 << 20
TAP_LIVES = 60
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
SAME = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


class Upload(NamedTuple):
    """A file that came in a multipart body."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the product: method, parameters as they came, files by field name."""

    method: str
    params: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def number(self, name: str, default: int = 0) -> int:
        value = self.params.get(name, "")
        if value == "" or value is None:
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"parameter {name} must be an integer") from None

    def tree(self, name: str) -> Any:
        """A JSON parameter, whether it came as text or inside a JSON body."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name}: JSON object is expected") from None


class Methods:
    """Messages out of the bot, into the world."""

    def __init__(self, world: World, *, limits: bool) -> None:
        self._world = world
        self._flood = rules.Flood() if limits else None
        self.taps: dict[str, int] = {}
        self.answers: dict[str, str] = {}

    def chat(self, call: Call, cost: int = 0) -> Chat:
        """The chat written to, if the bot may write there; `cost` messages count as sent."""
        if not call.params.get("chat_id"):
            raise bad("chat_id is empty")
        number = call.number("chat_id") if _numeric(call.params["chat_id"]) else 0
        chat = self._world.chats.get(number)
        if chat is None and number in self._world.people:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if chat is None:
            raise bad("chat not found")
        wait = self._flood.wait(number, cost) if self._flood and cost else 0
        if wait:
            text = f"Too Many Requests: retry after {wait}"
            raise Refusal(429, text, {"retry_after": wait})
        if chat.shut:
            raise Refusal(403, f"Forbidden: {chat.shut}")
        return chat

    def send_message(self, call: Call) -> Json:
        _plain(call)
        text = rules.text(call.params.get("text"))
        return self._say(self.chat(call, 1), call, {"text": text})

    def send_file(self, call: Call) -> Json:
        """sendPhoto, sendDocument, sendVoice, sendAudio and sendVideo."""
        _plain(call)
        kind = call.method.removeprefix("send").lower()
        file = self._file(call, kind, call.params.get(kind) or f"attach://{kind}")
        content = self._world.shown_as(file, kind)
        if caption := rules.caption(call.params.get("caption")):
            content["caption"] = caption
        return self._say(self.chat(call, 1), call, content)

    def send_media_group(self, call: Call) -> list[Json]:
        media = call.tree("media") or []
        if not 2 <= len(media) <= 10:
            raise bad("media group must include 2-10 items")
        kinds = {item.get("type") for item in media}
        if len(kinds) > 1 and not kinds <= {"photo", "video"}:
            raise bad("documents and audio can't be mixed with other media types")
        contents = []
        for item in media:
            file = self._file(call, item["type"], str(item.get("media", "")))
            contents.append(self._world.shown_as(file, item["type"]))
            if caption := rules.caption(item.get("caption")):
                contents[-1]["caption"] = caption
        chat, album = self.chat(call, len(media)), {"media_group_id": self._world.album()}
        return [self._say(chat, call, {**content, **album}) for content in contents]

    def edit_text(self, call: Call) -> Json:
        _plain(call)
        text = rules.text(call.params.get("text"))
        chat, message = self._own(call)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return self._change(chat, message, call, {"text": text})

    def edit_markup(self, call: Call) -> Json:
        return self._change(*self._own(call), call, {})

    def delete(self, call: Call) -> bool:
        chat = self.chat(call)
        if chat.messages.pop(call.number("message_id"), None) is None:
            raise bad("message to delete not found")
        self._world.touched(chat)
        return True

    def answer_tap(self, call: Call) -> bool:
        tap = str(call.params.get("callback_query_id", ""))
        if self._world.time - self.taps.get(tap, 0) > TAP_LIVES:
            raise bad(TOO_OLD)
        text = str(call.params.get("text") or "")
        if units(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        self.answers[tap] = text
        return True

    def _own(self, call: Call) -> tuple[Chat, Json]:
        chat = self.chat(call, 1)
        message = chat.messages.get(call.number("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != self._world.bot["id"]:
            raise bad("message can't be edited")
        return chat, message

    def _change(self, chat: Chat, message: Json, call: Call, content: Json) -> Json:
        markup = rules.inline_keyboard(call.tree("reply_markup"))
        changed = {**message, **content}
        changed.pop("reply_markup", None)
        if markup:
            changed["reply_markup"] = markup
        if changed == message:
            raise bad(SAME)
        message.pop("reply_markup", None)
        message.update(changed, edit_date=self._world.time)
        self._world.touched(chat)
        return message

    def _say(self, chat: Chat, call: Call, content: Json) -> Json:
        markup = call.tree("reply_markup")
        if inline := rules.inline_keyboard(markup):
            content["reply_markup"] = inline
        elif markup and "inline_keyboard" not in markup and not _other_markup(markup):
            raise bad("object expected as reply markup")
        wanted = call.tree("reply_parameters") or {}
        target = chat.messages.get(int(wanted.get("message_id") or 0))
        if target is not None:
            content["reply_to_message"] = {
                name: value for name, value in target.items() if name != "reply_to_message"
            }
        elif wanted and not wanted.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return self._world.write(chat, self._world.bot, content)

    def _file(self, call: Call, kind: str, named: str) -> Stored:
        """An upload, or a file known by its id."""
        if not named.startswith("attach://"):
            if named not in self._world.files:
                raise bad("wrong file identifier/HTTP URL specified")
            return self._world.files[named]
        upload = call.files.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no {kind} in the request")
        if not upload.content:
            raise bad("file must be non-empty")
        if len(upload.content) > LARGEST_UPLOAD:
            raise Refusal(413, "Request Entity Too Large")
        if kind == "photo" and len(upload.content) > LARGEST_PHOTO:
            raise bad("PHOTO_INVALID_DIMENSIONS: file is too big for a photo")
        return self._world.store(kind, upload.name, upload.mime, upload.content)


def _numeric(value: object) -> bool:
    return str(value).lstrip("-").isdigit()


def _plain(call: Call) -> None:
    """This stand-in reads plain text and entities only; it would not judge markup honestly."""
    if call.params.get("parse_mode"):
        raise bad("unsupported parse_mode")


def _other_markup(markup: Json) -> bool:
    return bool(markup.keys() & {"keyboard", "remove_keyboard", "force_reply"})
