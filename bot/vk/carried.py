"""What a VK message carries besides its own words: files, links, places, others' words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.talk import File, FileKind

Json = dict[str, Any]

PAGE = "https://vk.ru"
UNSAYABLE = re.compile("[\x00\ud800-\udfff]")
ODD_WORD = re.compile(r"[a-z_]{1,32}")
#: How far forwarded messages within forwarded messages are followed, and how many of one message.
DEEPEST, MOST_FORWARDED = 5, 50


@dataclass(slots=True)
class Carried:
    """Files, lines of text for what has an address instead, and what is neither."""

    files: list[File] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def clean(text: Any) -> str:
    """The text without what no database and no messenger takes: NUL and lone surrogates.

    Raises TypeError for anything but text."""
    if not isinstance(text, str):
        raise TypeError("text is not a string")
    return UNSAYABLE.sub("", text)


def whole(number: Any) -> int:
    """Raises TypeError for anything but an integer."""
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError("not an integer")
    return number


def carried(message: Json, group: int) -> Carried:
    """Everything attached to the message, and after it what the messages inside it say and carry.

    A reply to a message of ours does not repeat our own words."""
    found = Carried()
    _attached(message, found)
    for inner in _inside(message, group):
        if words := clean(inner.get("text", "")).strip():
            found.lines.append("\n".join(f"> {line}" for line in words.splitlines()))
        _attached(inner, found)
    return found


def _inside(message: Json, group: int) -> Iterator[Json]:
    answered = message.get("reply_message")
    own = isinstance(answered, dict) and answered.get("from_id") == -group
    queue = [(answered, 1)] if isinstance(answered, dict) and not own else []
    queue += [(inner, 1) for inner in message.get("fwd_messages") or ()]
    for place, (inner, depth) in enumerate(queue):
        if place >= MOST_FORWARDED:
            return
        yield inner
        if depth < DEEPEST:
            queue += [(deeper, depth + 1) for deeper in inner.get("fwd_messages") or ()]


def _attached(message: Json, found: Carried) -> None:
    if geo := message.get("geo"):
        latitude, longitude = (geo["coordinates"][name] for name in ("latitude", "longitude"))
        if not all(isinstance(degrees, (int, float)) for degrees in (latitude, longitude)):
            raise TypeError("coordinates are not numbers")
        found.lines.append(f"📍 {latitude}, {longitude}")
    for attachment in message.get("attachments") or ():
        kind = clean(attachment["type"])
        READERS.get(kind, _other)(kind, attachment.get(kind) or {}, found)


def _photo(_: str, photo: Json, found: Carried) -> None:
    # `orig_photo` is newer than the published schema.
    sizes = [*(photo.get("sizes") or ()), *filter(None, [photo.get("orig_photo")])]
    largest = max(sizes, key=lambda size: whole(size["width"]) * whole(size["height"]))
    name = f"photo{whole(photo['owner_id'])}_{whole(photo['id'])}.jpg"
    found.files.append(File(FileKind.PHOTO, clean(largest["url"]), name, mime="image/jpeg"))


def _doc(_: str, doc: Json, found: Carried) -> None:
    name, ending = clean(doc["title"]), clean(doc.get("ext", ""))
    if ending and not name.lower().endswith(f".{ending.lower()}"):
        name = f"{name}.{ending}"
    url, size = clean(doc["url"]), doc.get("size")
    found.files.append(File(FileKind.DOCUMENT, url, name, None if size is None else whole(size)))


def _voice(_: str, voice: Json, found: Carried) -> None:
    name = f"voice{whole(voice['owner_id'])}_{whole(voice['id'])}.ogg"
    found.files.append(File(FileKind.VOICE, clean(voice["link_ogg"]), name, mime="audio/ogg"))


def _audio(_: str, audio: Json, found: Carried) -> None:
    """A track of VK's library has no address for a community: only its title is said."""
    title = " - ".join(filter(None, [clean(audio.get("artist", "")), clean(audio["title"])]))
    url = clean(audio.get("url") or "")
    if url:
        found.files.append(File(FileKind.AUDIO, url, f"{title}.mp3", mime="audio/mpeg"))
    else:
        found.lines.append(f"🎵 {title}")


def _graffiti(_: str, drawing: Json, found: Carried) -> None:
    name = f"graffiti{whole(drawing['owner_id'])}_{whole(drawing['id'])}.png"
    found.files.append(File(FileKind.PHOTO, clean(drawing["url"]), name, mime="image/png"))


def _page(kind: str, thing: Json, found: Carried) -> None:
    """What lives on a page of VK: video, post, comment, goods."""
    owner = thing.get("owner_id") or thing.get("to_id") or thing.get("from_id")
    title = clean(thing.get("title") or "")
    word = {"market": "product", "wall_reply": "wall"}.get(kind, kind)
    number = whole(thing["post_id"] if kind == "wall_reply" else thing["id"])
    address = f"{PAGE}/{word}{whole(owner)}_{number}"
    if kind == "wall_reply":
        address += f"?reply={whole(thing['id'])}"
    found.lines.append(f"{title} {address}".strip())


def _link(_: str, link: Json, found: Carried) -> None:
    found.lines.append(clean(link["url"]))


def _other(kind: str, thing: Json, found: Carried) -> None:
    url = thing.get("url")
    if isinstance(url, str) and url.startswith(("https://", "http://")):
        found.lines.append(clean(url))
    else:
        found.odd.append(kind if ODD_WORD.fullmatch(kind) else "unknown")


READERS: dict[str, Callable[[str, Json, Carried], None]] = {
    "photo": _photo,
    "doc": _doc,
    "audio_message": _voice,
    "audio": _audio,
    "graffiti": _graffiti,
    "video": _page,
    "wall": _page,
    "wall_reply": _page,
    "market": _page,
    "link": _link,
}
