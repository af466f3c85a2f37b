"""How a Reply is said in Telegram: Reply → calls of the Bot API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.telegram.client import (
    Album,
    Audio,
    Document,
    Edit,
    FSInputFile,
    Method,
    Photo,
    Text,
    Video,
    Voice,
)
from domain.talk import Attached, Button, FileKind, Reply

LONGEST = 4096
ALBUM = 10
QUIET = {"is_disabled": True}
#: what would break out of a multipart header or of a folder
UNSAFE = re.compile(r"[\x00-\x1f\x7f\"/\\]")
#: what may share an album
SORTS = {FileKind.PHOTO: "visual", FileKind.VIDEO: "visual", FileKind.DOCUMENT: "document"}

CALLS = {
    FileKind.PHOTO: Photo,
    FileKind.DOCUMENT: Document,
    FileKind.VOICE: Voice,
    FileKind.AUDIO: Audio,
    FileKind.VIDEO: Video,
}

Markup = dict[str, Any]


def spoken(to: str, reply: Reply, store: Path) -> list[Method]:
    """The calls in their order: the text (buttons under its last part), then the files."""
    markup = _markup(reply.rows)
    parts = split(reply.text)
    calls: list[Method] = []
    for place, part in enumerate(parts):
        said = {
            "chat_id": int(to),
            "text": part,
            "link_preview_options": QUIET,
            "reply_markup": markup if place == len(parts) - 1 else None,
        }
        if reply.instead_of and not calls:
            calls.append(Edit(**said, message_id=int(reply.instead_of)))
        elif reply.answers and not calls:
            target = {"message_id": int(reply.answers), "allow_sending_without_reply": True}
            calls.append(Text(**said, reply_parameters=target))
        else:
            calls.append(Text(**said))
    files = list(reply.files)
    last = [files.pop()] if files and markup and not parts else []
    calls.extend(_files(to, files, store))
    calls.extend(_file(to, file, store, markup) for file in last)
    return calls


def anew(edit: Any) -> Method:
    """The same words as a new message, where the old one cannot be changed any more."""
    said: Method = Text(
        chat_id=edit.chat_id,
        text=edit.text,
        reply_markup=edit.reply_markup,
        link_preview_options=QUIET,
    )
    return said


def as_documents(call: Any) -> Method | None:
    """A picture Telegram cannot show sent as a file; None for other calls."""
    plain: Method | None = None
    if isinstance(call, Photo):
        plain = Document(chat_id=call.chat_id, document=call.photo, reply_markup=call.reply_markup)
    elif isinstance(call, Album) and any(item["type"] == "photo" for item in call.media):
        media = [{**item, "type": "document"} for item in call.media]
        plain = Album(chat_id=call.chat_id, media=media)
    return plain


def split(text: str) -> list[str]:
    """The text in parts of at most 4096 UTF-16 units, cut between paragraphs, lines or words."""
    parts = []
    rest = text.strip()
    while rest:
        end = _reach(rest)
        if end < len(rest):
            end = _border(rest, end)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return parts


def _reach(text: str) -> int:
    """How many characters fit into one message."""
    if len(text) <= LONGEST // 2:
        return len(text)
    size = 0
    for place, letter in enumerate(text):
        size += 2 if letter > "\uffff" else 1
        if size > LONGEST:
            return place
    return len(text)


def _border(text: str, end: int) -> int:
    """The best place to cut before `end`: not so early that a message is mostly empty."""
    for mark in ("\n\n", "\n", " "):
        place = text.rfind(mark, end // 2, end + len(mark))
        if place > 0:
            return place
    return end


def _markup(rows: Sequence[Sequence[Button]]) -> Markup | None:
    keyboard = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": keyboard} if keyboard else None


def _button(button: Button) -> dict[str, str]:
    action = {"url": button.link} if button.link else {"callback_data": button.tap}
    return {"text": button.label, **action}


def _files(to: str, files: Sequence[Attached], store: Path) -> Iterator[Method]:
    for sort, group in groupby(files, lambda file: SORTS.get(file.kind, str(file.id))):
        same = list(group)
        for start in range(0, len(same), ALBUM):
            album = same[start : start + ALBUM]
            if len(album) == 1 or sort not in SORTS.values():
                yield from (_file(to, file, store) for file in album)
            else:
                media = [{"type": str(f.kind), "media": _upload(f, store)} for f in album]
                yield Album(chat_id=int(to), media=media)


def _file(to: str, file: Attached, store: Path, markup: Markup | None = None) -> Method:
    call: Method = CALLS[file.kind](
        **{"chat_id": int(to), str(file.kind): _upload(file, store), "reply_markup": markup}
    )
    return call


def _upload(file: Attached, store: Path) -> FSInputFile:
    name = UNSAFE.sub("_", file.name).strip() or Path(file.path).name
    return FSInputFile(store / file.path, filename=name)
