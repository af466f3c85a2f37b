"""Reply in, exact calls of the Bot API out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.client import FSInputFile
from bot.telegram.spoken import LONGEST, split, spoken
from domain.talk import Attached, Button, FileKind, Reply

STORE = Path("store")
ROWS = ((Button("Взять", tap="t:1"), Button("Портал", link="https://gosuslugi.ru")), ())
KEYBOARD = {
    "inline_keyboard": [
        [
            {"text": "Взять", "callback_data": "t:1"},
            {"text": "Портал", "url": "https://gosuslugi.ru"},
        ]
    ]
}
QUIET = {"is_disabled": True}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def file(number: int, kind: FileKind, name: str = "a.bin") -> Attached:
    return Attached(number, kind, f"2026/{number}", name)


def shown(value: Any) -> Any:
    """A call's parameter as a test reads it: a file by its path and name."""
    if isinstance(value, FSInputFile):
        return (str(value.path), value.filename)
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    return value


def calls(reply: Reply) -> list[tuple[str, dict[str, Any]]]:
    said = spoken("7", reply, STORE)
    return [
        (call.__api_method__, {k: shown(v) for k, v in call if k in call.model_fields_set and v})
        for call in said
    ]


def test_words_and_buttons() -> None:
    assert calls(Reply("Здравствуйте! <b>не разметка</b>", ROWS)) == [
        (
            "sendMessage",
            {
                "chat_id": 7,
                "text": "Здравствуйте! <b>не разметка</b>",
                "link_preview_options": QUIET,
                "reply_markup": KEYBOARD,
            },
        )
    ]


def test_a_turned_page() -> None:
    edit = {"chat_id": 7, "message_id": 12, "text": "Страница 2", "link_preview_options": QUIET}
    assert calls(Reply("Страница 2", instead_of="12")) == [("editMessageText", edit)]


def test_files_follow_the_text_and_share_albums() -> None:
    photos = tuple(file(n, FileKind.PHOTO) for n in range(1, 13))
    papers = (
        file(20, FileKind.DOCUMENT),
        file(21, FileKind.DOCUMENT, 'он сказал "да"/нет\r\n.pdf'),
    )
    voices = (file(30, FileKind.VOICE), file(31, FileKind.VOICE))
    said = calls(Reply("вот", ROWS, files=(*photos, *papers, *voices)))
    assert [name for name, _ in said] == [
        "sendMessage",
        "sendMediaGroup",
        "sendMediaGroup",
        "sendMediaGroup",
        "sendVoice",
        "sendVoice",
    ]
    assert "reply_markup" in said[0][1]
    assert [len(said[n][1]["media"]) for n in (1, 2, 3)] == [10, 2, 2]
    assert said[1][1]["media"][0] == {"type": "photo", "media": ("store/2026/1", "a.bin")}
    assert said[3][1]["media"][1]["media"] == ("store/2026/21", "он сказал _да__нет__.pdf")
    assert said[5][1] == {"chat_id": 7, "voice": ("store/2026/31", "a.bin")}


@pytest.mark.parametrize("kind", FileKind)
def test_a_single_file_goes_by_its_own_method(kind: FileKind) -> None:
    ((name, fields),) = calls(Reply("", ROWS, files=(file(1, kind),)))
    assert name == f"send{kind.value.title()}"
    upload = ("store/2026/1", "a.bin")
    assert fields == {"chat_id": 7, kind.value: upload, "reply_markup": KEYBOARD}


def test_a_long_text_is_cut_between_paragraphs_and_keeps_its_buttons_last() -> None:
    first, second = "а" * 3000, "б" * 3000
    said = calls(Reply(f"{first}\n\n{second}", ROWS))
    assert [fields["text"] for _, fields in said] == [first, second]
    assert ["reply_markup" in fields for _, fields in said] == [False, True]


def test_a_chat_that_is_no_telegram_chat_is_said_so() -> None:
    with pytest.raises(ValueError, match="club1"):
        spoken("club1", Reply("да"), STORE)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("  \n ", []),
        (" слово ", ["слово"]),
        ("a" * 4096, ["a" * 4096]),
        ("a" * 4097, ["a" * 4096, "a"]),
        ("a" * 4095 + "😀", ["a" * 4095, "😀"]),
        ("😀" * 2048, ["😀" * 2048]),
        ("a" * 3000 + " " + "b" * 3000, ["a" * 3000, "b" * 3000]),
        ("a" * 4096 + " " + "b", ["a" * 4096, "b"]),
        ("a" * 2500 + "\n" + "b" * 1000 + " c " + "d" * 1000,
         ["a" * 2500, "b" * 1000 + " c " + "d" * 1000]),
    ],
    ids=lambda one: f"{len(one)}",
)  # fmt: skip
def test_splitting(text: str, parts: list[str]) -> None:
    assert split(text) == parts


PIECES = st.sampled_from(["а" * 700, "😀" * 300, " ", "\n", "\n\n", "слово"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_is_lost_by_splitting(text: str) -> None:
    parts = split(text)
    assert all(0 < units(part) <= LONGEST for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
