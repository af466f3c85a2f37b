"""The reply check: what is wrong is found in its place, what is right is left in peace."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reply_rules import Finding, Kind, Outcome, ReplyFacts, Severity, check
from tests.shared import needed

SENTENCES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "replies.toml").read_text("utf-8")
)
MINISTRY = ReplyFacts(contacts=("8-800-000-00-00, priemnaya@example.org",))
NOTHING = ReplyFacts()
REPLY = """Вы спросили, почему пособие за октябрь не пришло.

Мы нашли ошибку в номере счёта и исправили её. Деньги поступят до 25 ноября.

Если этого не случится, напишите нам."""


def rules(text: str, facts: ReplyFacts = NOTHING) -> list[str]:
    return [finding.rule for finding in check(text, facts)]


def the(rule: str, text: str, facts: ReplyFacts = NOTHING) -> Finding:
    found = [finding for finding in check(text, facts) if finding.rule == rule]
    assert len(found) == 1, check(text, facts)
    return found[0]


def place(finding: Finding, text: str) -> str:
    return text[finding.start : finding.end]


def bad(sentences: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(rule, sentence) for rule, those in sentences.items() for sentence in those]


@pytest.mark.requirement("T4")
@pytest.mark.parametrize("sentence", [*SENTENCES["good"], *SENTENCES["later"]["good"]])
def test_a_good_sentence_is_left_in_peace(sentence: str) -> None:
    assert check(sentence, MINISTRY) == ()


@pytest.mark.parametrize(("rule", "sentence"), bad(SENTENCES["bad"]))
def test_a_bad_sentence_is_found(rule: str, sentence: str) -> None:
    assert rule in rules(sentence)


def test_nine_in_ten_of_the_later_bad_sentences_are_found() -> None:
    later = bad(SENTENCES["later"]["bad"])
    missed = [sentence for rule, sentence in later if rule not in rules(sentence)]
    assert len(missed) <= len(later) // 10, missed


def test_the_measure_is_large_enough() -> None:
    assert len(SENTENCES["good"]) >= 60
    assert len(bad(SENTENCES["bad"])) >= 60


def test_a_whole_good_reply() -> None:
    assert check(REPLY, ReplyFacts(client="Мария", outcome=Outcome.WILL_BE)) == ()


# What the sketch of this check was measured on: the orders themselves, which know their Russian.
REAL_MISTAKES = {"Техничко-организационное", "видеопроотоколированием", "недается"}


@pytest.fixture(scope="module")
def orders() -> list[str]:
    folder = needed("orders")
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    return [paragraph for text in texts for paragraph in text.split("\n\n")]


def test_the_orders_are_hardly_accused(orders: list[str]) -> None:
    errors = [
        (finding.rule, place(finding, paragraph))
        for paragraph in orders
        for finding in check(paragraph, NOTHING)
        if finding.severity is Severity.ERROR and finding.rule != "unfilled"
    ]
    assert {where for rule, where in errors if rule == "spelling"} == REAL_MISTAKES
    assert [rule for rule, _ in errors if rule != "spelling"] == ["brush-off"]


@pytest.mark.parametrize(
    ("rule", "text", "where", "better"),
    [
        ("spelling", "Обращение расмотрено сегодня.", "расмотрено", "рассмотрено"),
        ("spelling", "Мы немогли ответить.", "немогли", "не могли"),
        ("spelling", "Приглошаем вас.", "Приглошаем", "Приглашаем"),
        ("spelling", "Вы жаловаетесь не туда.", "жаловаетесь", ""),
        ("case", "Согласно приказа № 38.", "Согласно приказа", "Согласно приказу"),
        ("infinitive", "Вам нужно обратится в МФЦ.", "обратится", "обратиться"),
        ("comma", "Сообщаем что всё готово.", "Сообщаем что", "Сообщаем, что"),
        ("doubled", "Ждём ждём вас.", "Ждём ждём", "Ждём"),
        ("grammar", "Ответ в течении дня.", "в течении", "в течение"),
        ("mixed-alphabet", "Ваше пocoбие.", "пocoбие", "пособие"),
        ("colloquial", "Нужен ихний ответ.", "ихний", "их"),
        ("archaic", "Дабы успеть, приходите.", "Дабы", "чтобы"),
        ("capitals", "Это СОВСЕМ не так.", "СОВСЕМ", ""),
        ("abbreviation", "Нужно заключение ВКК.", "ВКК", ""),
        ("long-sentence", "слово " * 30, ("слово " * 30), ""),
    ],
)
def test_place_and_better_wording(rule: str, text: str, where: str, better: str) -> None:
    finding = the(rule, text)
    assert (place(finding, text), finding.better) == (where, better)


@pytest.mark.parametrize(
    "text",
    [
        "Ответили Каибовой и Шамхалову.",  # names in the middle of a sentence
        "Губайдуллин И. В. уже ответил.",  # a surname with initials
        "Пишите на priemnaya@example.org или откройте https://pos.example.org/lk?x=1.",
        "Доплата 1 200 руб. за кв. м, тел. 10-11, г. Бердск, ул. Ленина, д. 6.",
        "Приказ № 132-ОД от 12.10.2026, закон № 59-ФЗ.",
        "Двенадцатидневный и 12-дневный отпуск, 3-го числа.",
        "Медико-социальная и социально-трудовая помощь, видеоинструкция, микрозаём.",
        "QR-код и SMS от портала «Госуслуги».",
        "Льго\u0301ты ве\u00adтеранам и мои\u0306ка.",
        "Ребенок и ребёнок, ещё и еще.",
    ],
)
def test_what_the_dictionary_does_not_know_and_need_not(text: str) -> None:
    found = set(
        rules(text, ReplyFacts(people=("Губайдуллин Иван Викторович",), contacts=MINISTRY.contacts))
    )
    assert found <= {"abbreviation"}, found


def test_the_ministrys_own_words_and_abbreviations() -> None:
    text = "Зайдите в Техноградус: там есть минтрудовка и КСЗН."
    assert {"spelling", "abbreviation"} <= set(rules(text))
    facts = ReplyFacts(words=frozenset({"минтрудовка"}), abbreviations=frozenset({"КСЗН"}))
    assert rules(text, facts) == []


@pytest.mark.parametrize(
    "text",
    [
        "Единый портал (далее – ЕПГУ) работает. Заходите на ЕПГУ.",
        "Единый портал (ЕПГУ) работает. Заходите на ЕПГУ.",
        "ЕПГУ (единый портал) работает. Заходите на ЕПГУ.",
    ],
)
def test_an_abbreviation_explained_once_is_known(text: str) -> None:
    assert rules(text) == []


def test_an_abbreviation_is_told_of_once() -> None:
    assert rules("Заходите на ЕПГУ. Там, на ЕПГУ, есть анкета.") == ["abbreviation"]


def test_quoted_words_are_not_ours() -> None:
    assert "brush-off" in rules("Вопрос взят на контроль.")
    assert "brush-off" not in rules(
        "Вы пишете, что ответ «вопрос взят на контроль» вас не устроил."
    )


@pytest.mark.requirement("T10")
def test_smileys_belong_into_public_replies_alone() -> None:
    for text in ("Ждём вас завтра 😊", "Ждём вас завтра :)"):
        assert rules(text) == ["smiley"]
        assert rules(text, ReplyFacts(public=True)) == []
    assert rules("Ждём вас завтра ★", ReplyFacts(public=True)) == ["symbol"]


def test_the_greeting_is_the_houses() -> None:
    text = "Уважаемый Иван Петрович! Пособие придёт завтра."
    client = "Иванов Иван Петрович"
    finding = the("greeting-twice", text, ReplyFacts(client=client))
    assert (finding.severity, place(finding, text)) == (Severity.HINT, "Уважаемый Иван Петрович!")
    assert rules(text, ReplyFacts(client=client, greeted=False)) == []


def test_somebody_elses_name_and_the_wrong_ending() -> None:
    text = "Уважаемый Мария Ивановна! Пособие придёт завтра."
    gender = the("greeting-gender", text, ReplyFacts(client="Мария Ивановна", greeted=False))
    assert gender.better == "Уважаемая Мария Ивановна"
    name = the("greeting-name", text, ReplyFacts(client="Иван Петрович", greeted=False))
    assert (place(name, text), name.better) == ("Мария Ивановна", "Иван Петрович")
    assert rules(text, ReplyFacts(client="Солнышко", greeted=False)) == []


def test_a_greeting_is_missed() -> None:
    text = "На ваш вопрос отвечаем: пособие придёт завтра."
    severities = {
        kind: the("greeting-missing", text, ReplyFacts(kind=kind, greeted=False)).severity
        for kind in Kind
    }
    assert severities == {Kind.MESSAGE: Severity.WARNING, Kind.OFFICIAL: Severity.ERROR}


def test_an_official_reply_names_its_question() -> None:
    facts = ReplyFacts(kind=Kind.OFFICIAL)
    assert rules("Деньги придут завтра.\n\nДо свидания.", facts) == ["question-not-named"]
    assert rules("Вы спросили, когда придут деньги.\n\nОни придут завтра.", facts) == []
    assert rules("Деньги придут завтра.") == []


def test_what_is_planned_has_a_date() -> None:
    planned = ReplyFacts(outcome=Outcome.WILL_BE)
    assert the("no-date", "Пандус поставим.", planned).severity is Severity.ERROR
    assert rules("Пандус поставим до 15 декабря.", planned) == []
    assert (
        rules("Пандус поставим.", ReplyFacts(outcome=Outcome.WILL_BE, due=date(2026, 12, 15))) == []
    )


def test_a_promise_looks_for_its_date_beside_it() -> None:
    assert rules("Вопрос будет решён. Это случится до пятницы.") == []
    assert rules("Вопрос будет решён. Спасибо. Мы пишем. До пятницы.") == ["promise-without-date"]
    assert rules("Вопрос будет решён.", ReplyFacts(outcome=Outcome.MAY_BE)) == []


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("Деньги будут выплачены до 20 октября.", True),
        ("Деньги будут выплачены до 20.10.2026.", True),
        ("Деньги за 5 октября будут выплачены до 1 декабря.", False),
        ("Деньги будут выплачены 15 января.", False),
        ("Заявление от 5 октября рассмотрели.", False),
    ],
)
def test_a_promised_day_lies_ahead(text: str, past: bool) -> None:
    assert ("date-past" in rules(text, ReplyFacts(today=date(2026, 11, 22)))) is past


def test_who_cannot_help_says_what_can() -> None:
    impossible = ReplyFacts(outcome=Outcome.CANNOT)
    assert the("no-alternative", "Путёвку не дадим.", impossible).severity is Severity.ERROR
    assert rules("Путёвку не дадим, но вы можете получить компенсацию.", impossible) == []
    assert rules("Не дадим.", ReplyFacts(outcome=Outcome.CANNOT, alternative=True)) == []


MOBILE = "+7 (913) 456-78-90"


@pytest.mark.parametrize(
    ("rule", "datum"),
    [
        ("data-phone", MOBILE),
        ("data-phone", "89134567890"),
        ("data-mail", "ivan.petrov@mail.ru"),
        ("data-snils", "112-233-445 95"),
        ("data-snils", "11223344595"),
        ("data-inn", "500100732259"),
        ("data-card", "4276 4400 1234 5671"),
        ("data-account", "40817810099910004312"),
        ("data-passport", "50 04 № 123456"),
    ],
)
def test_personal_data_of_others(rule: str, datum: str) -> None:
    text = f"Получатель указал {datum}, проверьте."
    assert place(the(rule, text), text) == datum
    assert rules(text, ReplyFacts(own=(f"Мои данные: {datum}.",))) == []
    assert rules(text, ReplyFacts(contacts=(datum,))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Приказ от 27.09.2024 № 2137, обращение 2026-000123.",
        "Звоните 8-800-2500-201 или 8-800-000-00-00.",
        "Сумма 1 234 567 890 рублей, индекс 630007.",
        "Справка 4276 4400 1234 5674 недействительна.",  # no card: Luhn's sum is wrong
        "Номер 112-233-445 96 в базе не найден.",  # no insurance number: the sum is wrong
        "С 01.10.2026 по 31.12.2026, кабинет 104.",
    ],
)
def test_official_numbers_are_nobodys(text: str) -> None:
    assert [rule for rule in rules(text) if rule.startswith("data-")] == []


def test_data_known_to_be_anothers() -> None:
    facts = ReplyFacts(others=("Зелёная, 15", "10-77-3"))
    text = "Дом на улице зеленая, 15 уже проверили, карта 10 773."
    assert [place(f, text) for f in check(text, facts) if f.rule == "data-other"] == [
        "зеленая, 15",
        "10 773",
    ]


def test_people_named_in_a_reply() -> None:
    text = "Дело ведёт Петров О. И., справку выдали Ивановой Марии Сергеевне."
    both = [place(finding, text) for finding in check(text, NOTHING)]
    assert both == ["Петров О. И.", "Ивановой Марии Сергеевне"]
    ours = ReplyFacts(client="Иванова Мария Сергеевна", people=("Петров Олег Игоревич",))
    assert rules(text, ours) == []
    assert rules("Приём на улице имени В. И. Ленина.") == []


NOTE = "Клиент пишет в пятый раз, доход семьи занижен, проверить через налоговую инспекцию"


def test_words_of_internal_notes_do_not_leave() -> None:
    facts = ReplyFacts(internal=(NOTE, "Тянуть до января"))
    text = "Добавим: доход семьи занижен, проверить через налоговую стоит. Будем тянуть до января."
    found = [place(f, text) for f in check(text, facts) if f.rule == "internal-words"]
    assert found == ["доход семьи занижен, проверить через налоговую", "тянуть до января"]
    assert rules("Доход семьи проверили через налоговую.", facts) == []


def test_the_clients_own_words_may_come_back() -> None:
    own = ReplyFacts(internal=(NOTE,), own=("доход семьи занижен, проверить через налоговую!",))
    text = "Вы пишете: доход семьи занижен, проверить через налоговую."
    assert "internal-words" not in rules(text, own)


def test_two_pages() -> None:
    text = "Выплату назначили. " * 250
    finding = the("too-long", text)
    assert finding.severity is Severity.WARNING
    assert finding.values["letters"] == len(text.rstrip())
    assert "too-long" not in rules("Выплату назначили. " * 150)


def test_only_the_longest_sentence_is_told_of() -> None:
    text = "слово " * 30 + ". " + "Слово " * 40 + "."
    assert the("long-sentence", text).values["words"] == 40


def test_shortened_words_end_no_sentence() -> None:
    assert (
        rules("Отдел находится в г. Новосибирске, ул. Серебренниковская, д. 6, тел. 10-11.") == []
    )


def test_a_strong_word_silences_lesser_ones() -> None:
    assert rules("Прекратите названивать в отдел.") == ["reproach"]


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "Извените, ответ в течении дня. Пocoбие придёт."
    starts = [finding.start for finding in check(text, NOTHING)]
    assert len(starts) >= 3
    assert starts == sorted(starts)


SIGNS = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs", "Cc"]), max_size=120)
PIECES = st.sampled_from([*SENTENCES["good"][:20], *(text for _, text in bad(SENTENCES["bad"]))])


@settings(deadline=None)
@given(st.lists(st.one_of(SIGNS, PIECES), max_size=4).map(" ".join))
def test_any_text_is_checked_and_every_place_is_in_it(text: str) -> None:
    facts = ReplyFacts(
        client=text[:30], own=(text[:40],), internal=(text[40:80],), others=(text[:5],)
    )
    for finding in check(text, facts):
        assert 0 <= finding.start <= finding.end <= len(text)
    assert check(text, facts) == check(text, facts)
