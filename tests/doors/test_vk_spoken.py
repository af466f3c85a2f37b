"""What the house says, as exact calls of VK's methods."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import Halted, NotSent, Outgoing, Rejected, TryLater, Unreachable
from bot.vk.errors import refused
from bot.vk.spoken import Call, random_id, script, split, spoken
from domain.talk import Button, Reply
from sandbox.vk_execute import Script
from sandbox.vk_keyboard import keyboard
from tests.doors.vk_kit import out


def test_plain_words() -> None:
    said = out(31, 7, "Здравствуйте!")
    assert spoken(said) == [
        Call(
            "messages.send",
            {"peer_ids": "7", "random_id": random_id(said, 0), "message": "Здравствуйте!",
             "dont_parse_links": 1},
            telling=True,
        )
    ]  # fmt: skip


def test_buttons_are_an_inline_keyboard() -> None:
    rows = ((Button("Взять", tap="take:5"), Button("Сайт", link="https://e.org")),)
    [call] = spoken(Outgoing(1, "7", Reply("Вот", rows)))
    board = json.loads(call.params["keyboard"])
    assert board == {
        "inline": True,
        "buttons": [[
            {"action": {"type": "callback", "label": "Взять", "payload": '{"t":"take:5"}'}},
            {"action": {"type": "open_link", "label": "Сайт", "link": "https://e.org"}},
        ]],
    }  # fmt: skip
    assert keyboard(call.params["keyboard"]) is not None


def test_the_longest_tap_fits_the_payload() -> None:
    [call] = spoken(Outgoing(1, "7", Reply("Вот", ((Button("Я" * 40, tap="\\" * 64),),))))
    assert keyboard(call.params["keyboard"]) is not None


def test_a_changed_message() -> None:
    reply = Reply("Страница 2", ((Button("Дальше", tap="p:3"),),), instead_of="12")
    [call] = spoken(Outgoing(1, "7", reply))
    assert call.method == "messages.edit"
    assert (call.params["peer_id"], call.params["cmid"]) == (7, 12)
    assert (call.params["message"], "keyboard" in call.params) == ("Страница 2", True)


@pytest.mark.parametrize("instead_of", ["m5", "²", "-1"])
def test_what_is_no_number_of_a_message_is_said_anew(instead_of: str) -> None:
    [call] = spoken(Outgoing(1, "7", Reply("Да", instead_of=instead_of)))
    assert call.method == "messages.send"


def test_long_words_are_cut_and_the_buttons_are_under_the_last() -> None:
    text = "\n\n".join("слово " * 200 for _ in range(10)).strip()
    calls = spoken(Outgoing(1, "7", Reply(text, ((Button("Да", tap="y"),),))))
    assert len(calls) > 2
    assert all(len(call.params["message"]) <= 4096 for call in calls)
    assert ["keyboard" in call.params for call in calls] == [False] * (len(calls) - 1) + [True]
    assert [call.telling for call in calls] == [False] * (len(calls) - 1) + [True]
    assert len({call.params["random_id"] for call in calls}) == len(calls)


def test_files_go_with_the_words_ten_at_a_time_and_voices_alone() -> None:
    words = [f"photo-1_{n}" for n in range(12)] + ["audio_message-1_99"]
    calls = spoken(out(1, 7, "Смотрите"), words)
    assert [call.params["attachment"] for call in calls] == [
        ",".join(words[:10]), ",".join(words[10:12]), "audio_message-1_99",
    ]  # fmt: skip
    assert [call.params.get("message") for call in calls] == ["Смотрите", None, None]
    assert [call.telling for call in calls] == [True, False, False]


def test_a_voice_without_words_is_one_message() -> None:
    [call] = spoken(out(1, 7, ""), ["audio_message-1_99"])
    assert call.params["attachment"] == "audio_message-1_99"
    assert "message" not in call.params


@given(st.text(max_size=20_000))
def test_nothing_but_space_is_lost_by_cutting(text: str) -> None:
    pieces = split(text)
    assert all(len(piece) <= 4096 for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@given(st.integers(1, 2**62), st.integers(0, 50), st.text())
def test_the_number_against_doubles(number: int, part: int, text: str) -> None:
    said = out(number, 7, text)
    assert 0 < random_id(said, part) < 2**31
    assert random_id(said, part) == random_id(out(number, 7, text), part)


def test_other_words_under_the_same_row_number_are_no_repeat() -> None:
    assert random_id(out(5, 7, "раз"), 0) != random_id(out(5, 7, "два"), 0)
    assert random_id(out(5, 7, "раз"), 0) != random_id(out(5, 7, "раз"), 1)
    assert random_id(out(5, 7, "раз"), 0) != random_id(out(6, 7, "раз"), 0)


@given(st.lists(st.text(), min_size=1, max_size=25))
def test_a_script_says_exactly_what_was_meant(texts: list[str]) -> None:
    calls = [spoken(out(place, 7, text or "."))[0] for place, text in enumerate(texts)]
    made: list[tuple[str, dict[str, object]]] = []

    def call(method: str, params: dict[str, object]) -> int:
        made.append((method, params))
        return len(made)

    assert Script(script(calls), call).run() == list(range(1, len(calls) + 1))
    assert made == [(call.method, call.params) for call in calls]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (1, TryLater), (6, TryLater), (9, TryLater), (10, TryLater), (29, TryLater),
        (5, Halted), (14, Halted), (17, Halted), (27, Halted),
        (7, Unreachable), (15, Unreachable), (18, Unreachable), (113, Unreachable),
        (900, Unreachable), (901, Unreachable), (902, Unreachable), (917, Unreachable),
        (936, Unreachable), (945, Unreachable), (950, Unreachable),
        (100, Rejected), (909, Rejected), (911, Rejected), (914, Rejected), (12345, Rejected),
    ],
)  # fmt: skip
def test_every_error_has_its_class(code: int, kind: type[NotSent]) -> None:
    assert type(refused(code, "so it is")) is kind


@pytest.mark.parametrize(
    "words",
    [
        "Access denied: no access to call this method with current scopes",
        "Access denied: group messages are disabled",
    ],
)
def test_access_denied_to_ourselves_stops_the_channel(words: str) -> None:
    assert isinstance(refused(15, words), Halted)


def test_slow_down_is_said_to_the_whole_channel() -> None:
    hurry, flood, day = refused(6, ""), refused(9, ""), refused(29, "")
    assert isinstance(hurry, TryLater)
    assert isinstance(flood, TryLater)
    assert isinstance(day, TryLater)
    assert (hurry.whole, flood.whole, day.whole) == (True, False, True)
    assert hurry.after < flood.after < day.after
