"""Files on their way to VK and from it."""

from __future__ import annotations

import asyncio
import mimetypes
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

from bot.channel import Rejected, TryLater
from bot.vk.client import Calls
from bot.vk.errors import broken
from domain.talk import Attached, File, FileKind

LARGEST = 50 * 2**20
PIECE = 256 * 1024
#: Uploads remembered, so that a file for a whole unit goes up once.
REMEMBERED = 2000
TIMES = ClientTimeout(total=120, sock_connect=5, sock_read=30)
#: Seconds until a file that is still on its way into our store is looked for again.
NOT_YET = timedelta(seconds=10)
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")

WAYS = {FileKind.PHOTO: ("photo", "doc"), FileKind.VOICE: ("audio_message", "doc")}


class Uploads:
    """Puts files of our store into VK; each once as long as the process lives."""

    def __init__(self, calls: Calls, http: Callable[[], ClientSession], store: Path) -> None:
        self._calls = calls
        self._http = http
        self._store = store
        self._known: dict[int, str] = {}

    async def attach(self, file: Attached, peer: str) -> str:
        """VK's word for the file. What VK does not take as a picture or a voice goes as a document.

        Raises TryLater also while the file is not in the store yet, Rejected when VK refuses it."""
        if word := self._known.get(file.id):
            return word
        if not await asyncio.to_thread((self._store / file.path).is_file):
            raise TryLater(f"file {file.id} is not in the store yet", NOT_YET)
        ways = WAYS.get(file.kind, ("doc",))
        for way in ways:
            try:
                word = await (self._photo(file, peer) if way == "photo" else
                              self._doc(file, peer, way))  # fmt: skip
            except Rejected:
                if way == ways[-1]:
                    raise
            else:
                self._remember(file.id, word)
                return word
        raise AssertionError("there is always a last way")

    def forget(self, files: Iterable[Attached]) -> None:
        """VK would not have these any more: the next attempt uploads them anew."""
        for file in files:
            self._known.pop(file.id, None)

    def _remember(self, number: int, word: str) -> None:
        self._known[number] = word
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    async def _photo(self, file: Attached, peer: str) -> str:
        server = await self._calls("photos.getMessagesUploadServer", peer_id=peer)
        sent = await self._post(server["upload_url"], "photo", file)
        if sent.get("photo") in (None, "", "[]"):
            raise Rejected(f"VK does not take file {file.id} as a photo")
        form = {name: sent[name] for name in ("photo", "server", "hash")}
        saved = await self._calls("photos.saveMessagesPhoto", **form)
        return _word("photo", saved[0])

    async def _doc(self, file: Attached, peer: str, kind: str) -> str:
        server = await self._calls("docs.getMessagesUploadServer", type=kind, peer_id=peer)
        sent = await self._post(server["upload_url"], "file", file)
        if not sent.get("file"):
            raise Rejected(f"VK does not take file {file.id}")
        saved = await self._calls("docs.save", file=sent["file"], title=file.name)
        return _word(saved["type"], saved[saved["type"]])

    async def _post(self, url: str, field: str, file: Attached) -> dict[str, Any]:
        mime = file.mime or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        # Not in a thread: stopped before it had opened it, we would leave it open.
        with (self._store / file.path).open("rb") as content:
            form = FormData()
            form.add_field(field, content, filename=_plain(file), content_type=mime)
            try:
                async with self._http().post(url, data=form, timeout=TIMES) as answer:
                    if answer.status == 413:
                        raise Rejected(f"file {file.id} is too large for VK")
                    answer.raise_for_status()
                    sent = await answer.json(content_type=None)
            except (ClientError, TimeoutError, OSError, ValueError) as error:
                raise broken(error, whole=False) from None
        return sent if isinstance(sent, dict) else {}


def _plain(file: Attached) -> str:
    """A name for the form: VK looks at its ending only, and people may put anything into theirs."""
    ending = PurePosixPath(file.name).suffix
    return f"{file.id}{ending if ENDING.fullmatch(ending) else ''}"


def _word(kind: str, thing: dict[str, Any]) -> str:
    key = thing.get("access_key")
    return f"{kind}{thing['owner_id']}_{thing['id']}" + (f"_{key}" if key else "")


async def download(http: ClientSession, file: File, to: Path) -> None:
    """Write the file to `to`, whole or not at all."""
    if urlsplit(file.ref).scheme not in {"http", "https"}:
        raise Rejected("the file's address is not on the web")
    part = to.with_name(f"{to.name}.part")
    try:
        async with http.get(file.ref, timeout=TIMES, max_redirects=5) as answer:
            if answer.status == 429 or answer.status >= 500:
                raise TryLater(f"VK's file server answers {answer.status}")
            if answer.status != 200:
                raise Rejected(f"the file is not to be had: {answer.status}")
            if (answer.content_length or 0) > LARGEST:
                raise Rejected("the file is larger than 50 MB")
            await _pour(answer.content.iter_chunked(PIECE), part)
        part.replace(to)
    except (ClientError, TimeoutError) as error:
        raise broken(error, whole=False) from None
    finally:
        # Not in a thread, as little as the renaming: stopped here, we would leave behind a thread
        # that takes away what the next attempt writes.
        part.unlink(missing_ok=True)


async def _pour(pieces: Any, to: Path) -> None:
    size = 0
    # Not in a thread: stopped before it had opened it, we would leave it open, and behind.
    with to.open("wb") as out:
        async for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise Rejected("the file is larger than 50 MB")
            await asyncio.to_thread(out.write, piece)
