"""Thanks are told from questions that begin with thanks."""

from __future__ import annotations

import pytest

from domain.courtesy import is_thanks


@pytest.mark.requirement("A14")
@pytest.mark.parametrize(
    "text",
    [
        "Спасибо",
        "спасибо!",
        "Спасибо большое!",
        "Большое спасибо за быстрый ответ",
        "Благодарю вас за помощь.",
        "Хорошо, спасибо",
        "Понятно, благодарю",
        "Спасибо огромное, всего доброго!",
        "Добрый день! Спасибо за подробный ответ и внимание",
        "👍",
        "🙏🙏",
        "👍🏼 ❤️",
    ],
)
def test_thanks(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.requirement("A14")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Спасибо, а когда придут деньги?",
        "Спасибо, но пособие так и не пришло",
        "Спасибо за ничего",
        "Здравствуйте",
        "Хорошо",
        "Спасибо, жду до 26",
        "Спасибо. Прошу ещё прислать справку",
        "Спасибо, соседка тоже просит",
        "Нет, спасибо, не помогло",
        "Thank you",
        "12345",
        "👎",
        "😡😡",
        "🆘",
        "!!!",
        "...",
        "Благодарность за ответ, а помощь",
        "Спасибо, ещё помощь",
        "Спасибо, ответ",
    ],
)
def test_what_asks_for_something_is_not_thanks(text: str) -> None:
    assert not is_thanks(text)
