"""The way out to VK: one call for one message, one `execute` for many."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.channel import NotSent, Outcome, Outgoing, Rejected, Unreachable
from bot.vk.client import Calls
from bot.vk.errors import broken, refused
from bot.vk.files import Uploads
from bot.vk.spoken import LONGEST_CODE, MOST_CALLS, Call, anew, compact, script, spoken
from domain.talk import Reply

log = logging.getLogger(__name__)
EDIT = "messages.edit"
#: what one messages.send takes
MOST_PEERS = 100
#: Messages that are one call, all to other people in the same words, with the call.
Plain = tuple[list[Outgoing], Call]


class Sending:
    """Sends batches. Any message may be sent again: `random_id` keeps it single."""

    def __init__(self, calls: Calls, uploads: Uploads) -> None:
        self._calls = calls
        self._uploads = uploads

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        single: list[Outgoing] = []
        plain: list[Plain] = []
        for outs in alike(batch):
            if (call := _plain(outs[0])) is None:
                single += outs
            else:
                plain.append((outs, _to_all(call, outs)))
        await asyncio.gather(
            *(self._alone(out, outcomes) for out in single),
            *(self._together(part, outcomes) for part in _parts(plain)),
        )
        return [outcomes[id(out)] for out in batch]

    async def _alone(self, out: Outgoing, outcomes: dict[int, Outcome]) -> None:
        try:
            outcomes[id(out)] = await self._say(out)
        except Rejected as failure:
            self._uploads.forget(out.reply.files)
            outcomes[id(out)] = failure
            if out.reply.answers:  # what it is a reply to may be gone
                reply = replace(out.reply, answers="")
                said = replace(out, reply=reply)
                await self._alone(said, outcomes)
                outcomes[id(out)] = outcomes.pop(id(said))
        except NotSent as failure:
            outcomes[id(out)] = failure
        except Exception as error:
            log.error("an answer of VK was not understood: %s", type(error).__name__)
            outcomes[id(out)] = broken(error)

    async def _say(self, out: Outgoing) -> str:
        if not _number(out.to):
            raise Rejected("the chat is not a number of VK's")
        words = [await self._uploads.attach(file, out.to) for file in out.reply.files]
        calls = spoken(out, words)
        if calls[0].method == EDIT:
            try:
                await self._calls(EDIT, **calls[0].params)
            except (Rejected, Unreachable) as failure:
                log.debug("not changed but said anew: %s", failure)
                calls = anew(out, words)
            else:
                return out.reply.instead_of
        told = ""
        for call in calls:
            number = _sent(await self._calls(call.method, **call.params))
            told = number if call.telling else told
        return told

    async def _together(self, part: Sequence[Plain], outcomes: dict[int, Outcome]) -> None:
        """Many messages in one call; one by one when VK cannot read the script, or a message."""
        batch = [out for outs, _ in part for out in outs]
        if len(batch) == 1:
            return await self._alone(batch[0], outcomes)
        try:
            answer = await self._calls.whole("execute", code=script([call for _, call in part]))
            found = _read(answer, [outs for outs, _ in part])
        except Rejected:
            await self._one_by_one(batch, outcomes)
        except NotSent as failure:
            outcomes.update((id(out), failure) for out in batch)
        except Exception as error:
            outcomes.update((id(out), broken(error)) for out in batch)
        else:
            outcomes.update((id(out), outcome) for out, outcome in zip(batch, found, strict=True))
            again = [o for o in batch if o.reply.answers and isinstance(outcomes[id(o)], Rejected)]
            await self._one_by_one(again, outcomes)
        return None

    async def _one_by_one(self, batch: Sequence[Outgoing], outcomes: dict[int, Outcome]) -> None:
        await asyncio.gather(*(self._alone(out, outcomes) for out in batch))


def alike(batch: Iterable[Outgoing]) -> list[list[Outgoing]]:
    """What one call can carry: a mailing in the same words goes to a hundred people at once, and
    everything else by itself."""
    found: list[list[Outgoing]] = []
    open_: dict[tuple[str, Reply], list[Outgoing]] = {}
    for out in batch:
        if not out.alike or out.reply.answers or not _number(out.to):
            found.append([out])
            continue
        known = open_.get((out.alike, out.reply))
        if known is None or len(known) >= MOST_PEERS:
            found.append(known := [])
            open_[out.alike, out.reply] = known
        known.append(out)
    return found


def _to_all(call: Call, outs: Sequence[Outgoing]) -> Call:
    peers = ",".join(out.to for out in outs)
    return replace(call, params=call.params | {"peer_ids": peers})


def _plain(out: Outgoing) -> Call | None:
    """The one call that says it, if it needs no upload and no second thoughts."""
    if out.reply.files or out.reply.instead_of or not _number(out.to):
        return None
    calls = spoken(out)
    return calls[0] if len(calls) == 1 else None


def _number(chat: str) -> bool:
    return chat.isascii() and chat.isdecimal()


def _parts(plain: Sequence[Plain]) -> list[list[Plain]]:
    """Parts that fit into one script each."""
    parts: list[list[Plain]] = []
    length = LONGEST_CODE
    for outs, call in plain:
        more = len(compact(call.params))
        if length + more > LONGEST_CODE or len(parts[-1]) >= MOST_CALLS:
            parts.append([])
            length = 0
        parts[-1].append((outs, call))
        length += more
    return parts


def _read(answer: dict[str, Any], expected: Sequence[Sequence[Outgoing]]) -> list[Outcome]:
    """One outcome per message: `expected` says what each call carries; the n-th `false` goes with
    the n-th of `execute_errors`."""
    answers, errors = answer["response"], list(answer.get("execute_errors") or ())
    if len(answers) != len(expected) or sum(a is False for a in answers) != len(errors):
        raise ValueError("answers and errors of execute do not match")
    outcomes: list[Outcome] = []
    for given, outs in zip(answers, expected, strict=True):
        if given is False:
            error = errors.pop(0)
            failed = refused(int(error["error_code"]), str(error.get("error_msg", "")))
            outcomes += [failed] * len(outs)
        else:
            by_peer = {str(item["peer_id"]): item for item in given}
            outcomes += [_outcome(by_peer[out.to]) for out in outs]
    return outcomes


def _outcome(item: dict[str, Any]) -> Outcome:
    try:
        return _sent([item])
    except NotSent as failure:
        return failure


def _sent(answer: Any) -> str:
    """The message's number within its dialogue, from what `messages.send` answers to `peer_ids`."""
    item = answer[0]
    if error := item.get("error"):
        raise refused(int(error["code"]), str(error.get("description", "")))
    return str(item["conversation_message_id"])
