"""A dialogue in the Telegram stand-in as its person sees it."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.people import Shown, ShownButton, ShownFile
from sandbox.telegram_world import Json, World

CARRIERS = ("photo", "document", "voice", "audio", "video", "video_note", "animation")


class Seen:
    """Message objects of the Bot API → what is on the screen."""

    def __init__(self, world: World, base_url: str) -> None:
        self._world = world
        self._base_url = base_url

    def message(self, message: Json) -> Shown:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return Shown(
            id=message["message_id"],
            at=self._world.moment(message["date"]),
            ours=message["from"]["id"] == self._world.bot["id"],
            text=str(message.get("text") or message.get("caption") or ""),
            rows=tuple(tuple(_button(button) for button in row) for row in rows),
            files=tuple(self._files(message)),
            edited="edit_date" in message,
            answers=message.get("reply_to_message", {}).get("message_id", 0),
        )

    def _files(self, message: Json) -> Iterable[ShownFile]:
        for kind in CARRIERS:
            if kind in message:
                carrier = message[kind][-1] if kind == "photo" else message[kind]
                file = self._world.files[carrier["file_id"]]
                url = f"{self._base_url}/media/{file.path}"
                yield ShownFile(kind, file.name, len(file.content), url)


def _button(button: Json) -> ShownButton:
    return ShownButton(button["text"], button.get("callback_data", ""), button.get("url", ""))
