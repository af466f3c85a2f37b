"""Words by their dictionary form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.words import lemmas


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Положены ли детям пособия?", ("положить", "ребенок", "пособие")),
        ("РЕБЁНКУ, ребенка — ребёнок", ("ребенок", "ребенок", "ребенок")),
        ("материнского капитала", ("материнский", "капитал")),
        ("и в на под это который мой не", ()),
        ("ЖКХ, МСЭ, e-mail, 2026 год, ул. Ленина", ("жкх", "мсэ", "год", "ленин")),
        # A stress mark, a soft hyphen, and a letter typed as two signs (a base and its breve).
        ("льго\u0301ты ве\u00adтеран мои\u0306ка", ("льгота", "ветеран", "мойка")),
        ("🙂 \x00 \u202e 12", ()),
        ("", ()),
    ],
)
def test_words_of_a_text(text: str, words: tuple[str, ...]) -> None:
    assert lemmas(text) == words


@given(st.text(st.characters(categories=["L", "M", "P", "Zs", "Cc"]), max_size=200))
def test_any_text_has_words_or_none(text: str) -> None:
    found = lemmas(text)
    assert all(word and word == word.lower() and "ё" not in word for word in found)
    assert lemmas(text.upper().lower()) == lemmas(text.lower())
