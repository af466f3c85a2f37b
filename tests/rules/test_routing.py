"""Routing: sure only beyond doubt, and wiser with each correction."""

from __future__ import annotations

import csv
import random
import re
import sys
from pathlib import Path

import pytest

from domain.ministry import Topic
from domain.routing import Correction, Router
from domain.words import lemmas

TOPICS = (
    Topic("child", "", "benefits", words=("пособие", "ребёнок", "материнский капитал")),
    Topic("veterans", "", "benefits", words=("ветеран", "удостоверение", "льгота")),
    Topic("work", "", "employment", words=("безработный", "биржа труда", "вакансия", "льгота")),
    Topic("care", "", "care", words=("интернат", "сиделка", "опека", "капитал")),
    Topic("other", "", "reception"),
)


def corrected(text: str, unit: str, topic: str = "", times: int = 1) -> list[Correction]:
    return [Correction(lemmas(text), unit, topic)] * times


@pytest.mark.requirement("A6", "R1")
@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Здравствуйте! Когда придут пособия на детей?", "child"),
        ("нужна СИДЕЛКА для мамы", "care"),
        ("Как стать безработной официально", "work"),
        ("потерял ветеранское, то есть удостоверение ветерана", "veterans"),
    ],
)
def test_a_clear_text_is_sure(text: str, topic: str) -> None:
    proposal = Router(TOPICS).propose(text)
    assert (proposal.sure, proposal.topics[0]) == (topic, topic)


@pytest.mark.requirement("R1")
@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте",
        "",
        "Во дворе третий день нет света, помогите!",
        "Я безработный, есть ли пособия?",  # two units, a word each
        "Какие у меня льготы?",  # a word that two units list
    ],
)
def test_a_doubtful_text_goes_to_be_sorted(text: str) -> None:
    assert Router(TOPICS).propose(text).sure is None


@pytest.mark.requirement("A6")
def test_proposals_are_three_at_most_and_never_the_catch_all() -> None:
    router = Router(TOPICS, corrected("пособие вакансия сиделка льгота", "reception", "other", 9))
    proposal = router.propose("пособие вакансия сиделка льгота")
    assert len(proposal.topics) == 3
    assert "other" not in proposal.topics
    assert proposal.sure is None
    assert Router(TOPICS).propose("Здравствуйте").topics == ()
    assert Router(()).propose("пособие").topics == ()


def test_both_topics_of_one_unit_may_speak_at_once() -> None:
    proposal = Router(TOPICS).propose("Удостоверение ветерана и пособие на детей")
    assert proposal.topics[:2] in (("child", "veterans"), ("veterans", "child"))
    assert proposal.sure == proposal.topics[0]


def test_words_that_others_list_too_make_nothing_sure_however_many() -> None:
    shared = ("справка", "заявление", "копия")
    topics = [
        Topic("all", "", "archive", words=shared),
        *(Topic(word, "", word, words=(word,)) for word in shared),
    ]
    proposal = Router(topics).propose("Справка, заявление и копия")
    assert (proposal.topics[0], proposal.sure) == ("all", None)
    topics[0] = Topic("all", "", "archive", words=(*shared, "архив"))
    assert Router(topics).propose("Справка, заявление и копия из архива").sure == "all"


def test_words_of_a_phrase_count_only_side_by_side() -> None:
    router = Router(TOPICS)
    assert router.propose("про материнский капитал").topics[0] == "child"
    assert router.propose("материнский дом, уставный капитал").topics == ("care",)


def test_a_word_by_the_way_in_a_long_text_is_not_enough() -> None:
    long = " ".join(f"Сосед {name} шумит ночью, музыка гремит." for name in ("Пётр", "Иван") * 6)
    assert Router(TOPICS).propose(f"{long} Пособие.").sure is None
    assert Router(TOPICS).propose(f"{long} Пособие.").topics == ("child",)


def test_words_that_match_nothing_are_named() -> None:
    topics = (Topic("ip", "", "work", words=("ИП", "бизнес", "self-employed")),)
    assert Router(topics).unheard == (("ip", "ИП"), ("ip", "self-employed"))
    assert Router(TOPICS).unheard == ()


# --- corrections --------------------------------------------------------------------------------

SCHOOL = "Дочери нужно пособие для школьной формы, кто выдаёт форму?"


@pytest.mark.requirement("R1")
def test_one_correction_unsettles_a_like_text_but_makes_nothing_sure() -> None:
    assert Router(TOPICS).propose(SCHOOL).sure == "child"
    wiser = Router(TOPICS, corrected(SCHOOL, "care", "care")).propose(SCHOOL)
    assert wiser.sure is None
    assert "care" in wiser.topics


def test_one_correction_leaves_other_texts_alone() -> None:
    router = Router(TOPICS, corrected(SCHOOL, "care", "care"))
    assert router.propose("Когда придёт пособие за март?").sure == "child"
    assert router.propose("Здравствуйте, кто выдаёт справки?").sure is None
    plain = Router(TOPICS, corrected("Добрый день! Прошу помочь, адрес Ленина 5", "care", "care"))
    assert plain.propose("Добрый день! Прошу помочь, адрес Мира 7").sure is None


def others() -> list[Correction]:
    """Corrections about other things, as they gather in a ministry's everyday."""
    texts = (
        ("Добрый день! Не приходит выплата за март, подскажите причину", "benefits", "child"),
        ("Добрый день! Прошу помочь с работой после сокращения", "employment", "work"),
        ("Подскажите, какие документы нужны на проезд ветерану", "benefits", "veterans"),
        ("Прошу помочь устроить бабушку, адрес Ленина 5", "care", "care"),
        ("Добрый день, спасибо за помощь, подскажите телефон", "reception", "other"),
    )
    return [c for text, unit, topic in texts * 8 for c in corrected(text, unit, topic)]


FORMS = (
    "Добрый день! Где получить школьную форму для первоклассника?",
    "Подскажите, школьная форма первокласснику положена?",
    "Прошу помочь: форма школьная, двое первоклассников в семье",
    "Форму первокласснику выдают? Школа сказала писать вам",
)


@pytest.mark.requirement("R1")
def test_several_corrections_that_agree_make_sure() -> None:
    told = [c for text in FORMS for c in corrected(text, "care", "care", 2)]
    new = "Добрый день, а школьную форму первоклассникам когда дадут?"
    assert Router(TOPICS, others()).propose(new).sure is None
    assert Router(TOPICS, others() + told).propose(new).sure == "care"
    assert Router(TOPICS, others() + told).propose("Добрый день! Подскажите телефон").sure is None


@pytest.mark.parametrize("times", [1, 2, 3, 5, 10, 50])
def test_corrections_that_all_go_one_way_make_no_greeting_sure(times: int) -> None:
    told = corrected("Добрый день! Подскажите, прошу помочь с формой", "care", "care", times)
    assert Router(TOPICS, told).propose("Добрый день! Подскажите, прошу помочь").sure is None


@pytest.mark.requirement("R1")
def test_a_word_of_the_file_fades_as_people_send_its_texts_elsewhere() -> None:
    text = "Как получить удостоверение?"
    assert Router(TOPICS).propose(text).sure == "veterans"
    astray = corrected("Удостоверение опекуна: куда нести бумаги", "care", "care", 5)
    assert Router(TOPICS, astray).propose(text).sure is None
    # A person who sends it where the word says strengthens nothing that was not there.
    home = corrected("Удостоверение к девятому мая", "benefits", "veterans", 5)
    assert Router(TOPICS, home).propose(text).sure == "veterans"
    assert Router(TOPICS, home + astray[:1]).propose(text).sure == "veterans"


def test_a_correction_to_a_unit_speaks_for_its_topics() -> None:
    text = "Не приходит выплата за март"
    router = Router(TOPICS, corrected(text, "benefits", times=3))
    assert set(router.propose(text).topics) == {"child", "veterans"}
    # To its own unit no word loses trust.
    own = Router(TOPICS, corrected("Пособие за март", "benefits", times=20))
    assert own.propose("Когда пособие?").sure == "child"


def test_corrections_to_what_is_gone_are_left_aside() -> None:
    gone = corrected(SCHOOL, "closed_unit", "closed_topic", 9)
    assert Router(TOPICS, gone).propose(SCHOOL) == Router(TOPICS).propose(SCHOOL)
    # The topic is gone or moved, its unit is there: the unit is what counts.
    moved = corrected(SCHOOL, "care", "child", 2)
    assert "care" in Router(TOPICS, moved).propose(SCHOOL).topics


def test_learning_one_by_one_is_learning_at_once() -> None:
    router = Router(TOPICS)
    for correction in others():
        router.learn(correction)
    for text in (*FORMS, SCHOOL):
        assert router.propose(text) == Router(TOPICS, others()).propose(text)


# --- real appeals -------------------------------------------------------------------------------

#: topics a ministry might write down in ten minutes, and what Kursk region calls them
KURSK = {
    "roads": ("ям[ыа]|дорожного покрытия", "яма, выбоина, асфальт, дорожное покрытие, щебень"),
    "light": ("освещение дорог|наружное освещение", "освещение, фонарь, уличный свет"),
    "hatch": ("люков", "люк, колодец"),
    "waste": ("отходов|свалки", "свалка, мусор, контейнер, мусорный бак, вывоз мусора"),
    "trees": ("деревья|вырубка", "дерево, спил, спилить, ветка"),
    "heat": ("теплоснабжения", "отопление, батарея, отопительный"),
    "water": ("водоснабжение", "водоснабжение, водопровод, холодная вода, горячая вода"),
    "bus": ("транспорта|перевозок|поезд", "автобус, маршрутка, троллейбус, трамвай, остановка"),
    "signs": ("ешеходные переходы|ветофоры|орожные знаки", "светофор, зебра, дорожный знак"),
    "snow": ("снега", "снег, наледь, гололёд"),
    "health": ("медицинской|лекарств|здравоохр|акцин", "врач, поликлиника, больница, лекарство"),
    "benefit": ("пособий|социальн|льгот", "пособие, выплата, материнский капитал, льгота"),
    "dogs": ("животные", "собака, бездомный, стая"),
    "play": ("площадк", "детская площадка, спортивная площадка, качели"),
    "grass": ("сорная|клумб|газонов|парков и", "трава, покос, сорняк, газон, сквер"),
}


@pytest.fixture(scope="module")
def kursk(shared_data: Path) -> list[tuple[str, str]]:
    """Texts and the topic each is about, "other" for a third of them that is none of ours."""
    with (shared_data / "kursk_appeals.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["text"], row["topic"]) for row in csv.DictReader(file)]
    random.Random(3).shuffle(rows)
    return [
        (text, next((id_ for id_, (is_, _) in KURSK.items() if re.search(is_, topic)), "other"))
        for text, topic in rows
    ]


def measured(router: Router, appeals: list[tuple[str, str]]) -> tuple[float, float, float]:
    """How often sure, how often right when sure, and how often ours is among the three."""
    proposals = [(router.propose(text), topic) for text, topic in appeals]
    sure = [p.sure == topic for p, topic in proposals if p.sure]
    three = [topic in p.topics for p, topic in proposals if topic != "other"]
    return len(sure) / len(proposals), sum(sure) / len(sure), sum(three) / len(three)


@pytest.mark.requirement("R1", "A6")
def test_real_appeals_are_sent_right_or_not_at_all(
    kursk: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    topics = [
        *(Topic(id_, id_, id_, words=tuple(w.split(", "))) for id_, (_, w) in KURSK.items()),
        Topic("other", "other", "reception"),
    ]
    units = {topic.id: topic.unit for topic in topics}
    unseen, seen = kursk[:700], kursk[700:]
    told = [Correction(lemmas(text), units[topic], topic) for text, topic in seen]
    before, after = (measured(Router(topics, c), unseen) for c in ((), told))
    with capsys.disabled():
        for name, figures in (("words alone", before), (f"{len(told)} corrections", after)):
            line = "sure {:.0%}, then right {:.0%}, among three {:.0%}".format(*figures)
            sys.stdout.write(f"\nrouting, {name}: {line}")
    assert before[0] >= 0.3
    assert before[1] >= 0.75
    assert before[2] >= 0.65
    assert after[0] >= 0.3
    assert after[1] >= before[1]
    assert after[2] >= 0.9
