"""What the house says, as calls of VK's methods."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channel import Outgoing
from bot.vk.carried import clean
from domain.talk import Button

LONGEST_TEXT = 4096
MOST_ATTACHMENTS = 10
#: What `execute` takes: calls in one script, and a script's length kept well under a form's limit.
MOST_CALLS, LONGEST_CODE = 25, 60_000
BORDERS = ("\n\n", "\n", " ")


@dataclass(frozen=True, slots=True)
class Call:
    """One API call. `telling` marks the one whose message carries the words and buttons."""

    method: str
    params: dict[str, Any]
    telling: bool = False


def spoken(out: Outgoing, attachments: Sequence[str] = ()) -> list[Call]:
    """The calls that say it all, in order: the words, with the files that fit to the last of them.

    `attachments` are VK's words for the uploaded files. A voice message goes alone, as VK shows
    nothing else beside one.
    """
    fits = len(out.reply.text) <= LONGEST_TEXT and len(attachments) <= MOST_ATTACHMENTS
    if out.reply.instead_of.isdecimal() and fits and not any(map(_is_voice, attachments)):
        return [_edit(out, attachments)]
    return anew(out, attachments)


def _is_voice(attachment: str) -> bool:
    return attachment.startswith("audio_message")


def anew(out: Outgoing, attachments: Sequence[str] = ()) -> list[Call]:
    """The same as `spoken`, as a new message even if an old one was to be changed."""
    texts = split(clean(out.reply.text))
    together = [word for word in attachments if not _is_voice(word)]
    alone = [[word] for word in attachments if _is_voice(word)]
    sheets = [together[i : i + MOST_ATTACHMENTS] for i in range(0, len(together), MOST_ATTACHMENTS)]
    first = sheets.pop(0) if sheets else []
    if not first and not out.reply.text and alone:
        first = alone.pop(0)
    calls = [_send(out, place, text) for place, text in enumerate(texts[:-1])]
    keyboard = {"keyboard": board(out.reply.rows)} if out.reply.rows else {}
    attached = {"attachment": ",".join(first)} if first else {}
    calls.append(_send(out, len(calls), texts[-1], telling=True, **attached, **keyboard))
    for sheet in sheets + alone:
        calls.append(_send(out, len(calls), "", attachment=",".join(sheet)))
    return calls


def _send(out: Outgoing, part: int, text: str, *, telling: bool = False, **more: str) -> Call:
    # With `peer_ids` VK tells the message's number within the dialogue, which edits need.
    params: dict[str, Any] = {"peer_ids": out.to, "random_id": random_id(out, part)}
    if text:
        params["message"] = text
    if out.reply.answers.isdecimal() and not part:
        params["forward"] = compact(
            {
                "peer_id": int(out.to),
                "conversation_message_ids": [int(out.reply.answers)],
                "is_reply": True,
            }
        )
    return Call("messages.send", params | more | {"dont_parse_links": 1}, telling)


def _edit(out: Outgoing, attachments: Sequence[str]) -> Call:
    params: dict[str, Any] = {
        "peer_id": int(out.to),
        "cmid": int(out.reply.instead_of),
        "message": clean(out.reply.text),
        "dont_parse_links": 1,
    }
    if attachments:
        params["attachment"] = ",".join(attachments)
    if out.reply.rows:
        params["keyboard"] = board(out.reply.rows)
    return Call("messages.edit", params, telling=True)


def random_id(out: Outgoing, part: int) -> int:
    """The same for every attempt at the same part of the same outbox row, or of the same mailing,
    never 0.

    VK recognises a repeat among the dialogue's last 100 messages of the last hour. The text counts,
    too: a database restored from a copy may give a row's number to other words, and those must not
    be swallowed as a repeat.
    """
    words = f"{out.alike or out.id}:{part}:{out.reply.text}"
    return zlib.crc32(words.encode("utf-8", "replace")) & 0x7FFFFFFF or 1


def board(rows: Iterable[Iterable[Button]]) -> str:
    """An inline keyboard as JSON text."""
    buttons = [[_button(button) for button in row] for row in rows]
    return compact({"inline": True, "buttons": buttons})


def _button(button: Button) -> dict[str, Any]:
    if button.link:
        return {"action": {"type": "open_link", "label": button.label, "link": button.link}}
    payload = compact({"t": button.tap})
    return {"action": {"type": "callback", "label": button.label, "payload": payload}}


def split(text: str) -> list[str]:
    """Pieces VK takes, cut between paragraphs, lines or words where that leaves no stub."""
    pieces = []
    while len(text) > LONGEST_TEXT:
        cuts = (text.rfind(border, LONGEST_TEXT // 2, LONGEST_TEXT) for border in BORDERS)
        cut = next((cut for cut in cuts if cut > 0), LONGEST_TEXT)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]


def script(calls: Sequence[Call]) -> str:
    """One script for `execute` that makes the calls in order and returns their answers."""
    made = (f"API.{call.method}({compact(call.params)})" for call in calls)
    return f"return [{','.join(made)}];"


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
