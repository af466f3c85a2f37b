"""Pictures of results: what they say, in which order, and that nothing leaves the sheet."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

import pytest

from bot.documents import charts, typeface
from domain.routing import Router
from domain.surveys.comparing import compare
from domain.surveys.questionnaire import Kind, Option, Question, Questionnaire
from domain.surveys.results import results
from domain.worktime import Calendar
from handlers.house import House
from handlers.survey import pictures
from handlers.survey.picture import Bar, Picture
from handlers.survey.report import Report, Told
from tests.kit import sample
from tests.survey_waves import BEFORE, CLIENTS, MANY, NOW, WORK, Answers, wave_of

pytestmark = pytest.mark.requirement("C7")

LONG = "Согласовали ли вы обстоятельства с подразделением, которое отвечает за исполнение " * 3


def house() -> House:
    ministry = sample()
    return House(ministry, Calendar(ministry.schedule), Router([*ministry.topics.values()]))


def told(answers: Answers, days: str, asked: Questionnaire = WORK) -> Told:
    sheets = [(part, one) for n, part, one in answers for _ in range(n)]
    found = results(asked, sheets, (), 60 if asked is WORK else 0)
    return Told(wave_of(asked), found, days)


def report() -> Report:
    now, before = told(NOW, "ноябрь"), told(BEFORE, "июль")
    comparison = compare(now.found, before.found)
    return Report(house(), now, "Всё министерство", before, comparison, (before, now))


def bars(picture: Picture | None) -> list[tuple[str, str, str]]:
    assert picture
    return [(bar.label, bar.shown, bar.note) for bar in picture.bars]


def test_marks_stand_side_by_side_the_best_first() -> None:
    picture = pictures.scales(report())
    assert bars(picture) == [
        ("Как быстро вам отвечают?", "80\u00a0%", "40 из 50"),
        ("Как с вами разговаривают?", "47\u00a0%", "20 из 43"),
    ]
    assert picture
    assert picture.title == "Выше всего оценили: «Как быстро вам отвечают?»"
    assert [bar.first for bar in picture.bars] == [True, False]


def test_the_index_goes_from_wave_to_wave_with_what_it_means() -> None:
    picture = pictures.waves(report())
    assert bars(picture) == [("июль", "55,8", "52 ответа"), ("ноябрь", "66,0", "50 ответов")]
    assert picture
    assert picture.title == "Удовлетворённость: изменение с прошлого раза может быть случайным"


def test_where_the_last_wave_cannot_be_compared_nothing_is_said_of_change() -> None:
    picture = pictures.waves(replace(report(), comparison=None))
    assert picture
    assert picture.title == "Индекс удовлетворённости по опросам"


def test_groups_that_are_hidden_are_in_no_picture_and_said_to_be_hidden() -> None:
    given = {"benefits": 4, "care": 2, "it": 1, "employment": 3}
    counts = {"benefits": 9, "care": 8, "it": 2, "employment": 5}
    answers = [(counts[part], part, {"pace": mark, "tone": mark}) for part, mark in given.items()]
    picture = pictures.parts(Report(house(), told(answers, "ноябрь"), "Всё министерство"))
    assert bars(picture) == [
        ("Отдел пособий и социальных выплат", "75,0", "9 ответов"),
        ("Отдел социального обслуживания и реабилитации", "25,0", "8 ответов"),
    ]
    assert picture
    assert picture.title == "По подразделениям индекс от 25,0 до 75,0"
    assert picture.foot[0].startswith("Остальных подразделений не показываем")


def test_a_single_group_is_compared_with_nothing() -> None:
    assert pictures.parts(report()) is None


def test_answers_to_a_question_are_bars_and_the_same_in_words() -> None:
    picture = pictures.named(report(), "q.way")
    assert picture
    assert picture.title == "Чаще всего отвечали «В чате»: 80\u00a0%"
    assert "По телефону: 20\u00a0% (10 из 50)" in picture.text
    nps = pictures.named(report(), "q.tell")
    assert bars(nps)[0] == ("Посоветуют: оценки 9 и 10", "40\u00a0%", "20 из 50")
    assert nps
    assert nps.title == "Готовность рекомендовать: 20"


def test_of_many_answers_the_most_frequent_comes_first() -> None:
    options = tuple(Option(one, one.upper()) for one in "abc")
    asked = replace(
        CLIENTS, questions=(Question("many", Kind.MANY, "Что из этого?", options=options),)
    )
    given = [(7, "", {"many": ["c", "a"]}), (3, "", {"many": ["b"]}), (2, "", {"many": ["c"]})]
    now = told(given, "ноябрь", asked)
    picture = pictures.named(Report(house(), now, "Всё министерство"), "q.many")
    assert bars(picture) == [
        ("C", "75\u00a0%", "9 из 12"),
        ("A", "58\u00a0%", "7 из 12"),
        ("B", "25\u00a0%", "3 из 12"),
    ]


def test_of_very_many_questions_the_ends_are_shown() -> None:
    questions = tuple(Question(f"q{n}", Kind.SCALE, f"Вопрос {n}?") for n in range(20))
    asked = replace(CLIENTS, questions=questions)
    sheet = {f"q{n}": 5 for n in range(20)}
    given = [(1, "", sheet | {f"q{n}": 1 for n in range(place)}) for place in range(20)]
    picture = pictures.scales(Report(house(), told(given, "", asked), ""))
    assert picture
    assert len(picture.bars) == 12
    assert picture.bars[0].label == "Вопрос 19?"
    assert picture.bars[-1].label == "Вопрос 0?"
    assert picture.foot[0] == "Показаны 6 самых высоких и 6 самых низких из 20."


def test_three_thousand_clients_make_pictures_without_groups() -> None:
    found = pictures.pictures(Report(house(), told(MANY, "ноябрь", CLIENTS), ""))
    assert [one.which for one in found] == ["scales", "q.tell", "q.way"]


LONGEST = Picture(
    "q.x",
    LONG,
    LONG,
    (
        Bar(LONG, 1.0, "100\u00a0%", 0.9, 1.0, "3000 из 3000", first=True),
        Bar("Слово" * 60, 0.0, "0\u00a0%", 0.0, 0.1, "0 из 3000"),
        Bar('<b>"&', 0.4, "40\u00a0%", note="1200 из 3000"),
    ),
    (0.0, 1.0),
    (LONG,),
)
BELOW_ZERO = replace(
    LONGEST, bars=(Bar("Ниже нуля", -60, "−60", -90, -20), LONGEST.bars[0]), scale=(-100.0, 100.0)
)


@pytest.mark.parametrize("in_time", [False, True])
@pytest.mark.parametrize("picture", [LONGEST, BELOW_ZERO])
def test_nothing_leaves_the_sheet_and_no_words_lie_on_others(
    picture: Picture, in_time: bool
) -> None:
    drawn = charts.svg(replace(picture, in_time=in_time))
    height = int(re.findall(r'height="(\d+)"', drawn)[0])
    for x, y, size, anchor, bold, said in re.findall(
        r'<text x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)" text-anchor="(\w+)"'
        r' fill="#\w+" font-weight="(\d+)">(.*?)</text>',
        drawn,
    ):
        wide = typeface.width(said, float(size), bold=bold == "700")
        left = float(x) - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        assert left >= 0, said
        assert left + wide <= charts.WIDTH, said
        assert 0 < float(y) < height, said
    for left, top, wide, high in re.findall(
        r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" rx', drawn
    ):
        assert float(left) >= 0
        assert float(left) + float(wide) <= charts.WIDTH
        assert float(top) + float(high) <= height


def test_a_picture_is_as_wide_as_a_telephone_and_the_same_again() -> None:
    picture = pictures.named(report(), "scales")
    assert picture
    made = charts.png(picture)
    assert struct.unpack(">II", made[16:24])[0] == 1080
    assert made == charts.png(picture)
    assert len(made) < 200_000


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [charts.INK, charts.GREY])
def test_words_are_read_on_their_ground(colour: str) -> None:
    assert (_light(charts.PAPER) + 0.05) / (_light(colour) + 0.05) >= 4.5
