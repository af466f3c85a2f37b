"""Repeats: the same matter is recognised, another one is not, and what is new is shown."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from pathlib import Path
from random import Random

import pytest

from domain.repeats import Likeness, most_like
from tests.shared import needed

pytestmark = pytest.mark.requirement("R12")

PAIRS = tomllib.loads((Path(__file__).parent / "repeats.toml").read_text("utf-8"))
FIRST = (
    "Здравствуйте! Подала документы на единое пособие 5 сентября. Прошло больше месяца, деньги не"
    " пришли. Подскажите, когда будет решение?"
)


def like(text: str, old: str = FIRST) -> Likeness | None:
    return most_like(text, [(7, old)])


def test_the_same_text_has_nothing_new() -> None:
    found = like(FIRST)
    assert found == Likeness(7, 1.0)
    assert found.nothing_new


@pytest.mark.parametrize(
    "text",
    [
        FIRST.upper(),
        f"Пишу повторно, ответа так и нет! {FIRST} Спасибо.",
        "Прошло больше месяца, когда будет решение по единому пособию? Подала документы, денег"
        " нет!",
        "Подскажите, когда будет решение? Подала документы на единое пособие 5 сентября.",
    ],
)
def test_the_same_matter_said_otherwise_has_nothing_new(text: str) -> None:
    found = like(text)
    assert found
    assert found.nothing_new, found


def test_a_new_sentence_is_shown_whole() -> None:
    found = like(f"{FIRST} Вчера родился второй ребёнок, свидетельство приложила.")
    assert found
    assert found.sentences == ("Вчера родился второй ребёнок, свидетельство приложила.",)
    assert found.words == ()


def test_new_words_in_an_old_sentence_are_shown() -> None:
    found = like(FIRST.replace("документы", "документы через МФЦ вместе с мужем"))
    assert found
    assert (found.sentences, found.words) == ((), ("МФЦ", "вместе", "мужем"))


def test_a_new_figure_is_news() -> None:
    """Another date or sum may be all there is to say."""
    found = like(FIRST.replace("5 сентября", "12 сентября"))
    assert found
    assert found.sentences == ("Подала документы на единое пособие 12 сентября.",)


def test_the_likest_is_told_and_of_equals_the_newest() -> None:
    other = "Подала документы на субсидию, прошло больше месяца. Когда будет решение?"
    found = most_like(FIRST, [(9, other), (8, FIRST), (3, FIRST)])
    assert found
    assert found.earlier == 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "Спасибо!",
        "Здравствуйте, подскажите, пожалуйста",
        "🙂",
        "Пособие",
        "Где деньги?",
    ],
)
def test_a_few_words_are_like_nothing(text: str) -> None:
    assert like(text) is None
    assert most_like(text, []) is None


def test_few_words_are_a_repeat_only_of_the_same_few() -> None:
    assert like("Когда пособие?", "когда будет пособие") is not None
    assert like("Когда пособие?", "Когда субсидия?") is None


def test_what_the_documentation_says_of_the_pairs_written_for_it() -> None:
    same = sum(like(pair["second"], pair["first"]) is not None for pair in PAIRS["same"])
    other = sum(like(pair["second"], pair["first"]) is not None for pair in PAIRS["other"])
    assert (same, len(PAIRS["same"])) == (16, 20)
    assert (other, len(PAIRS["other"])) == (2, 12)


# What a person does to a text they send again.
def _as_it_was(text: str, _: Random) -> str:
    return text


def _greeted(text: str, _: Random) -> str:
    return f"Здравствуйте! Пишу повторно, ответа так и нет. {text}"


def _reordered(text: str, chance: Random) -> str:
    parts = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(chance.sample(parts, len(parts)))


def _shortened(text: str, _: Random) -> str:
    words = text.split()
    return " ".join(words[: max(8, len(words) * 6 // 10)])


def _thinned(text: str, chance: Random) -> str:
    return " ".join(word for word in text.split() if chance.random() > 0.25)


def _mistyped(text: str, chance: Random) -> str:
    words = text.split()
    for i, word in enumerate(words):
        if len(word) > 4 and chance.random() < 0.15:
            at = chance.randrange(1, len(word) - 2)
            words[i] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


CHANGES: tuple[tuple[Callable[[str, Random], str], int], ...] = (
    (_as_it_was, 300),
    (_greeted, 300),
    (_reordered, 300),
    (_shortened, 288),
    (_thinned, 294),
    (_mistyped, 294),
)


@pytest.mark.parametrize(("change", "least"), CHANGES)
def test_a_real_appeal_sent_again_is_recognised(
    change: Callable[[str, Random], str], least: int
) -> None:
    """Of 300 appeals to Kursk region's bodies, at least so many."""
    chance = Random(2)
    texts = [text for text, _ in _kursk() if len(text.split()) >= 10]
    sample = chance.sample(texts, 300)
    assert sum(like(change(text, chance), text) is not None for text in sample) >= least


def test_different_peoples_appeals_on_one_topic_are_seldom_alike() -> None:
    """Beside those that use the very same words: every pair of one topic, up to 60 of a topic."""
    by_topic: dict[str, list[str]] = defaultdict(list)
    for text, topic in _kursk():
        by_topic[topic].append(text)
    pairs = [pair for texts in by_topic.values() for pair in islice(combinations(texts, 2), 60)]
    shares = [found.share if (found := like(a, b)) else 0.0 for a, b in pairs]
    differ = [share for share in shares if share < 1.0]
    assert len(differ) > 3_000
    assert 0 < sum(share > 0 for share in differ) < len(differ) / 150


def _kursk() -> Iterator[tuple[str, str]]:
    with needed("data/kursk_appeals.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["text"], row["topic"]
