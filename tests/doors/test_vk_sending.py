"""The way out to VK, before the stand-in: every refusal classed, no message doubled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channel import Halted, NotSent, Outgoing, Rejected, TryLater, Unreachable
from domain.talk import Attached, File, FileKind, Reply
from sandbox.people import Sent
from sandbox.vk import Fault, VkStandIn
from sandbox.vk_faults import held
from tests.doors.vk_kit import Clock, opened, out, rows, standing, until


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def vk(clock: Clock) -> AsyncIterator[VkStandIn]:
    async with standing(VkStandIn(clock, limits=False)) as vk:
        for person in range(1, 61):
            await vk.says(person, "Здравствуйте")
        yield vk


def ours(vk: VkStandIn, person: int) -> list[str]:
    return [message.text for message in vk.shown(person) if message.ours]


def methods(vk: VkStandIn) -> list[str]:
    return [method for method, _ in vk.requests]


async def test_a_message_arrives_with_its_buttons(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        outcomes = await door.send([out(1, 7, "Принято", rows=rows("Да", "Нет"))])
    shown = vk.shown(7)[-1]
    assert outcomes == [str(shown.id)]
    assert [[button.label for button in row] for row in shown.rows] == [["Да"], ["Нет"]]
    assert shown.rows[0][0].data == '{"t":"do:0"}'


async def test_a_backlog_goes_by_the_twenty_five(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        outcomes = await door.send([out(n, n, f"ответ {n}") for n in range(1, 61)])
    assert outcomes == ["2"] * 60
    assert [ours(vk, n) for n in range(1, 61)] == [[f"ответ {n}"] for n in range(1, 61)]
    assert methods(vk).count("execute") == 3


async def test_long_messages_make_shorter_scripts(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        await door.send([out(n, n, "я" * 4000) for n in range(1, 31)])
    scripts = [params["code"] for method, params in vk.requests if method == "execute"]
    assert all(len(script) < 64_000 for script in scripts)
    assert [ours(vk, n) for n in range(1, 31)] == [["я" * 4000]] * 30


async def test_one_refusal_in_a_script_is_only_its_own(vk: VkStandIn, tmp_path: Path) -> None:
    await vk.blocks(2)
    vk.refuses[3] = 902
    async with opened(vk, tmp_path) as door:
        vk.faults.add("messages.send", 9)
        outcomes = await door.send([out(n, n) for n in (1, 2, 3, 999, 4)])
    assert [type(outcome) for outcome in outcomes] == [
        TryLater, Unreachable, Unreachable, Unreachable, str,
    ]  # fmt: skip


@pytest.mark.parametrize("error", [12, 13])
async def test_a_script_vk_cannot_read_is_said_one_by_one(
    vk: VkStandIn, tmp_path: Path, error: int
) -> None:
    vk.faults.add("execute", error)
    async with opened(vk, tmp_path) as door:
        outcomes = await door.send([out(n, n) for n in (1, 2, 3)])
    assert outcomes == ["2", "2", "2"]


async def test_a_repeat_is_no_double(vk: VkStandIn, tmp_path: Path) -> None:
    batch = [out(n, n) for n in range(1, 31)]
    async with opened(vk, tmp_path) as door:
        first = await door.send(batch)
    async with opened(vk, tmp_path) as door:
        assert await door.send(batch) == first
        assert await door.send(batch[:1]) == first[:1]
    assert all(len(ours(vk, n)) == 1 for n in range(1, 31))


@pytest.mark.parametrize("method", ["messages.send", "execute"])
async def test_a_lost_answer_doubles_nothing(vk: VkStandIn, tmp_path: Path, method: str) -> None:
    batch = [out(n, n) for n in ((1,) if method == "messages.send" else (1, 2, 3))]
    vk.faults.add(method, Fault.LOST)
    async with opened(vk, tmp_path) as door:
        outcomes = await door.send(batch)
        assert all(isinstance(outcome, TryLater) for outcome in outcomes)
        assert all(len(ours(vk, int(said.to))) == 1 for said in batch)
        assert await door.send(batch) == ["2"] * len(batch)
    assert all(len(ours(vk, int(said.to))) == 1 for said in batch)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("fault", [Fault.HTTP_500, Fault.HTML_502, Fault.DROP, Fault.MALFORMED])
async def test_a_broken_answer_means_later(
    vk: VkStandIn, tmp_path: Path, fault: Fault, count: int
) -> None:
    vk.faults.add("messages.send" if count == 1 else "execute", fault)
    async with opened(vk, tmp_path) as door:
        batch = [out(n, n) for n in range(1, count + 1)]
        outcomes = await door.send(batch)
        assert [getattr(outcome, "whole", None) for outcome in outcomes] == [True] * count
        assert await door.send(batch) == ["2"] * count


@pytest.mark.parametrize(
    ("code", "kind"),
    [(1, TryLater), (6, TryLater), (9, TryLater), (10, TryLater), (29, TryLater), (5, Halted),
     (14, Halted), (17, Halted), (27, Halted), (7, Unreachable), (18, Unreachable),
     (113, Unreachable), (900, Unreachable), (902, Unreachable), (100, Rejected), (911, Rejected),
     (914, Rejected)],
)  # fmt: skip
@pytest.mark.parametrize("count", [1, 2])
async def test_every_error_is_classed(
    vk: VkStandIn, tmp_path: Path, code: int, kind: type[NotSent], count: int
) -> None:
    vk.faults.add("messages.send", code, times=count)
    async with opened(vk, tmp_path) as door:
        outcomes = await door.send([out(n, n) for n in range(1, count + 1)])
    assert [type(outcome) for outcome in outcomes] == [kind] * count
    assert all(vk.token not in repr(outcome) for outcome in outcomes)


@pytest.mark.requirement("R15")
async def test_blocked_and_unblocked(vk: VkStandIn, tmp_path: Path) -> None:
    await vk.blocks(7)
    async with opened(vk, tmp_path) as door:
        [outcome] = await door.send([out(1, 7, "раз")])
        assert isinstance(outcome, Unreachable)
        await vk.unblocks(7)
        assert await door.send([out(2, 7, "два")]) == ["2"]
    assert ours(vk, 7) == ["два"]


async def test_nobody_in_particular_is_refused_here(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        outcomes = await door.send([Outgoing(1, "@anna", Reply("?")), out(2, 7)])
    assert [type(outcome) for outcome in outcomes] == [Rejected, str]


async def test_long_words_come_in_pieces_once(vk: VkStandIn, tmp_path: Path) -> None:
    text = "\n\n".join(f"Абзац {n}. " + "слово " * 100 for n in range(20))
    vk.faults.add("messages.send", Fault.LOST)
    async with opened(vk, tmp_path) as door:
        [outcome] = await door.send([out(1, 7, text, rows=rows("Да"))])
        assert isinstance(outcome, TryLater)
        [outcome] = await door.send([out(1, 7, text, rows=rows("Да"))])
    pieces = [message for message in vk.shown(7) if message.ours]
    assert len(pieces) == 4
    assert "".join(text.split()) == "".join("".join(p.text for p in pieces).split())
    assert outcome == str(pieces[-1].id)
    assert [bool(piece.rows) for piece in pieces] == [False, False, False, True]


async def test_a_page_is_turned_in_place(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        [number] = await door.send([out(1, 7, "Страница 1", rows=rows("Дальше"))])
        assert isinstance(number, str)
        assert await door.send([out(2, 7, "Страница 2", instead_of=number)]) == [number]
    shown = vk.shown(7)[-1]
    assert (shown.text, shown.edited, shown.rows, len(vk.shown(7))) == ("Страница 2", True, (), 2)


async def test_what_cannot_be_changed_is_said_anew(
    vk: VkStandIn, clock: Clock, tmp_path: Path
) -> None:
    async with opened(vk, tmp_path) as door:
        [number] = await door.send([out(1, 7, "Страница 1")])
        assert isinstance(number, str)
        clock.move(timedelta(days=2))
        vk.faults.add("messages.send", Fault.LOST)
        page = out(2, 7, "Страница 2", instead_of=number)
        [lost] = await door.send([page])
        assert isinstance(lost, TryLater)
        assert await door.send([page]) == ["3"]
        assert await door.send([out(3, 7, "Не было", instead_of="900")]) == ["4"]
    assert ours(vk, 7) == ["Страница 1", "Страница 2", "Не было"]


def kept(folder: Path, kind: FileKind, name: str, content: bytes, number: int) -> Attached:
    (folder / f"f{number}").write_bytes(content)
    return Attached(number, kind, f"f{number}", name)


async def test_files_go_up_once_and_come_with_the_words(vk: VkStandIn, tmp_path: Path) -> None:
    files = (
        kept(tmp_path, FileKind.PHOTO, "яма.jpg", b"jpg", 1),
        kept(tmp_path, FileKind.DOCUMENT, "ответ «№ 5».pdf", b"%PDF", 2),
        kept(tmp_path, FileKind.VOICE, "слова.ogg", b"ogg", 3),
    )
    async with opened(vk, tmp_path) as door:
        assert await door.send([out(1, 7, "Смотрите", files=files)]) == ["2"]
        calls = len(vk.requests)
        await door.send([out(2, 8, "И вы", files=files)])
    assert methods(vk)[calls:] == ["messages.send", "messages.send"]
    first, voice = vk.shown(7)[-2:]
    assert [(file.kind, file.name) for file in first.files] == [
        ("photo", "1.jpg"), ("document", "ответ «№ 5».pdf"),
    ]  # fmt: skip
    assert [(file.kind, file.size) for file in voice.files] == [("voice", 3)]
    assert [stored.content for stored in vk.world.stored.values()] == [b"jpg", b"%PDF", b"ogg"]


async def test_what_vk_does_not_take_as_a_picture_goes_as_a_document(
    vk: VkStandIn, tmp_path: Path
) -> None:
    odd = kept(tmp_path, FileKind.PHOTO, "photo.bin", b"not a picture", 1)
    async with opened(vk, tmp_path) as door:
        assert await door.send([out(1, 7, "", files=(odd,))]) == ["2"]
    assert [file.kind for file in vk.shown(7)[-1].files] == ["document"]


async def test_a_file_not_there_yet_is_waited_for(vk: VkStandIn, tmp_path: Path) -> None:
    late = Attached(1, FileKind.DOCUMENT, "f1", "a.pdf")
    async with opened(vk, tmp_path) as door:
        [outcome] = await door.send([out(1, 7, "Вот", files=(late,))])
        assert isinstance(outcome, TryLater)
        kept(tmp_path, FileKind.DOCUMENT, "a.pdf", b"%", 1)
        assert await door.send([out(1, 7, "Вот", files=(late,))]) == ["2"]


async def test_an_empty_file_is_refused_for_good(vk: VkStandIn, tmp_path: Path) -> None:
    empty = kept(tmp_path, FileKind.DOCUMENT, "a.pdf", b"", 1)
    async with opened(vk, tmp_path) as door:
        [outcome] = await door.send([out(1, 7, "Вот", files=(empty,))])
    assert isinstance(outcome, Rejected)


@pytest.mark.parametrize("fault", [Fault.HTTP_500, Fault.DROP, Fault.MALFORMED])
async def test_an_upload_that_breaks_is_tried_later(
    vk: VkStandIn, tmp_path: Path, fault: Fault
) -> None:
    file = kept(tmp_path, FileKind.DOCUMENT, "a.pdf", b"%", 1)
    vk.faults.add("upload", fault)
    async with opened(vk, tmp_path) as door:
        [outcome] = await door.send([out(1, 7, "Вот", files=(file,))])
        assert isinstance(outcome, TryLater)
        assert await door.send([out(1, 7, "Вот", files=(file,))]) == ["2"]


async def test_an_upload_forgotten_by_vk_is_made_anew(vk: VkStandIn, tmp_path: Path) -> None:
    file = kept(tmp_path, FileKind.DOCUMENT, "a.pdf", b"%", 1)
    async with opened(vk, tmp_path) as door:
        await door.send([out(1, 7, "Вот", files=(file,))])
        vk.world.stored.clear()
        [outcome] = await door.send([out(2, 7, "Ещё", files=(file,))])
        assert isinstance(outcome, Rejected)
        assert await door.send([out(2, 7, "Ещё", files=(file,))]) == ["3"]


def stored(vk: VkStandIn, content: bytes) -> File:
    kept = vk.world.keep(Sent("document", "a.pdf", content), 7)
    return File(FileKind.DOCUMENT, kept.url(), kept.name)


async def test_a_file_is_fetched_whole_or_not_at_all(vk: VkStandIn, tmp_path: Path) -> None:
    file = stored(vk, b"x" * 3_000_000)
    gone = File(FileKind.DOCUMENT, f"{vk.base_url}/file/1/a", "a")
    async with opened(vk, tmp_path) as door:
        vk.faults.add("file", Fault.DROP, times=3)
        with pytest.raises(TryLater):
            await door.download(file, tmp_path / "got")
        vk.faults.clear()
        vk.faults.add("file", Fault.HTML_502)
        with pytest.raises(TryLater):
            await door.download(file, tmp_path / "got")
        with pytest.raises(Rejected):
            await door.download(gone, tmp_path / "got")
        assert list(tmp_path.iterdir()) == []
        await door.download(file, tmp_path / "got")
    assert (tmp_path / "got").stat().st_size == 3_000_000


async def test_a_download_stopped_anywhere_leaves_nothing_behind(
    vk: VkStandIn, tmp_path: Path
) -> None:
    """Neither half a file nor one that is open still."""
    file = stored(vk, b"x" * 10_000)
    async with opened(vk, tmp_path) as door:
        for steps in range(60):
            async with asyncio.TaskGroup() as group:
                task = group.create_task(door.download(file, tmp_path / "got"))
                for _ in range(steps):
                    await asyncio.sleep(0)
                task.cancel()
            assert [path.name for path in tmp_path.iterdir()] in ([], ["got"])
            (tmp_path / "got").unlink(missing_ok=True)


async def test_too_large_a_file_is_not_fetched(vk: VkStandIn, tmp_path: Path) -> None:
    file = stored(vk, bytes(50 * 2**20 + 1))
    async with opened(vk, tmp_path) as door:
        with pytest.raises(Rejected):
            await door.download(file, tmp_path / "got")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "", "javascript:1"])
async def test_only_the_web_is_fetched_from(vk: VkStandIn, tmp_path: Path, address: str) -> None:
    async with opened(vk, tmp_path) as door:
        with pytest.raises(Rejected):
            await door.download(File(FileKind.DOCUMENT, address, "a"), tmp_path / "got")


async def test_pacing_keeps_within_what_vk_allows(clock: Clock, tmp_path: Path) -> None:
    async with standing(VkStandIn(clock)) as vk:
        vk.preload((person, "Яма") for person in range(1, 46))
        async with opened(vk, tmp_path, calls_per_second=20) as door:
            outcomes = [(await door.send([out(n, n)]))[0] for n in range(1, 46)]
    assert outcomes == ["2"] * 45


async def test_without_pacing_vk_says_slow_down(clock: Clock, tmp_path: Path) -> None:
    async with standing(VkStandIn(clock)) as vk:
        vk.second = 60
        vk.preload((person, "Яма") for person in range(1, 26))
        async with opened(vk, tmp_path) as door:
            found = await asyncio.gather(*(door.send([out(n, n)]) for n in range(1, 26)))
    late = [outcome for (outcome,) in found if isinstance(outcome, TryLater)]
    assert [outcome.whole for outcome in late] == [True] * 5


async def test_a_slow_answer_holds_up_nobody_else(vk: VkStandIn, tmp_path: Path) -> None:
    free = asyncio.Event()
    vk.faults.add("messages.edit", held(free))
    batch = [out(1, 1, "правка", instead_of="1"), out(2, 2), out(3, 3)]
    async with opened(vk, tmp_path) as door, asyncio.TaskGroup() as group:
        sending = group.create_task(door.send(batch))
        await until(lambda: ours(vk, 2) and ours(vk, 3))
        assert ours(vk, 1) == []
        free.set()
        assert await sending == ["2", "2", "2"]


async def test_the_token_is_never_written_down(
    vk: VkStandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vk.faults.add("messages.send", 5)
    vk.faults.add("messages.send", Fault.DROP)
    vk.faults.add("messages.send", 14)
    async with opened(vk, tmp_path) as door:
        for number in range(3):
            await door.send([out(number, 7)])
        await door.check()
        assert vk.token not in repr(door)
    assert caplog.records
    assert vk.token not in caplog.text


async def test_closing_twice_is_nothing(vk: VkStandIn, tmp_path: Path) -> None:
    async with opened(vk, tmp_path) as door:
        await door.send([out(1, 7)])
        await door.close()
