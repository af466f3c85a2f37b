"""A week of the sample ministry: forty appeals of every kind, their people, and what is left.

Read it from `test_a_week` down: each step is a sentence of what somebody does; how it is done in
the messenger stands below. At the end every window stands as it should, and nothing is on its way.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.windows import ASK_NO_REPLY
from sandbox.people import Person, Shown
from storage import tables as t
from tests.conversations.kinds import official, presses, takes_both
from tests.conversations.talk import (
    BENEFIT,
    UNCLEAR,
    appeal,
    gathered,
    number,
    rows,
    sends,
    until,
    writes,
)
from tests.town import Town

CANARY = "Секрет коллег: сверить с прошлогодним делом"
REPLY = "Пособие перечислим 10 декабря, приходить никуда не нужно."
REFUSAL = (
    "Пособие положено при доходе ниже прожиточного минимума, у вас он выше. Вы можете получить"
    " субсидию на оплату ЖКУ: заявление примут в МФЦ."
)


@pytest.mark.slow
@pytest.mark.requirement("W2", "W3", "W4", "W5", "W6", "W8", "W15", "R3", "R4", "R7", "R8", "R9")
async def test_a_week(town: Town) -> None:
    week = await Week.begins(town)

    # Tuesday: the everyday
    for at in ("telegram", "vk") * 5:
        await week.answered(await week.message(at), week.petrov)
    sorted_out = await week.message("vk", UNCLEAR)
    await week.routed(sorted_out, week.belov, "Пособия на детей")
    await week.answered(sorted_out, week.gromova)
    await week.thanked(week.first, "Спасибо большое!")
    await week.called_off(await week.message("telegram"))
    await week.clarified(await week.message("vk"), week.petrov)
    await week.noted(await week.message("telegram"), week.gromova)
    await week.with_a_part(await week.message("telegram"), week.petrov, week.zaitsev)
    await week.promised_and_kept(await week.message("vk"), week.gromova)

    # Wednesday: out of the house, round the house
    await week.morning()
    await week.redirected(await week.message("telegram"), week.petrov)
    await week.left(await week.message("vk", "ыва фыв олд"), week.belov)
    await week.passed_on(await week.message("telegram"), week.petrov, week.gromova)
    for outcome, words in (
        ("Решить можно, срока пока нет", REPLY),
        ("Решить нельзя", REFUSAL),
    ):
        await week.answered(await week.message("vk"), week.gromova, words, outcome)
    await week.promised_in_the_reply(await week.message("telegram"), week.petrov)
    await week.controlled(await week.message("vk"), week.gromova)
    await week.answered_orally(await week.message("telegram"), week.petrov)

    # Thursday: officially
    await week.morning()
    for at in ("telegram", "vk", "telegram"):
        await week.signed(await week.official(at), week.petrov)
    await week.returned_and_signed(await week.official("vk"), week.petrov)
    await week.changed_and_signed(await week.official("telegram"), week.gromova)
    await week.sent_by_post(await week.recorded(), week.gromova)
    await week.extended(await week.official("vk"), week.petrov)

    # Friday: what comes back
    await week.morning()
    await week.reopened(await week.message("vk"), week.petrov)
    await week.rated(await week.message("telegram"), week.gromova)
    await week.complained(await week.message("vk"), week.petrov)
    await week.incomplete(await week.message("telegram"), week.petrov)
    late = await week.message("telegram")
    waiting = [await week.message(at) for at in ("telegram", "vk", "vk")]

    # Monday: somebody was late
    await week.morning()
    await week.morning()
    await week.answered(late, week.gromova)
    await week.ends()

    assert len(week.clients) == 40
    states = Counter(row["state"] for row in await week.appeals())
    assert states == {
        "answered": 33,
        "waiting": 3,
        "taken": 1,
        "redirected": 1,
        "left": 1,
        "not_appeal": 1,
    }
    assert {(await appeal(town, its))["state"] for its in waiting} == {"waiting"}
    await week.all_is_in_order()


@dataclass(slots=True)
class Week:
    """The ministry at work."""

    town: Town
    petrov: Person
    gromova: Person
    ivanova: Person
    lebedeva: Person
    sidorova: Person
    belov: Person
    zaitsev: Person
    #: number → who wrote it; None for what came by post
    clients: dict[str, Person | None] = field(default_factory=dict)

    @classmethod
    async def begins(cls, town: Town) -> Week:
        takes_both(town)
        places = {
            "petrov": "telegram",
            "gromova": "vk",
            "ivanova": "telegram",
            "lebedeva": "vk",
            "sidorova": "telegram",
            "belov": "vk",
            "zaitsev": "telegram",
        }
        people: dict[str, Any] = {w: await town.employee(w, at) for w, at in places.items()}
        return cls(town, **people)

    @property
    def first(self) -> str:
        return next(iter(self.clients))

    # ------------------------------------------------------------------ how things begin

    async def message(self, at: str, text: str = BENEFIT) -> str:
        self.town.watch.passes(minutes=2)
        client, its = await writes(self.town, at, text)
        self.clients[its] = client
        return its

    async def official(self, at: str) -> str:
        self.town.watch.passes(minutes=2)
        client, its = await official(self.town, at)
        self.clients[its] = client
        return its

    async def recorded(self) -> str:
        """A letter that came by post."""
        belov = self.belov
        await belov.says("Меню")
        await belov.taps("Ещё", await belov.hears("Что открыть?"))
        await belov.taps("Записать обращение", await belov.hears("Что ещё открыть?"))
        await belov.taps("Почта", await belov.hears("Как поступило"))
        await belov.taps("Официальное", await belov.hears("Что это"))
        await belov.hears("текст обращения")
        await belov.says("Прошу назначить пособие на ребёнка. Почему мне отказали?")
        await belov.taps("Дальше", await belov.hears("Пришлите ещё"))
        await belov.hears("имя и отчество заявителя")
        await belov.says("Кузнецова Мария Павловна")
        await belov.taps("Гражданин", await belov.hears("Кто обращается"))
        await belov.taps("Пропустить", await belov.hears("В чьих интересах"))
        await belov.taps("Письмом", await belov.hears("Как отправить ответ"))
        await belov.hears("Адрес для ответа")
        await belov.says("630000, Новосибирск, ул. Мира, 1")
        await belov.taps("Пособия на детей", await belov.hears("О чём обращение"))
        await belov.taps("Записать в реестр", await belov.hears("Проверьте"))
        its = (await belov.hears("Записали обращение")).text.split()[2].rstrip(".:,")
        self.clients[its] = None
        return its

    # ------------------------------------------------------------------ what officers do

    async def answered(
        self, its: str, officer: Person, text: str = REPLY, outcome: str = "Вопрос решён"
    ) -> None:
        await self.written(its, officer, text)
        await sends(officer, await officer.hears(text), outcome)
        await officer.hears("доставлен клиенту")
        await self.client(its).hears("Рассмотрели ваше обращение")

    async def written(self, its: str, officer: Person, text: str = REPLY) -> None:
        await self.press(officer, "reply", its)
        await officer.hears("Напишите ответ")
        await officer.says(text)

    async def routed(self, its: str, officer: Person, topic: str) -> None:
        await self.press(officer, "route", its)
        await officer.taps(topic, await officer.hears("Куда направить"))
        await officer.hears("Направили")

    async def taken(self, its: str, officer: Person) -> None:
        await self.press(officer, "take", its)
        await officer.hears(f"Обращение {its} ваше")

    async def thanked(self, its: str, words: str) -> None:
        await self.client(its).says(words)
        await self.client(its).hears("Рады, что помогли")

    async def called_off(self, its: str) -> None:
        await self.client(its).taps("Это не обращение")
        await self.client(its).hears("ответ не готовим")

    async def clarified(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "clarify", its)
        await officer.hears("Напишите все вопросы")
        await officer.says("За какой месяц не пришло пособие?")
        await officer.taps("Отправить", await officer.hears("За какой месяц"))
        await self.client(its).hears("нужно кое-что уточнить")
        self.town.watch.passes(minutes=5)
        await self.client(its).says("За октябрь, за второго ребёнка.")
        await self.client(its).hears("Передали ваш ответ")
        await self.answered(its, officer)

    async def noted(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "note", its)
        await officer.hears("Напишите заметку")
        await officer.says(CANARY)
        await officer.hears("записана")
        await self.answered(its, officer)

    async def with_a_part(self, its: str, officer: Person, other: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "ask-part", its)
        await officer.taps("Отдел социального", await officer.hears("Кого спросить"))
        await officer.hears()
        await officer.taps("Зайцев")
        await officer.hears()
        await officer.says("Положена ли семье коляска?")
        await officer.taps("Отправить", await officer.hears("Вопрос по обращению"))
        await officer.hears("Спросили по обращению")
        await other.taps("Ответить", await other.hears("Нужна ваша часть"))
        await other.hears("Напишите вашу часть")
        await other.says("Коляска положена, её выдадут в центре реабилитации.")
        await other.taps("Отправить", await other.hears("Ваша часть ответа"))
        await other.hears("асть ответа на обращение")
        await self.press(officer, "assemble", its)
        await sends(officer, await officer.hears("Коляска положена, её выдадут"))
        await officer.hears("доставлен клиенту")

    async def promised_and_kept(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "promise", its)
        await officer.hears()
        await officer.says("завтра до 15:00")
        await officer.hears()
        await officer.says("Проверим начисление и напишем вам.")
        await officer.taps("Отправить", await officer.hears("Обещаем: до"))
        await self.client(its).hears("Обещаем: до")
        await self.press(officer, "kept", its)
        await officer.hears()
        await officer.says("Начисление проверили, деньги придут в четверг.")
        await officer.taps("Отправить", await officer.hears("Начисление проверили"))
        await self.client(its).hears("Обещали вам")
        await self.answered(its, officer)

    async def redirected(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "redirect", its)
        await officer.hears("Какое ведомство")
        await officer.says("Министерство здравоохранения области, ул. Красная, 1")
        await officer.hears("узнает клиент")
        await officer.taps("Отправить", await officer.hears("Министерство здравоохранения"))
        await officer.hears("переадресовано")
        await self.client(its).hears("Министерство здравоохранения")

    async def left(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "leave", its)
        await officer.taps("Не понять, о чём просят", await officer.hears("по одной из этих"))
        await officer.hears("в чём именно это видно")
        await officer.says("Набор букв, просьбы в нём нет.")
        await officer.hears("узнает клиент")
        await officer.taps("Отправить", await officer.hears(its))
        await self.client(its).hears("Напишите, пожалуйста, ещё раз")
        await self.stands(its, "left")

    async def passed_on(self, its: str, one: Person, other: Person) -> None:
        """From hand to hand: twice by officers, the third time by their head."""
        await self.taken(its, one)
        for giver, name in ((one, "Громова"), (other, "Петров")):
            await self.press(giver, "over", its)
            await giver.taps(name, await giver.hears("Кому передать"))
            await giver.hears("Теперь исполнитель")
        await self.press(one, "over", its)
        await one.taps("Попросить начальника", await one.hears("уже передавали дважды"))
        await one.hears("увидит обращение")
        await self.press(self.ivanova, "over-again", its)
        await self.ivanova.taps("Громова", await self.ivanova.hears("Куда передать"))
        await self.ivanova.hears("Напишите, почему")
        await self.ivanova.says("Петров в отъезде, вопрос знает Громова.")
        await self.ivanova.hears("Теперь исполнитель")
        await self.answered(its, other)

    async def promised_in_the_reply(self, its: str, officer: Person) -> None:
        await self.written(its, officer, "Недостающее пособие перечислим.")
        preview = await officer.hears("Недостающее пособие перечислим.")
        await officer.taps("Отправить", preview)
        await officer.taps("Решение будет к дате", await officer.hears("Чем закончилось"))
        await officer.hears("К какому дню")
        await officer.says("4.12.2026")
        await officer.hears("Обращение на контроле")
        await self.client(its).hears("вопрос решим не позднее 4 декабря 2026 года")
        await self.press(officer, "kept", its)
        await officer.hears()
        await officer.says("Деньги перечислили сегодня.")
        await officer.taps("Отправить", await officer.hears("Деньги перечислили"))
        await self.client(its).hears("Обещали вам")
        await self.taken_off(its, self.ivanova)

    async def controlled(self, its: str, officer: Person) -> None:
        await self.press(self.sidorova, "control", its)
        await self.sidorova.hears("нужно держать на контроле")
        await self.sidorova.says("Повторная жалоба из района")
        await self.sidorova.hears("на контроле у вас")
        await self.written(its, officer)
        await sends(officer, await officer.hears(REPLY))
        await officer.hears("Обращение на контроле")
        await self.stands(its, "control")
        await self.taken_off(its, self.sidorova)

    async def taken_off(self, its: str, holder: Person) -> None:
        await self.press(holder, "take-off", its)
        await self.stands(its, "answered")

    async def answered_orally(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "oral", its)
        await officer.taps("Вопрос решён", await officer.hears("Устный ответ возможен"))
        await officer.hears("что вы ответили")
        await officer.says("Объяснил по телефону, когда придёт пособие.")
        await officer.taps("Клиент согласен", await officer.hears("Объяснил по телефону"))
        await self.client(its).hears("ответили вам устно")

    async def to_sign(self, its: str, officer: Person) -> Shown:
        """Written, the questions marked, and with the signatory, who opens it."""
        await self.written(its, officer)
        preview, before = await officer.hears(REPLY), len(officer.heard)
        await officer.taps("Отправить", preview)
        step = await self.either(officer, before, "На какие вопросы", "Чем закончилось")
        if "На какие вопросы" in step.text:
            open_ = [b for row in step.rows for b in row if b.label.isdecimal()]
            for button in open_:
                await officer.messenger.taps(officer.id, step.id, button.data)
                await self.shows(officer, step.id, f"{button.label} — да")
            await officer.taps("Дальше", self.now(officer, step.id))
            step = await officer.hears("Чем закончилось")
        await officer.taps("Вопрос решён", step)
        await self.stands(its, "approval")
        await self.press(self.lebedeva, "sign-open", its)
        return await self.lebedeva.hears(REPLY)

    async def signed(self, its: str, officer: Person) -> None:
        await self.to_sign(its, officer)
        await self.lebedeva.taps("Согласовать")
        await self.lebedeva.hears("согласован")
        await self.client(its).hears("Рассмотрели ваше обращение")
        await self.stands(its, "answered")

    async def returned_and_signed(self, its: str, officer: Person) -> None:
        await self.to_sign(its, officer)
        await self.lebedeva.taps("Вернуть")
        await self.lebedeva.hears("Что исправить")
        await self.lebedeva.says("Назовите день точнее.")
        await self.lebedeva.hears("вернули")
        await self.stands(its, "taken")
        await self.signed(its, officer)

    async def changed_and_signed(self, its: str, officer: Person) -> None:
        await self.to_sign(its, officer)
        await self.lebedeva.taps("Изменить и подписать")
        await self.lebedeva.hears("Напишите текст ответа")
        await self.lebedeva.says("Пособие перечислим 11 декабря на вашу карту.")
        await self.lebedeva.taps("Отправить", await self.lebedeva.hears("Пособие перечислим 11"))
        reply = await self.client(its).hears("Рассмотрели ваше обращение")
        assert "11 декабря на вашу карту" in reply.text
        await self.stands(its, "answered")

    async def sent_by_post(self, its: str, officer: Person) -> None:
        await self.to_sign(its, officer)
        await self.lebedeva.taps("Согласовать")
        await self.stands(its, "dispatch")
        await self.press(officer, "sent", its)
        await officer.hears("исходящий номер")
        await officer.says("123-45")
        await officer.hears("Записали")
        await self.stands(its, "answered")

    async def extended(self, its: str, officer: Person) -> None:
        """A month is not enough: the head agrees, the client hears why."""
        await self.taken(its, officer)
        await self.press(officer, "extend", its)
        await officer.hears("До какого дня продлить")
        await officer.says("15.01.2027")
        await officer.hears("Причину увидит тот, кто решает о продлении")
        await officer.says("Ждём ответа из архива другого региона.")
        await officer.hears("уже сделано")
        await officer.says("Запросили архив, его ответ придёт в январе.")
        await officer.taps("Отправить", await officer.hears("Что сделано"))
        await officer.hears("Попросили продлить срок")
        await self.press(self.ivanova, "extension", its)
        await self.ivanova.taps("Продлить", await self.ivanova.hears("Запросили архив"))
        await self.client(its).hears("нужно больше времени")
        assert (await appeal(self.town, its))["extended"] == 1

    async def reopened(self, its: str, officer: Person) -> None:
        await self.answered(its, officer)
        await self.client(its).taps("Вопрос не решён", await self.client(its).hears("помог?"))
        await self.client(its).hears("Вернули обращение")
        await self.stands(its, "taken")
        await self.answered(its, self.ivanova)

    async def rated(self, its: str, officer: Person) -> None:
        await self.answered(its, officer)
        await self.client(its).taps("2", await self.client(its).hears("помог?"))
        await self.client(its).hears("прочитает начальник отдела")
        await self.client(its).says("Ответ пришёл быстро, но я не понял, куда идти.")
        await self.client(its).hears("вместе с оценкой 2")

    async def complained(self, its: str, officer: Person) -> None:
        """About the officer's own action: it goes past the officer, to the head."""
        await self.answered(its, officer)
        self.town.watch.passes(minutes=5)
        client = self.client(its)
        await client.says("Меню")
        await client.taps("Мои обращения", await client.hears("Это приёмная"))
        await client.taps(its, await client.hears("Ваши обращения"))
        await client.taps("Пожаловаться", await client.hears("Вы, "))
        await client.hears("сам сотрудник её не увидит")
        await client.says("Сотрудник бросил трубку, когда я позвонила.")
        complaint = number(await client.hears("Мы получили вашу жалобу"))
        self.clients[complaint] = client
        await self.answered(complaint, self.ivanova, "Приносим извинения, мы с ним поговорили.")

    async def incomplete(self, its: str, officer: Person) -> None:
        await self.taken(its, officer)
        await self.press(officer, "incomplete", its)
        await officer.hears("что клиенту прислать или исправить")
        await officer.says("Справка о доходах за октябрь\nКопия свидетельства о рождении")
        await officer.taps("Отправить", await officer.hears("• Справка о доходах"))
        await self.client(its).hears("• Справка о доходах")
        self.town.watch.passes(minutes=5)
        await self.client(its).says("Вот справка и копия свидетельства.")
        await self.client(its).hears("Передали ваш ответ")
        await self.answered(its, officer)

    # ------------------------------------------------------------------ time, and what is left

    async def morning(self) -> None:
        """Ten o'clock of the next working day; the clock's jobs have looked round."""
        calendar = self.town.service.house.calendar
        now = self.town.watch()
        opens = calendar.next_open(calendar.last_second(calendar.local_day(now)))
        self.town.watch.passes(seconds=(opens - now).total_seconds() + 3600)
        await self.town.service.jobs.alerts()
        await gathered(self.town)

    async def ends(self) -> None:
        await self.morning()

        async def quiet() -> bool:
            unsent = select(t.outbox.c.id).where(t.outbox.c.settled_at.is_(None))
            return not await rows(self.town, unsent)

        await until(quiet)

    async def all_is_in_order(self) -> None:
        town = self.town
        appeals = {row["id"]: row for row in await self.appeals()}
        numbers = sorted(row["number"] for row in appeals.values())
        assert numbers == [f"2026-{n:06d}" for n in range(1, len(appeals) + 1)]
        windows = await rows(town, select(t.windows))
        assert [w for w in windows if _wrong(w, appeals[w["appeal"]], town.watch())] == []
        for row in appeals.values():
            waiting = [
                w["due_at"]
                for w in windows
                if w["appeal"] == row["id"]
                and not w["closed_at"]
                and not w["part"]
                and w["rule"] not in ASK_NO_REPLY
            ]
            assert bool(waiting) is (row["closed_at"] is None), row["number"]
            assert not waiting or row["due_at"] == min(waiting), row["number"]
        dead = select(t.outbox.c.trouble).where(t.outbox.c.state == "dead")
        assert await rows(town, dead) == []
        sent = select(t.replies.c.appeal).where(t.replies.c.state == "sent")
        answered = {row["appeal"] for row in await rows(town, sent)}
        assert answered == {i for i, row in appeals.items() if row["state"] == "answered"}
        told = [s.text for client in self.clients.values() if client for s in client.heard]
        assert not any(CANARY in text for text in told)

    async def appeals(self) -> list[dict[str, Any]]:
        return await rows(self.town, select(t.appeals))

    # ------------------------------------------------------------------ small things

    def client(self, its: str) -> Person:
        found = self.clients[its]
        assert found is not None
        return found

    async def press(self, person: Person, verb: str, its: str) -> None:
        """A button of the appeal's card, wherever it stands."""
        await presses(person, f"{verb}:{(await appeal(self.town, its))['id']}")

    async def stands(self, its: str, state: str) -> None:
        async def does() -> bool:
            return bool((await appeal(self.town, its))["state"] == state)

        await until(does)

    async def either(self, person: Person, before: int, *words: str) -> Shown:
        """The first message since then that has any of these words."""

        def found() -> Shown | None:
            new = person.heard[before:]
            return next((s for s in new if any(word in s.text for word in words)), None)

        async def said() -> bool:
            return found() is not None

        await until(said)
        shown = found()
        assert shown is not None
        return shown

    def now(self, person: Person, message: int) -> Shown:
        return next(shown for shown in person.heard if shown.id == message)

    async def shows(self, person: Person, message: int, label: str) -> None:
        """Wait until a button of the message says so."""

        async def does() -> bool:
            return any(label in b.label for row in self.now(person, message).rows for b in row)

        await until(does)


def _wrong(window: dict[str, Any], its: dict[str, Any], now: datetime) -> bool:
    """Whether a window contradicts its appeal, its own moments, or the hour."""
    state, due, closed = window["state"], window["due_at"], window["closed_at"]
    if closed is None:
        late = due < now
        return bool(its["closed_at"] is not None or state != ("broken" if late else "open"))
    wrong = {"met": closed > due, "late": closed <= due, "dropped": False}
    return bool(wrong.get(state, True))
