"""Questionnaires in the chat: looked at, sent, mended, accepted over another, taken out (S10)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot import build
from handlers.standing import heed_staff
from sandbox.people import Person, Sent, Shown
from storage import tables as t
from tests.conversations.talk import gets_file, labels, presses, rows, turned, until
from tests.test_questionnaires import GOOD
from tests.town import Town

pytestmark = pytest.mark.requirement("S10")

CONDITIONS = Path(__file__).resolve().parents[2] / "surveys" / "conditions.yaml"
OFFER = "Прочитали анкету, ошибок нет."


@pytest.fixture
def brisk(brisk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "UPLOADED_EVERY", 0.05)


def file(text: str | bytes, name: str = "анкета.yaml", kind: str = "document") -> Sent:
    return Sent(kind, name, text if isinstance(text, bytes) else text.encode(), "application/yaml")


async def uploads(person: Person) -> None:
    await presses(person, "quest-upload")
    await person.hears("Пришлите анкету файлом")


async def offered(person: Person, text: str) -> Shown:
    """They send it, and are shown what it asks."""
    await uploads(person)
    await person.says("", file(text))
    await person.hears("Читаем «анкета.yaml»")
    return await person.hears(OFFER)


async def adopted(town: Town) -> dict[str, str]:
    """The questionnaires in use, with their versions, as any process would have them next."""
    house = town.service.house
    async with town.service.units.begin() as unit:
        await heed_staff(unit, house, await unit.staff.version())
    return {id_: one.version for id_, one in house.ministry.questionnaires.items()}


async def test_the_list_and_a_look_at_every_question(town: Town, at: str) -> None:
    controller = await town.employee("sidorova", at)
    await presses(controller, "desk")
    desk = await controller.hears("Что ещё открыть?")
    if "Анкеты" not in labels(desk):
        await controller.taps("Ещё", desk)
        desk = await turned(controller, desk)
    await controller.taps("Анкеты", desk)
    listed = await controller.hears("4 анкеты")
    assert "Условия вашей работы (из папки)\n" in listed.text
    await controller.taps("Как нам работается", listed)
    page = await controller.hears("По ней идёт ежеквартальный опрос")
    assert "Для кого: сотрудники, опрос анонимный, итоги по подразделениям." in page.text
    assert "10 вопросов, это примерно 3 минуты." in page.text
    await controller.taps("Посмотреть вопросы", page)
    first = await controller.hears("Вопрос 1 из 7\nВаши обращения к коллегам\n\nКак часто")
    assert "• Ни разу" in first.text
    shown, texts = first, [first.text]
    while "Дальше" in labels(shown):
        await controller.taps("Дальше", shown)
        shown = await _next(controller, shown)
        texts.append(shown.text)
    assert len(texts) == 7
    assert "1 2 3 4 5 (1 — совсем плохо, 5 — отлично)\n• Затрудняюсь ответить" in texts[2]
    assert "Каждую строку оценивают отдельным сообщением" in texts[2]
    assert "ответили «Чаще нет, чем да», «Почти никогда»" in texts[4]
    assert "0 1 2 3 4 5 6 7 8 9 10 (0 — не посоветую" in texts[5]
    assert "Вопрос можно пропустить." in texts[6]
    await controller.taps("Файлом", page)
    await gets_file(controller, "interaction.yaml")
    await presses(controller, "quest-out:interaction")
    await controller.hears("убрать её нельзя")


async def _next(person: Person, shown: Shown) -> Shown:
    """The page in place of this one: the same message, where the messenger can change it."""

    async def changed() -> bool:
        return _last(person, shown).text != shown.text

    await until(changed)
    return _last(person, shown)


def _last(person: Person, shown: Shown) -> Shown:
    return next(one for one in person.heard if one.id == shown.id)


async def test_a_file_is_sent_mended_and_accepted(town: Town, at: str) -> None:
    admin = await town.employee("admin", at)
    await uploads(admin)
    broken = GOOD.replace("{often: daily}", "{often: dayly}").replace("kind: nps", "kind: npss")
    await admin.says("", file(broken))
    told = await admin.hears("«анкета.yaml» принять пока нельзя")
    lines = told.text.split("\n")
    assert lines[2] == (
        "Строка 18, questions.what.when.often: ответа «dayly» у того вопроса нет, возможно, это"
        " daily?"
    )
    assert (
        lines[3] == "Строка 29, questions.friend.kind: «npss» здесь не подходит, возможно, это nps?"
    )
    assert "pace" not in await adopted(town)
    await admin.says("", file(GOOD))  # at once, without pressing anything
    offer = await admin.hears(OFFER)
    assert "«Быстро ли мы отвечаем»\nПомогите нам отвечать быстрее." in offer.text
    assert "6 вопросов, это примерно 2 минуты." in offer.text
    assert "Такой анкеты ещё не было. Принять её?" in offer.text
    await admin.taps("Посмотреть вопросы", offer)
    look = await admin.hears("Вопрос 1 из 5\nСначала\n\nКак часто вы нам пишете?")
    await admin.taps("Назад", look)
    again = await admin.hears(OFFER)
    await admin.taps("Принять", again)
    taken = await admin.hears("Приняли анкету «Быстро ли мы отвечаем»")
    assert "pace" in await adopted(town)
    await admin.taps("Принять", offer)
    await admin.hears("Эта кнопка уже не действует")
    await admin.taps("Открыть анкету", taken)
    page = await admin.hears("Код: pace, версия ")
    assert "прислана в чате" in page.text
    assert page.text.endswith("приняли новую версию")
    assert not await rows(town, select(t.uploads))


async def test_a_text_replaces_the_one_of_the_folder(town: Town, at: str) -> None:
    controller = await town.employee("sidorova", at)
    before = (await adopted(town))["conditions"]
    await uploads(controller)
    ours = GOOD.replace("id: pace", "id: conditions").replace("   - id", "\N{NO-BREAK SPACE}  - id")
    await controller.says(ours)
    offer = await controller.hears("Она заменит анкету «Условия вашей работы»")
    await controller.taps("Принять", offer)
    await controller.hears("Приняли анкету «Быстро ли мы отвечаем»")
    assert (await adopted(town))["conditions"] != before
    await town.stop()
    await town.start()
    assert (await adopted(town))["conditions"] != before
    await uploads(controller)
    await controller.says(ours)
    await controller.hears("ваша ничем от неё не отличается")
    await controller.says(ours.replace("id: conditions", "id: other"))
    await controller.hears("Название «Быстро ли мы отвечаем» уже занято анкетой conditions")
    quarterly = ours.replace("id: conditions", "id: interaction").replace("ли мы", "ли вам")
    await controller.says(quarterly.replace("employees\nbreakdown: [unit]", "clients"))
    await controller.hears("она должна быть для них")


async def test_two_who_send_the_same_one_do_not_undo_each_other(town: Town) -> None:
    admin = await town.employee("admin", "telegram")
    controller = await town.employee("sidorova", "vk")
    one = await offered(admin, GOOD)
    other = await offered(controller, GOOD.replace("Почему?", "Почему так?"))
    await controller.taps("Принять", other)
    await controller.hears("Приняли анкету")
    version = (await adopted(town))["pace"]
    await admin.taps("Принять", one)
    await admin.hears("Пока вы смотрели, анкету изменил кто-то ещё")
    assert (await adopted(town))["pace"] == version
    await admin.taps("Не надо", one)
    await admin.hears("не принимаем")
    mine = await offered(controller, GOOD)
    await presses(controller, "decide:2026-Q4.")
    await controller.hears("Какое решение принято")
    (theirs,) = await rows(town, select(t.uploads.c.id))
    await presses(admin, f"quest-take:{theirs['id']}")  # another's offer
    await admin.hears("Эта кнопка уже не действует")
    await controller.taps("Принять", mine)
    await controller.hears("Приняли анкету")
    await controller.says("Спрашивать чаще")  # what they were in the middle of is not lost
    await controller.hears("Записали")


async def test_one_is_taken_out_after_a_question(town: Town) -> None:
    admin = await town.employee("admin", "vk")
    await presses(admin, "quest:conditions")
    await admin.taps("Убрать", await admin.hears("Код: conditions"))
    sure = await admin.hears("Убрать анкету «Условия вашей работы»?")
    assert "итоги сохранятся" in sure.text
    await admin.taps("Убрать", sure)
    await admin.hears("Убрали анкету «Условия вашей работы»")
    assert "conditions" not in await adopted(town)
    for tap in ("quest:conditions", "quest-gone:conditions:1", "quest-shown:conditions:0"):
        await presses(admin, tap)
        await admin.hears("Такой анкеты больше нет")
    offer = await offered(admin, CONDITIONS.read_text("utf-8"))
    await admin.taps("Принять", offer)
    await admin.hears("Приняли анкету «Условия вашей работы»")
    await presses(admin, "quest-gone:conditions:1")
    await admin.hears("Пока вы смотрели, анкету изменил кто-то ещё")
    history = select(t.staff_history).where(t.staff_history.c.kind == "questionnaire")
    done = [(row["what"], row["actor"]) for row in await rows(town, history)]
    assert sorted(done) == [("changed", "admin"), ("removed", "admin")]


async def test_what_is_no_questionnaire_is_told_and_nothing_is_lost(town: Town, at: str) -> None:
    admin = await town.employee("admin", at)
    await uploads(admin)
    bad = {
        file(b"\xff\xd8\xff" * 30, "снимок.jpg", "photo"): "Анкета — это текстовый файл",
        file("a", "анкета.docx"): "Анкета — это текстовый файл",
        file("# " + "x" * (64 << 10)): "Файл больше 64 КБ",
        file(b"\x00\xff\xfe"): "Строка 1: это не текст в кодировке UTF-8",
        file("id: a\ntitle: b: c"): "Строка 2: текст перестаёт быть анкетой",
        file("a: &a [1]\nb: *a"): "Строка 2: здесь ссылка на другое место файла",
        file("a: " + "[" * 60_000): "Строка 1: здесь слишком много списков",
    }
    for sent, answer in bad.items():
        await admin.says("", sent)
        await admin.hears(answer)
    if at == "vk":  # on Telegram each file of an album is a message of its own
        await admin.says("", file(GOOD), file(GOOD))
        await admin.hears("один файл за раз")
    await admin.says("# " + "x" * 3600)
    await admin.hears("мессенджер делит на части")
    await admin.says("\n".join(f"key{n}: 1" for n in range(20)))
    told = await admin.hears("«Текст сообщения» принять пока нельзя")
    assert "И ещё 17: покажем, когда исправите эти." in told.text
    await admin.says("", file(GOOD))
    await admin.hears(OFFER)
    assert set(await adopted(town)) == {
        *("conditions", "interaction", "reply_quality", "service_quality")
    }


async def test_it_is_nobody_elses_business_and_is_forgotten(town: Town) -> None:
    head = await town.employee("ivanova", "telegram")
    for tap in ("quests", "quest:conditions", "quest-upload", "quest-out:conditions"):
        await presses(head, tap)
        await head.hears("Такого опроса или поручения среди доступных вам нет")
    admin = await town.employee("admin", "vk")
    offer = await offered(admin, GOOD)
    town.watch.passes(days=8)
    await town.stop()
    await town.start()

    async def forgotten() -> bool:
        return not await rows(town, select(t.uploads))

    await until(forgotten)
    await admin.taps("Принять", offer)
    await admin.hears("Эта кнопка уже не действует")
