"""The way out to VK: one call for one message, one `execute` for many."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from bot.channel import NotSent, Outcome, Outgoing, Rejected, Unreachable
from bot.vk.client import Calls
from bot.vk.errors import broken, refused
from bot.vk.files import Uploads
from bot.vk.spoken import LONGEST_CODE, MOST_CALLS, Call, anew, compact, script, spoken

log = logging.getLogger(__name__)
EDIT = "messages.edit"
#: A message that is one call, with the call.
Plain = tuple[Outgoing, Call]


class Sending:
    """Sends batches. Any message may be sent again: `random_id` keeps it single."""

    def __init__(self, calls: Calls, uploads: Uploads) -> None:
        self._calls = calls
        self._uploads = uploads

    async def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        plain: list[Plain] = []
        work = []
        for out in batch:
            if (call := _plain(out)) is not None:
                plain.append((out, call))
            else:
                work.append(self._alone(out, outcomes))
        await asyncio.gather(*work, *(self._together(part, outcomes) for part in _parts(plain)))
        return [outcomes[id(out)] for out in batch]

    async def _alone(self, out: Outgoing, outcomes: dict[int, Outcome]) -> None:
        try:
            outcomes[id(out)] = await self._say(out)
        except Rejected as failure:
            self._uploads.forget(out.reply.files)
            outcomes[id(out)] = failure
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
        """Many messages in one call; one by one when VK cannot read the script."""
        batch = [out for out, _ in part]
        if len(batch) == 1:
            return await self._alone(batch[0], outcomes)
        try:
            answer = await self._calls.whole("execute", code=script([call for _, call in part]))
            found = _read(answer, len(batch))
        except Rejected:
            await asyncio.gather(*(self._alone(out, outcomes) for out in batch))
        except NotSent as failure:
            outcomes.update((id(out), failure) for out in batch)
        except Exception as error:
            outcomes.update((id(out), broken(error)) for out in batch)
        else:
            outcomes.update((id(out), outcome) for out, outcome in zip(batch, found, strict=True))
        return None


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
    for out, call in plain:
        more = len(compact(call.params))
        if length + more > LONGEST_CODE or len(parts[-1]) >= MOST_CALLS:
            parts.append([])
            length = 0
        parts[-1].append((out, call))
        length += more
    return parts


def _read(answer: dict[str, Any], expected: int) -> list[Outcome]:
    """One outcome per call; the n-th `false` goes with the n-th of `execute_errors`."""
    answers, errors = answer["response"], list(answer.get("execute_errors") or ())
    if len(answers) != expected or sum(given is False for given in answers) != len(errors):
        raise ValueError("answers and errors of execute do not match")
    outcomes: list[Outcome] = []
    for given in answers:
        try:
            if given is False:
                error = errors.pop(0)
                raise refused(int(error["error_code"]), str(error.get("error_msg", "")))
            outcomes.append(_sent(given))
        except NotSent as failure:
            outcomes.append(failure)
    return outcomes


def _sent(answer: Any) -> str:
    """The message's number within its dialogue, from what `messages.send` answers to `peer_ids`."""
    item = answer[0]
    if error := item.get("error"):
        raise refused(int(error["code"]), str(error.get("description", "")))
    return str(item["conversation_message_id"])
