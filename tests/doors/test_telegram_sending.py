"""Telegram's door sends: every outcome the platform knows, named as the house names it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channel import Halted, Outgoing, Rejected, TryLater, Unknown, Unreachable
from domain.talk import Attached, Button, File, FileKind, Reply
from sandbox import telegram_faults as fault
from sandbox.people import Person, Sent
from tests.doors.telegram_tools import Watch, config, door, say, telegram, texts, until

ROWS = ((Button("Взять", tap="t:1"), Button("Портал", link="https://gosuslugi.ru")),)


async def test_a_reply_is_seen_with_its_buttons() -> None:
    async with telegram() as standin, door(standin) as opened:
        person = Person(standin, 7)
        await person.says("здравствуйте")
        assert await say(opened, 7, Reply("Мы получили Ваше сообщение", ROWS)) == ["2"]
        shown = await person.hears("получили")
        assert [(b.label, b.data, b.link) for b in shown.rows[0]] == [
            ("Взять", "t:1", ""),
            ("Портал", "", "https://gosuslugi.ru"),
        ]


async def test_a_batch_goes_side_by_side() -> None:
    async with telegram() as standin, door(standin) as opened:
        for person in range(1, 41):
            await standin.says(person, "эй")
        free = asyncio.Event()
        standin.faults.add("sendMessage", fault.held(free), times=40)
        batch = [Outgoing(n, str(n), Reply(f"ответ {n}")) for n in range(1, 41)]
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(opened.send(batch))
            await until(lambda: len(standin.requests) == 40)
            free.set()
        assert sending.result() == ["2"] * 40
        assert [texts(standin, person) for person in (1, 40)] == [["ответ 1"], ["ответ 40"]]


async def test_whoever_cannot_be_reached_is_named_so() -> None:
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "эй")
        await standin.blocks(7)
        standin.deactivates(8)
        standin.world.person(9)
        for person in (7, 8, 9, 10):
            (outcome,) = await say(opened, person, "ответ")
            assert isinstance(outcome, Unreachable), outcome
        await standin.unblocks(7)
        assert await say(opened, 7, "снова") == ["2"]


@pytest.mark.parametrize(
    ("trouble", "meaning", "arrived"),
    [
        (fault.too_many(7), TryLater, 0),
        (fault.too_many(None), TryLater, 0),
        (fault.broken(), TryLater, 0),
        (fault.bad_gateway(), Unknown, 0),
        (fault.dropped(), Unknown, 0),
        (fault.answer_lost(), Unknown, 1),
        (fault.malformed(), Unknown, 1),
        (fault.unauthorized(), Halted, 0),
        (fault.refused(413, "Request Entity Too Large"), Rejected, 0),
        (fault.refused(400, "Bad Request: BUTTON_DATA_INVALID"), Rejected, 0),
        (fault.refused(403, "Forbidden: user is deactivated"), Unreachable, 0),
        (fault.refused(400, "Bad Request: PEER_ID_INVALID"), Unreachable, 0),
    ],
    ids=lambda one: f"{one.kind}-{one.text}" if isinstance(one, fault.Fault) else "",
)
async def test_failures_have_names(trouble: fault.Fault, meaning: type, arrived: int) -> None:
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "эй")
        standin.faults.add("sendMessage", trouble)
        (outcome,) = await say(opened, 7, "ответ")
        assert type(outcome) is meaning, outcome
        assert len(texts(standin, 7)) == arrived
        assert "TEST" not in str(outcome)


async def test_flood_pauses_the_whole_channel_for_as_long_as_told() -> None:
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "эй")
        for asked, after in ((7, 7), (None, 5)):
            standin.faults.add("sendMessage", fault.too_many(asked))
            (outcome,) = await say(opened, 7, "ответ")
            assert (outcome.whole, outcome.after) == (True, timedelta(seconds=after))


async def test_nobody_at_home_is_known_to_be_unsent() -> None:
    async with door() as opened:
        (outcome,) = await say(opened, 7, "ответ")
        assert isinstance(outcome, TryLater)


async def test_a_success_of_an_unknown_shape_is_a_success() -> None:
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "эй")
        written = standin.world.write
        shapes = iter([{"message_id": 5, "chat": None}, {}, True, None])
        standin.world.write = lambda *_: next(shapes)
        assert await say(opened, 7, "раз", "два", "три", "четыре") == ["5", "", "", ""]
        standin.world.write = written


async def test_a_page_is_turned_in_place() -> None:
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "эй")
        (first,) = await say(opened, 7, Reply("Страница 1", ROWS))
        turned = Reply("Страница 2", ROWS, instead_of=first)
        assert await say(opened, 7, turned, turned) == [first, first]
        assert texts(standin, 7) == ["Страница 2"]
        assert standin.shown(7)[-1].edited


@pytest.mark.parametrize("gone", ["deleted", "not ours"])
async def test_a_page_that_cannot_be_turned_is_said_anew(gone: str) -> None:
    async with telegram() as standin, door(standin) as opened:
        theirs = await standin.says(7, "эй")
        (ours,) = await say(opened, 7, "Страница 1")
        del standin.world.chats[7].messages[int(ours)]
        page = ours if gone == "deleted" else str(theirs)
        assert await say(opened, 7, Reply("Страница 2", ROWS, instead_of=page)) == ["3"]
        assert texts(standin, 7) == ["Страница 2"]
        assert standin.shown(7)[-1].rows


async def test_files_go_after_the_text(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode() * 10)
    files = (
        Attached(1, FileKind.PHOTO, "a", "двор.jpg"),
        Attached(2, FileKind.PHOTO, "b", "дом.jpg"),
        Attached(3, FileKind.DOCUMENT, "c", "ответ.pdf", "application/pdf"),
    )
    async with telegram() as standin, door(standin, files_dir=tmp_path) as opened:
        await standin.says(7, "эй")
        assert await say(opened, 7, Reply("Вот документы", files=files)) == ["5"]
        shown = standin.shown(7)[1:]
        assert [message.text for message in shown] == ["Вот документы", "", "", ""]
        sent = [(f.kind, f.name, f.size) for message in shown for f in message.files]
        assert sent == [
            ("photo", "двор.jpg", 10),
            ("photo", "дом.jpg", 10),
            ("document", "ответ.pdf", 10),
        ]
        (album,) = {m.get("media_group_id") for m in standin.world.chats[7].messages.values()} - {
            None
        }
        assert album


async def test_a_file_not_yet_in_the_store_is_waited_for(tmp_path: Path) -> None:
    reply = Reply("Вот", files=(Attached(1, FileKind.DOCUMENT, "a", "a.pdf"),))
    async with telegram() as standin, door(standin, files_dir=tmp_path) as opened:
        await standin.says(7, "эй")
        (outcome,) = await say(opened, 7, reply)
        assert isinstance(outcome, TryLater)
        assert texts(standin, 7) == []
        (tmp_path / "a").write_bytes(b"pdf")
        assert await say(opened, 7, reply) == ["3"]


async def test_a_part_that_was_sent_is_not_sent_again(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"pdf")
    reply = Reply("а" * 4000 + " " + "б" * 4000, files=(Attached(1, FileKind.DOCUMENT, "a", "a"),))
    async with telegram() as standin, door(standin, files_dir=tmp_path) as opened:
        await standin.says(7, "эй")
        standin.faults.add("sendDocument", fault.broken())
        (outcome,) = await say(opened, 7, reply)
        assert isinstance(outcome, TryLater)
        assert await say(opened, 7, reply) == ["4"]
        assert [len(text) for text in texts(standin, 7)] == [4000, 4000, 0]


async def test_a_picture_telegram_cannot_show_goes_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (11 << 20))
    photo = Attached(1, FileKind.PHOTO, "a", "план.png")
    async with telegram() as standin, door(standin, files_dir=tmp_path) as opened:
        await standin.says(7, "эй")
        await say(opened, 7, Reply("", files=(photo,)))
        await say(opened, 7, Reply("", files=(photo, photo)))
        kinds = [f.kind for m in standin.shown(7) for f in m.files]
        assert kinds == ["document"] * 3


async def test_what_telegram_refuses_for_good_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    empty = Attached(1, FileKind.DOCUMENT, "empty", "a.pdf")
    long = ((Button("слишком", tap="я" * 33),),)
    async with telegram(wrong=True) as standin, door(standin, files_dir=tmp_path) as opened:
        await standin.says(7, "эй")
        for reply in (Reply("да", long), Reply(""), Reply("", files=(empty,))):
            (outcome,) = await say(opened, 7, reply)
            assert isinstance(outcome, Rejected), outcome
        (outcome,) = await opened.send([Outgoing(1, "не чат", Reply("да"))])
        assert isinstance(outcome, Rejected)


async def test_the_allowed_pace_is_kept_and_never_refused() -> None:
    """33 people at once: three more than Telegram forgives in its first second."""
    async with (
        telegram(limits=True) as standin,
        door(standin, per_second=25) as paced,
        door(standin, per_second=0) as hasty,
    ):
        for person in range(1, 101):
            await standin.says(person, "эй")
        batch = [Outgoing(n, str(n), Reply("ответ")) for n in range(1, 101)]
        assert await paced.send(batch[:33]) == ["2"] * 33
        free = asyncio.Event()
        standin.faults.add("sendMessage", fault.held(free), times=100)
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(hasty.send(batch))
            await until(lambda: len(standin.requests) == 33 + 100)
            free.set()
        refused = [one for one in sending.result() if isinstance(one, TryLater)]
        assert refused
        assert all(one.whole for one in refused)


DOCUMENT = Sent("document", "письмо.pdf", b"%PDF" * 1000, "application/pdf")


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def received(standin: Any, sent: Sent, size: int | None = None) -> File:
    await standin.says(7, "", [sent])
    carrier = standin.updates[-1]["message"]["document"]
    return File(FileKind.DOCUMENT, carrier["file_id"], sent.name, size)


async def test_a_download_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    async with telegram() as standin, door(standin) as opened:
        file = await received(standin, DOCUMENT)
        await opened.download(file, tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == DOCUMENT.content
        standin.faults.add("download", fault.answer_lost())
        with pytest.raises(TryLater):
            await opened.download(file, tmp_path / "b")
        assert names(tmp_path) == ["a"]


async def test_a_download_stopped_anywhere_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither half a file nor one that is open still."""
    async with telegram() as standin, door(standin) as opened:
        file = await received(standin, DOCUMENT)
        for steps in range(60):
            async with asyncio.TaskGroup() as group:
                task = group.create_task(opened.download(file, tmp_path / "a"))
                for _ in range(steps):
                    await asyncio.sleep(0)
                task.cancel()
            assert names(tmp_path) in ([], ["a"])
            (tmp_path / "a").unlink(missing_ok=True)


async def test_what_cannot_be_downloaded_is_rejected_without_the_token(tmp_path: Path) -> None:
    huge = Sent("document", "big.bin", b"\0" * ((20 << 20) + 1))
    async with telegram(wrong=True) as standin, door(standin) as opened:
        told = File(FileKind.DOCUMENT, "any", "big.bin", 21 << 20)
        untold = await received(standin, huge)
        gone = File(FileKind.DOCUMENT, "nobody knows it", "a")
        for file in (told, untold, gone):
            with pytest.raises(Rejected) as caught:
                await opened.download(file, tmp_path / "a")
            assert "TEST" not in str(caught.value)
        standin.faults.add("download", fault.refused(404, "Not Found"))
        with pytest.raises(Rejected) as caught:
            await opened.download(await received(standin, DOCUMENT), tmp_path / "a")
        assert "TEST" not in repr(caught.value)
        assert caught.value.__cause__ is None
        assert names(tmp_path) == []


@pytest.mark.parametrize(
    "trouble", [fault.bad_gateway(), fault.unauthorized(), fault.too_many(3), fault.dropped()]
)
async def test_a_download_in_a_bad_hour_is_tried_later(
    trouble: fault.Fault, tmp_path: Path
) -> None:
    async with telegram() as standin, door(standin) as opened:
        file = await received(standin, DOCUMENT)
        standin.faults.add("getFile", trouble)
        with pytest.raises(TryLater):
            await opened.download(file, tmp_path / "a")


async def test_check_finds_nothing_in_a_healthy_bot() -> None:
    async with telegram() as standin, door(standin) as opened:
        assert await opened.check() == []


async def test_check_says_what_is_wrong_and_what_to_do() -> None:
    async with telegram() as standin, door(standin) as opened:
        standin.faults.add("getMe", fault.unauthorized())
        (token,) = await opened.check()
        assert "TELEGRAM_TOKEN" in token
        standin.preload((7, "эй") for _ in range(1001))
        (crowd,) = await opened.check()
        assert "1001 updates" in crowd
    async with door() as opened:
        (silence,) = await opened.check()
        assert "TELEGRAM_API_URL" in silence


async def test_the_token_is_nowhere_to_be_seen() -> None:
    assert "TEST" not in repr(config(webhook_secret="SECRET-TEST"))
    async with telegram() as standin:
        settings = config(standin)
        async with door(standin, Watch()) as opened:
            standin.faults.add("sendMessage", fault.dropped())
            (outcome,) = await say(opened, 7, "ответ")
            assert settings.token not in repr(outcome)
            await opened.close()
            await opened.close()


async def test_an_invitation_is_a_link_to_the_bot_where_one_can_be_had() -> None:
    async with telegram() as standin, door(standin) as opened:
        link = await opened.invitation("join-CODE")
        assert link == "https://t.me/priyomnaya_demo_bot?start=join-CODE"
    async with door() as opened:
        assert (await opened.invitation("join-CODE")).startswith("no link: ")


async def test_a_quarantined_event_can_be_understood_again() -> None:
    async with telegram() as standin, door(standin) as opened:
        await standin.says(7, "эй")
        inbound = opened.understand(standin.updates[0])
        assert inbound is not None
        assert inbound.text == "эй"
        with pytest.raises(KeyError):
            opened.understand({"message": {}})


async def test_closing_twice_is_fine() -> None:
    async with telegram() as standin, door(standin) as opened:
        await asyncio.gather(opened.close(), opened.close())
