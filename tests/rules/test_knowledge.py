"""The knowledge base's rules: what is found, in what order, how fast, and how it is shown."""

from __future__ import annotations

import random
from time import perf_counter

import pytest

from domain.knowledge import A_PAGE, Shelf, pages
from domain.markdown import plain
from domain.ministry import Article
from domain.reply_check.internal import guarded


def article(id_: str, title: str, text: str = "", *words: str, topic: str = "") -> Article:
    return Article(id_, title, "all", text, topics=(topic,) if topic else (), words=words)


MIDDLES, ENDS = ("ара", "ело", "ину"), ("к", "мост", "вид")
SHELF = Shelf(
    [
        article("subsidy", "Субсидия на оплату ЖКУ", "Её дают на шесть месяцев.", "квартплата"),
        article("benefit", "Пособие на ребёнка", "Не путайте с субсидией.", topic="children"),
        article("vpn", "Как включить VPN", "Нужен ключ."),
    ]
)


def found(query: str) -> list[str]:
    return [one.id for one in SHELF.search(query)]


@pytest.mark.requirement("E4")
@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("субсидии", ["subsidy"]),  # in the title of one; said by the way in the other
        ("субсидей", ["subsidy"]),  # a letter mistaken
        ("субсдия", ["subsidy"]),  # a letter left out
        ("сусбидия", ["subsidy"]),  # two that changed places
        ("за квартплату", ["subsidy"]),
        ("vpn", ["vpn"]),
        ("месяц", ["subsidy"]),
        ("и на по", []),
        ("телескоп", []),
        ("", []),
    ],
)
def test_words_find_articles(query: str, ids: list[str]) -> None:
    assert found(query)[:1] == ids


@pytest.mark.requirement("E4")
def test_what_is_not_on_the_shelf_gives_no_hint_of_itself() -> None:
    """Neither by a guess at a mistyped word nor by the order of what is found."""
    one = Shelf([article("a", "Субсидия", "Телескоп."), article("b", "Пособие", "Телескоп.")])
    assert [a.id for a in one.search("телескоп")] == ["b", "a"]
    assert one.search("альбатрос") == ()


def test_only_a_message_just_about_an_article_is_like_it() -> None:
    alike = SHELF.alike("Пособие на ребёнка")
    assert alike
    assert alike.id == "benefit"
    assert SHELF.alike("Пособие") is None
    assert SHELF.alike("Сосед кричит, что пособие на ребёнка ему назначил телескоп и завод") is None
    assert (
        SHELF.alike("Пособие на ребёнка. " + "Дом стоит на реке у завода, трубы гудят. " * 5)
        is None
    )


@pytest.mark.requirement("E4")
def test_a_thousand_articles_are_searched_at_once() -> None:
    chance = random.Random(4)
    words = [
        f"{a}{b}{c}" for a in "бвгдж" for b in ("ара", "ело", "ину") for c in ("к", "мост", "вид")
    ]
    texts = [" ".join(chance.choices(words, k=120)) for _ in range(1_000)]
    shelf = Shelf(article(f"a{n}", f"Статья {text[:20]}", text) for n, text in enumerate(texts))
    shelf.search("барамост")
    begun = perf_counter()
    for _ in range(20):
        assert shelf.search("бараамост велоик жинувид")
    assert (perf_counter() - begun) / 20 < 0.2


def test_pages_fit_and_lose_nothing() -> None:
    text = "\n\n".join(f"Абзац {n}. " + "слово " * 60 for n in range(40)) + "а" * 7_000
    parted = pages(text)
    assert len(parted) > 3
    assert all(0 < len(page) <= A_PAGE for page in parted)
    assert "".join("".join(parted).split()) == "".join(text.split())
    assert pages("Коротко.") == ("Коротко.",)


def test_markdown_is_shown_as_plain_text() -> None:
    text = plain(
        "# Заголовок\nПервая строка\nи вторая, **важная**.\n\n- раз\n- [сайт](https://a.ru)\n"
        "  и дальше\n1. пункт\n\n[а@б.рф](mailto:а@б.рф) и `код`"
    )
    assert text.wrong == []
    assert text.text == (
        "Заголовок\n\nПервая строка и вторая, важная.\n\n\u2022 раз\n\u2022 сайт (https://a.ru)"
        " и дальше\n1. пункт\n\nа@б.рф и код"
    )


@pytest.mark.parametrize(
    "line",
    [
        "[тык](javascript:alert(1))",
        "[тык](file:///etc/passwd)",
        "<b>жирно</b>",
        "![схема](https://a.ru/x.png)",
        "| а | б |",
        "> цитата",
        "```",
    ],
)
def test_what_cannot_be_shown_is_named_with_its_line(line: str) -> None:
    wrong = plain(f"Начало.\n\n{line}\n").wrong
    assert [number for number, _ in wrong] == [3]


@pytest.mark.requirement("E4")
def test_what_all_may_read_is_not_guarded() -> None:
    hidden = "один два три четыре пять шесть семь"
    assert guarded([hidden], [hidden]) == frozenset()
    assert ("один", "два", "три", "четыре", "пять", "шесть") in guarded([hidden], [hidden[5:]])
