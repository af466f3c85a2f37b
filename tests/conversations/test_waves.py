"""The life of a wave: it opens, invites each once, reminds once, closes, and nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot import build, mailer
from domain.surveys import groups
from domain.surveys.marks import hashed, mark_of
from domain.surveys.questionnaire import Audience
from domain.surveys.waves import Chosen, Wave, WaveState
from handlers.client.mailings import version
from handlers.survey import progress
from sandbox import telegram_faults
from sandbox.people import Person
from sandbox.vk_faults import Fault
from storage import tables as t
from tests.conversations.talk import rows, settled, until
from tests.faults import Refusal
from tests.surveys import goes_on
from tests.town import Town

STAFF, CLIENTS = Chosen(Audience.EMPLOYEES), Chosen(Audience.CLIENTS)
OWNER = "sidorova"
ASKED = ("petrov", "gromova", "morozov", "orlova", "nikitina", "zaitsev")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch, brisk: None) -> None:
    monkeypatch.setitem(build.TICKS, "surveys", 0.1)
    monkeypatch.setitem(build.TICKS, "survey_news", 0.1)
    monkeypatch.setattr(mailer, "REST", 0.05)


async def wave_of(town: Town, chosen: Chosen = STAFF, **facts: Any) -> Wave:
    """A wave that opens now, unless the facts say otherwise."""
    asked = {Audience.EMPLOYEES: "interaction", Audience.CLIENTS: "service_quality"}
    questionnaire = town.ministry.questionnaires[asked[chosen.audience]]
    now = town.watch()
    wave = Wave(
        id=0,
        questionnaire=replace(questionnaire, anonymous=facts.pop("anonymous", True)),
        chosen=chosen,
        owner=OWNER,
        unit="",
        state=WaveState.PLANNED,
        opens_at=now,
        closes_at=now + 2 * DAY,
        quarter="2026-Q4",
        created_at=now,
    )
    async with town.service.units.begin() as unit:
        return unit.waves.make(replace(wave, **facts))


async def staff_of(town: Town, names: Sequence[str] = ASKED, at: str = "") -> dict[str, Person]:
    """Employees who have joined, by turns in both messengers."""
    places = [at] * len(names) if at else ["telegram", "vk"] * len(names)
    people = await asyncio.gather(*map(town.employee, names, places))
    return dict(zip(names, people, strict=True))


async def consenting(town: Town, at: str, count: int) -> list[Person]:
    """Clients who have agreed to mailings."""
    people = [town.person(at) for _ in range(count)]
    for person in people:
        await person.says("/menu")
        await person.hears()
        row = {"chat": await chat_of(town, person), "version": version(), "state": "given"}
        async with town.service.engine.begin() as connection:
            await connection.execute(insert(t.consents).values(row | {"at": town.watch()}))
    return people


async def chat_of(town: Town, person: Person) -> int:
    known = await rows(town, select(t.chats.c.id).where(t.chats.c.peer == str(person.id)))
    return int(known[0]["id"])


async def wave_is(town: Town, wave: Wave, state: WaveState) -> Wave:
    found: list[Wave] = []

    async def stands() -> bool:
        async with town.service.units.begin() as unit:
            found[:] = [one for one in [await unit.waves.get(wave.id)] if one]
        return found[0].state is state

    await until(stands)
    return found[0]


async def states(town: Town, **wanted: int) -> None:
    """Wait until so many invitations stand so."""

    async def stand() -> bool:
        found: dict[str, int] = {}
        for row in await rows(town, select(t.invitations.c.state)):
            found[row["state"]] = found.get(row["state"], 0) + 1
        return found == wanted

    await until(stand)


def invitations(person: Person) -> list[str]:
    """What the buttons of all invitations they have seen carry."""
    found = (b.data for shown in person.heard for row in shown.rows for b in row)
    return [data for data in found if "sv:a" in data]


async def quiet(town: Town) -> None:
    """Whole turns of the clock and of the courier, in which nothing should happen; what they left
    to be said has been said."""
    courier, begun = town.service.mailer, 0
    look = courier.look

    async def counted() -> int:
        nonlocal begun
        begun += 1
        return await look()

    async def went_round() -> bool:
        return begun > 2

    async def all_said() -> bool:
        leaving = t.outbox.c.state.in_(("new", "sending"))
        return not await rows(town, select(t.outbox.c.id).where(leaving))

    courier.look = counted  # type: ignore[method-assign]
    for tick in ("surveys", "survey_news") * 2:
        await town.service.clock.tick(tick)
    await until(went_round)
    courier.look = look  # type: ignore[method-assign]
    await until(all_said)


@pytest.mark.requirement("S4", "S7")
async def test_a_wave_opens_at_its_time_and_each_is_invited_once(town: Town) -> None:
    people = await staff_of(town)
    owner = await town.employee(OWNER, "telegram")
    wave = await wave_of(town, opens_at=town.watch() + HOUR)
    await quiet(town)
    assert not any(invitations(person) for person in people.values())
    town.watch.passes(hours=1)
    for person in people.values():
        await person.hears(wave.questionnaire.title)
    opened = await owner.hears("идёт")
    # the rest of the nineteen have not joined
    assert "Пригласили 7 человек" in opened.text
    assert "Не смогли пригласить: 12" in opened.text
    await quiet(town)
    buttons = [invitations(person) for person in people.values()]
    assert [len(one) for one in buttons] == [1] * len(ASKED)
    assert len({one[0] for one in buttons}) == len(ASKED)
    ballots = await rows(town, select(t.ballots))
    assert [row["spent"] for row in ballots] == [False] * 7
    assert not await rows(town, select(t.outbox.c.id).where(t.outbox.c.kind == "mailing"))
    kept = await wave_is(town, wave, WaveState.OPEN)
    assert kept.invited == 7
    assert set(kept.groups.values()) == {"others"}


@pytest.mark.requirement("S7")
async def test_what_breaks_with_one_wave_holds_up_no_other(town: Town) -> None:
    """Nor is anybody left on their way for ever whose invitation could not be noted at once."""
    people = await staff_of(town)
    owner = await town.employee(OWNER, "telegram")
    soon = town.watch() + HOUR
    await Refusal.of(town, "INSERT", "tellings", "NEW.what LIKE 'wave:%:off'")
    off = await wave_of(town, opens_at=soon, state=WaveState.CALLED_OFF, opened_at=soon)
    stuck = await wave_of(town, opens_at=soon)
    wave = await wave_of(town, opens_at=soon)
    await Refusal.of(town, "INSERT", "invitations", f"NEW.wave = {stuck.id}")
    unnoted = await Refusal.of(town, "UPDATE", "invitations", "NEW.state = 'sent'")
    town.watch.passes(hours=1)
    for person in people.values():
        await person.hears(wave.questionnaire.title)
    await states(town, sending=7)
    await unnoted.ends()
    await owner.hears("Пригласили 7 человек")
    await states(town, sent=7)
    assert (await wave_is(town, stuck, WaveState.PLANNED)).invited == 0
    told = [row["what"] for row in await rows(town, select(t.tellings.c.what))]
    assert progress.key(off, "off") not in told


@pytest.mark.requirement("S4")
async def test_too_few_to_be_anonymous_are_not_asked(town: Town) -> None:
    people = await staff_of(town, ASKED[:3])
    owner = await town.employee(OWNER, "vk")
    wave = await wave_of(town)
    said = await owner.hears("не начали")
    assert "только 4 человек," in said.text
    assert "не меньше 5" in said.text
    await wave_is(town, wave, WaveState.CALLED_OFF)
    assert not any(invitations(person) for person in people.values())
    assert not await rows(town, select(t.invitations))


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("owner", ["petrov", "ivanova"], ids=["no_head", "head_elsewhere"])
async def test_who_holds_surveys_no_more_does_not_hear_of_them(town: Town, owner: str) -> None:
    """The news goes to whoever is the unit's head now."""
    head = await town.employee("fomin", "vk")
    old = await town.employee(owner, "telegram")
    await wave_of(town, owner=owner, unit="it")
    await head.hears("не начали")
    await settled(old)
    assert not any("не начали" in shown.text for shown in old.heard)


@pytest.mark.requirement("S4", "S7")
async def test_a_restart_in_the_middle_invites_nobody_twice(town: Town, at: str) -> None:
    people = await staff_of(town, at=at)
    if at == "telegram":
        town.telegram.faults.add("sendMessage", telegram_faults.too_many(3), 1000)
    else:
        town.vk.faults.add("execute", Fault.LOST, 1)
        town.vk.faults.add("execute", Fault.HTTP_500, 1000)
    await wave_of(town)

    async def drawn() -> bool:
        return len(await rows(town, select(t.ballots))) == len(ASKED)

    await until(drawn)
    await quiet(town)
    await town.stop()
    for faults in (town.telegram.faults, town.vk.faults):
        faults.clear()
    town.watch.passes(minutes=10)
    await town.start()
    await states(town, sent=len(ASKED))
    await quiet(town)
    assert [len(invitations(person)) for person in people.values()] == [1] * len(ASKED)


@pytest.mark.requirement("S4")
async def test_what_may_have_left_before_a_kill_does_not_leave_again(town: Town) -> None:
    people = await staff_of(town, at="telegram")
    owner = await town.employee(OWNER, "vk")
    town.watch.passes(hours=12)
    wave = await wave_of(town)
    await wave_is(town, wave, WaveState.OPEN)
    killed = await chat_of(town, people["petrov"])
    await town.stop()
    async with town.service.engine.begin() as connection:
        lost = update(t.invitations).where(t.invitations.c.chat == killed)
        await connection.execute(lost.values(state="sending", claimed_at=town.watch()))
    await town.service.engine.dispose()
    town.watch.passes(hours=12)
    await town.start()
    await states(town, sent=len(ASKED), unknown=1)
    assert "дошло ли приглашение: 1" in (await owner.hears("идёт")).text
    assert not invitations(people["petrov"])


@pytest.mark.requirement("S4")
@pytest.mark.parametrize("some", [True, False])
async def test_a_reminder_comes_once_and_names_nobody(
    town: Town, some: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has answered is left out only where saying so says nothing of few (here 10, not 20)."""
    monkeypatch.setattr(groups, "SPLIT", 10)
    names = [one.id for one in town.ministry.employees.values()][:10]
    people = await staff_of(town, names)
    wave = await wave_of(town, remind_at=town.watch() + DAY)
    await states(town, sent=10)
    done = names[:5] if some else names[:4]
    chats = {await chat_of(town, people[name]) for name in done}
    town.service.booth.answered[wave.id] = chats
    town.watch.passes(days=1)
    reminded = names[5:] if some else names
    for name in reminded:
        shown = await people[name].hears("Напоминаем")
        first = next(s for s in people[name].heard if s.text.startswith(wave.questionnaire.title))
        assert shown.answers == first.id
        assert shown.rows == ()
    await quiet(town)
    for name in names:
        count = sum("Напоминаем" in shown.text for shown in people[name].heard)
        assert count == (name in reminded)
    flags = [row["answered"] for row in await rows(town, select(t.invitations))]
    assert sum(flags) == (5 if some else 0)


@pytest.mark.requirement("S7", "S8")
async def test_clients_get_one_invitation_and_one_reminder(town: Town, at: str) -> None:
    people = await consenting(town, at, 3)
    stranger = town.person(at)
    await settled(stranger)
    when = town.watch() + DAY
    wave = await wave_of(town, CLIENTS, anonymous=False, key="k", remind_at=when)
    for person in people:
        await person.hears(wave.questionnaire.title)
    assert len({invitations(person)[0] for person in people}) == 1
    await states(town, sent=3)  # only whoever is known to have it is reminded of it
    assert not invitations(stranger)
    assert all(row["mailed_at"] for row in await rows(town, select(t.consents))), "a month passes"
    later = await goes_on(people[2], people[2].last, "Не сейчас", "Начать можно в любое время")
    assert [button.label for row in later.rows for button in row] == [
        "Начать",
        "Отписаться от рассылок",
    ]
    answered = await chat_of(town, people[0])
    hash_ = hashed(wave.id, mark_of("k", answered))
    async with town.service.units.begin() as unit:
        assert await unit.ballots.cast(wave.id, hash_, "", {}, {})
    town.watch.passes(days=1)
    for person in people[1:]:
        shown = await person.hears("Напоминаем")
        assert shown.answers
        assert [button.label for row in shown.rows for button in row] == ["Отписаться от рассылок"]
    await quiet(town)
    for person in people:
        assert len(invitations(person)) == 1
    assert not any("Напоминаем" in shown.text for shown in people[0].heard)


@pytest.mark.requirement("S7")
async def test_a_consent_withdrawn_in_the_middle_stops_the_mailing(town: Town, at: str) -> None:
    people = await consenting(town, at, 2)
    fails = ("sendMessage",) if at == "telegram" else ("execute", "messages.send")
    for method in fails:
        if at == "telegram":
            town.telegram.faults.add(method, telegram_faults.too_many(3), 1000)
        else:
            town.vk.faults.add(method, Fault.HTTP_500, 1000)
    await wave_of(town, CLIENTS, anonymous=False, key="k")

    async def waits() -> bool:
        waiting = await rows(town, select(t.outbox).where(t.outbox.c.state == "retry"))
        return len(waiting) == 2

    await until(waits)
    chat = await chat_of(town, people[0])
    async with town.service.units.begin() as unit:
        await unit.invitations.withdraw(chat, town.watch())
    town.telegram.faults.clear()
    town.vk.faults.clear()
    town.watch.passes(minutes=5)
    await people[1].hears("опрос")
    await states(town, sent=1, withdrawn=1)
    assert not invitations(people[0])


@pytest.mark.requirement("S4", "S5")
async def test_a_closed_wave_has_no_links_left(town: Town) -> None:
    people = await staff_of(town)
    owner = await town.employee(OWNER, "telegram")
    wave = await wave_of(town, remind_at=town.watch() + HOUR)
    await states(town, sent=7)
    ballots = [row["hash"] for row in await rows(town, select(t.ballots))]
    async with town.service.units.begin() as unit:
        for number, hash_ in enumerate(ballots[:6]):
            assert await unit.ballots.spend(wave.id, hash_, "others", {"n": number}, {"t": "слово"})
    before = {row["id"] for row in await rows(town, select(t.sheets))}
    town.watch.passes(hours=1)
    await people["petrov"].hears("Напоминаем")
    town.watch.passes(days=2)
    assert "итоги готовы" in (await owner.hears("закончился")).text
    await wave_is(town, wave, WaveState.CLOSED)
    for table in (t.invitations, t.ballots):
        assert not await rows(town, select(table))
    assert not await rows(town, select(t.outbox.c.id).where(t.outbox.c.kind == "mailing"))
    sheets = await rows(town, select(t.sheets))
    assert sorted(row["answers"]["n"] for row in sheets) == [0, 1, 2, 3, 4, 5]
    assert not before & {row["id"] for row in sheets}
    assert len(await rows(town, select(t.survey_texts))) == 6
    if town.database.startswith("sqlite"):

        async def swept() -> bool:
            told = await rows(town, select(t.tellings.c.what))
            return "surveys:swept" in {row["what"] for row in told}

        await until(swept)
        folder = town.files.parent
        written = b"".join(path.read_bytes() for path in folder.glob("priyomnaya.db*"))
        assert not [hash_ for hash_ in ballots if hash_.encode() in written]
        assert not [lot for lot in before if lot.encode() in written]


@pytest.mark.requirement("S7")
async def test_nobody_is_invited_at_night(town: Town) -> None:
    people = await staff_of(town)
    town.watch.passes(hours=12)
    wave = await wave_of(town)
    await wave_is(town, wave, WaveState.OPEN)
    await quiet(town)
    await states(town, new=len(ASKED))
    town.watch.passes(hours=12)
    for person in people.values():
        await person.hears(wave.questionnaire.title)


@pytest.mark.requirement("S7")
async def test_a_running_mailing_holds_up_no_answer(town: Town) -> None:
    (person,) = await consenting(town, "telegram", 1)
    free = asyncio.Event()
    town.telegram.faults.add("sendMessage", telegram_faults.held(free))
    wave = await wave_of(town, CLIENTS, anonymous=False, key="k")

    async def on_its_way() -> bool:
        mailing = select(t.outbox.c.id).where(t.outbox.c.kind == "mailing")
        return bool(await rows(town, mailing.where(t.outbox.c.state == "sending")))

    await until(on_its_way)
    await person.says("/help")
    await person.hears("Как ")
    assert not invitations(person)
    free.set()
    await person.hears(wave.questionnaire.title)


@pytest.mark.requirement("S3", "S4")
@pytest.mark.parametrize(
    ("link", "said"), [("", "ответов мало"), ("https://forms.example", "на другом")]
)
async def test_its_end_promises_no_results_that_are_not_there(
    town: Town, link: str, said: str
) -> None:
    await staff_of(town)
    owner = await town.employee(OWNER, "vk")
    asked = replace(town.ministry.questionnaires["interaction"], link=link, anonymous=not link)
    wave = await wave_of(town, questionnaire=asked)
    await states(town, sent=7)
    town.watch.passes(days=3)
    assert said in (await owner.hears("закончился")).text
    await wave_is(town, wave, WaveState.CLOSED)
