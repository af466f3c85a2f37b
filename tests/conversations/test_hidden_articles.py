"""What is written for colleagues reaches nobody else, whatever they try."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.ministry import Article
from domain.templates import Template
from sandbox.people import Person, Shown
from tests.conversations.talk import data_of, presses, sends, writes
from tests.town import Town

#: words nobody would say by chance, one for each part of an article
TITLE, WORD, TEXT, TOPIC = "Альбатросник", "барбариска", "вомбатенок", "canary_topic"
SECRET = f"{TEXT} несёт трюфель через синий мост ночью под дождём"
HIDDEN = Article(
    "canary",
    f"{TITLE} и субсидия",
    "employees",
    f"Субсидия. {SECRET}.",
    topics=(TOPIC, "utilities"),
    words=(WORD, "субсидия на альбатроса"),
    owner="petrov",
)
QUOTES = (f"quote:1:{HIDDEN.id}", f"quote-text:1:{HIDDEN.id}")
AT_WORK = "Эта кнопка для работы, а "
NO_SUCH = "Такой статьи в справке нет"


def planted(town: Town) -> None:
    """The house has the hidden article, and a template that quotes it."""
    quoting = replace(
        next(one for one in town.ministry.templates.values() if not one.topics),
        id="quoting",
        title="Цитата",
        text=f"Сообщаем: {SECRET}.",
        case=0,
    )
    templates: dict[str, Template] = {**town.ministry.templates, quoting.id: quoting}
    articles = {**town.ministry.articles, HIDDEN.id: HIDDEN}
    town.service.house.ministry = replace(town.ministry, articles=articles, templates=templates)


def told(heard: list[Shown]) -> list[Shown]:
    """The messages that tell anything of the hidden article."""
    canaries = [one.lower() for one in (TITLE, WORD, TEXT, TOPIC, HIDDEN.id)]
    return [
        shown
        for shown in heard
        for said in [f"{shown.text} {shown.rows} {[file.name for file in shown.files]}".lower()]
        if any(canary in said for canary in canaries)
    ]


async def tries_everything(
    person: Person, *more: str, refused: str = "среди доступных вам нет"
) -> None:
    """Every way a client has to an article, with the id of one that is hidden and of none."""
    for words in (TITLE, WORD, TEXT, "субсидия", f"{TITLE} {WORD}"):
        await presses(person, "kb")
        await person.hears("Здесь ответы на частые вопросы")
        await person.says(words)
        await person.hears("справке")
    await presses(person, "menu")
    await person.hears("Это приёмная")
    for id_ in (HIDDEN.id, "nothing"):
        for way in ("kb-{}", "/start kb-{}", "KB-{}"):
            await person.says(way.format(id_))
            assert (await person.hears()).text.startswith(NO_SUCH)
        for tap in ("article:{}", "article:{}:1", "helped:{}", "not-helped:{}"):
            await presses(person, tap.format(id_))
            assert (await person.hears()).text.startswith(NO_SUCH)
    for topic in (TOPIC, "nothing"):
        await presses(person, f"kb-topic:{topic}:0")
        assert (await person.hears()).text.startswith(NO_SUCH)
    await presses(person, "kb-topic:utilities:0")
    await person.hears("Выберите статью")
    for tap in ("knowledge", "articles:1", "quote:1:nothing", *more):
        await presses(person, tap)
        await person.hears(refused)


@pytest.mark.requirement("E4")
async def test_a_client_gets_nowhere_near_it(town: Town, at: str) -> None:
    planted(town)
    client, _ = await writes(town, at, f"{TITLE} и субсидия на альбатроса")
    await tries_everything(client, *QUOTES)
    assert told(client.heard) == []


@pytest.mark.requirement("E4", "E9")
async def test_neither_does_an_employee_under_the_clients_hat(town: Town) -> None:
    planted(town)
    petrov = await town.employee("petrov", "vk")
    await presses(petrov, "hat-client")
    await petrov.hears("Теперь вы пишете как гражданин")
    await petrov.hears("Это приёмная")
    # a press that is the other hat's is answered alike, whatever it names
    await tries_everything(petrov, refused=AT_WORK)
    assert told(petrov.heard) == []


@pytest.mark.requirement("E1", "E4")
async def test_old_buttons_of_somebody_who_works_here_no_more_open_nothing(town: Town) -> None:
    planted(town)
    gromova = await town.employee("gromova", "telegram")
    await presses(gromova, "knowledge")
    await gromova.hears("База знаний")
    await gromova.says(WORD)
    found = await gromova.hears("Вот что нашлось")
    old = data_of(found, TITLE)
    await gromova.taps(TITLE, found)
    assert told([await gromova.hears("трюфель")])
    await town.employee("gromova", "vk")  # joins anew: the lost account is a client's
    await gromova.hears("рабочий доступ")
    before = len(gromova.heard)
    await presses(gromova, old)
    assert (await gromova.hears()).text.startswith(NO_SUCH)
    await gromova.says(WORD)  # the search stands open no more
    await gromova.hears("его номер")
    await tries_everything(gromova, *QUOTES)
    assert told(gromova.heard[before:]) == []


@pytest.mark.requirement("E4", "T6")
async def test_nothing_of_it_goes_into_a_reply_to_a_citizen(town: Town, at: str) -> None:
    """Neither by the list nor by an id; typed or taken from a template, the check finds it."""
    planted(town)
    petrov = await town.employee("petrov", at)
    client, its = await writes(town, at, "Почему уменьшили субсидию на альбатроса?")
    await petrov.taps("Ответить", await petrov.hears(its))
    asked = await petrov.hears("Напишите ответ")
    version = data_of(asked, "База знаний").split(":")[-1].rstrip('"}')
    await petrov.taps("База знаний", asked)
    assert told([await petrov.hears("Статьи, которые подходят")]) == []
    for verb in ("quote", "quote-text", "quote-link"):
        for id_ in (HIDDEN.id, "nothing"):
            await presses(petrov, f"{verb}:{version}:{id_}")
            assert (await petrov.hears()).text.startswith(NO_SUCH)
    await petrov.says(f"Знайте: {SECRET}.")
    found = await petrov.hears("Проверили текст")
    assert "внутренних записей" in found.text
    await petrov.taps("Отправить", await petrov.hears(TEXT))
    await petrov.hears("почему")
    await presses(petrov, "templates")
    await petrov.taps("Цитата", await petrov.hears("Шаблоны для ответа"))
    await petrov.taps("Взять этот текст", await petrov.hears(TEXT))
    assert "внутренних записей" in (await petrov.hears("Проверили текст")).text
    await petrov.hears(TEXT)
    await presses(petrov, "rewrite")
    await petrov.hears("Напишите ответ")
    await petrov.says("Размер пересчитаем 26 ноября.")
    await sends(petrov, await petrov.hears("Размер пересчитаем"))
    await client.hears("Размер пересчитаем")
    assert told(client.heard) == []
