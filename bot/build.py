"""The only wiring: settings and the organisation file become a service, by plain calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.asked import Asked
from bot.booth import Booth
from bot.channel import Door
from bot.direct import Direct
from bot.documents.maker import Maker
from bot.fetcher import Fetcher, Source
from bot.intake import Intake
from bot.mailer import Mailer
from bot.mailings import Mailings
from bot.metrics import TICK
from bot.names import Names
from bot.sender import Sender
from bot.server import Hook, Server
from bot.service import Service
from bot.settings import Settings, TelegramReceive, VkReceive
from bot.telegram.config import TelegramConfig
from bot.uploaded import Uploaded
from bot.vk.config import VkConfig
from domain.ministry import Ministry
from domain.routing import Router
from domain.talk import Channel
from domain.worktime import Calendar
from handlers.conversations import conversations
from handlers.house import House
from scheduler.clock import Clock
from scheduler.jobs import Jobs
from storage.engine import make_engine
from storage.exchange import HOUSE
from storage.unit import Units
from texts import words

#: Seconds between ticks; the order is that of the first round, right after the start.
TICKS = {
    "reckon": 600.0,
    "alerts": 10.0,
    "watch": 60.0,
    "gather": 1.0,
    "stand_in": 60.0,
    "quarterly": 60.0,
    "deeds": 60.0,
    "warn": 600.0,
    "abandon": 600.0,
    "surveys": 2.0,
    "survey_news": 10.0,
    "forget": 3600.0,
    "beat": 30.0,
}
ASKED_EVERY = 5.0
#: somebody waits for the answer
UPLOADED_EVERY = 1.0
FORGET_EVERY = 3600.0
LEARN_EVERY = 15.0


def utc_now() -> datetime:
    """The house's clock; everything below takes the time from whoever calls it."""
    return datetime.now(UTC)  # noqa: TID251 - this is it


def build(settings: Settings, ministry: Ministry, now: Callable[[], datetime] = utc_now) -> Service:
    """Everything from one place. Makes no connection."""
    engine = make_engine(settings.database_url)

    def wake(channels: Set[Channel]) -> None:
        for channel in channels & senders.keys():
            senders[channel].wake()

    units = Units(engine, wake)
    house = House(ministry, Calendar(ministry.schedule), Router(list(ministry.topics.values())))
    doors = tuple(_door(channel, settings, now) for channel in settings.channels)
    house.links = {door.channel: door.link for door in doors}
    senders = {door.channel: Sender(units, door, house, now) for door in doors}
    sources: dict[str, Source] = {HOUSE: Maker(units, house), **{d.channel: d for d in doors}}
    fetcher = Fetcher(units, sources, house, settings.files_dir, now)
    names = Names(units, {door.channel: door for door in doors})
    direct, flow = Direct({door.channel: door for door in doors}), conversations()
    booth = Booth(units, house, direct, now, flow.orders)
    intake = Intake(units, flow, house, now, senders, fetcher.wake, names.wonder, booth)
    jobs = Jobs(units, house, now, frozenset((door.channel, door.account) for door in doors))
    clock, lessons = _clocks(jobs, booth)
    _own(clock, Asked(units, doors, intake, jobs, now), settings.files_dir)
    return Service(
        settings=settings,
        engine=engine,
        units=units,
        house=house,
        doors=doors,
        intake=intake,
        senders=(*senders.values(), *(Mailings(units, door, house, now) for door in doors)),
        mailer=Mailer(units, doors, house, now),
        fetcher=fetcher,
        names=names,
        booth=booth,
        jobs=jobs,
        server=Server(settings, units, _hooks(settings, doors)),
        clock=clock,
        lessons=lessons,
        called=frozenset(door.channel for door in doors if _is_called(settings, door)),
    )


def _clocks(jobs: Jobs, booth: Booth) -> tuple[Clock, Clock]:
    jobs.surveying.answered = booth.answered

    def ticked(tick: str) -> None:
        TICK.labels(tick).set(time.time())
        jobs.went[tick] = jobs.clock()

    clock, lessons = Clock(ticked), Clock(ticked)
    for name, seconds in TICKS.items():
        clock.every(seconds, getattr(jobs, name), name)
    lessons.every(LEARN_EVERY, jobs.learn, "learn")
    return clock, lessons


def _own(clock: Clock, asked: Asked, store: Path) -> None:
    """What people ask for in the chat, and only the service itself can do."""
    uploaded = Uploaded(asked.units, asked.intake.house, store, asked.clock)
    clock.every(UPLOADED_EVERY, uploaded.look, "uploaded")
    clock.every(FORGET_EVERY, uploaded.forget, "uploaded_forget")
    clock.every(ASKED_EVERY, asked.look, "asked")


def _door(channel: Channel, settings: Settings, now: Callable[[], datetime]) -> Door:
    if channel is Channel.TELEGRAM:
        return telegram_door(settings, now)
    return vk_door(settings, now)


def telegram_door(settings: Settings, now: Callable[[], datetime]) -> Door:
    # Here and not above: aiogram costs most of the start, and not every command needs it.
    from bot.telegram.door import TelegramDoor

    assert settings.telegram_token
    secret = settings.telegram_webhook_secret
    config = TelegramConfig(
        token=settings.telegram_token.get_secret_value(),
        files_dir=settings.files_dir,
        api_url=settings.telegram_api_url,
        receive=settings.telegram_receive,
        webhook_url=settings.telegram_webhook_url or "",
        webhook_secret=secret.get_secret_value() if secret else "",
        commands=(("start", words("command-start")), ("help", words("command-help"))),
        per_second=settings.telegram_sends_per_second,
    )
    return TelegramDoor(config, now)


def vk_door(settings: Settings, now: Callable[[], datetime]) -> Door:
    from bot.vk.door import VkDoor

    assert settings.vk_token
    assert settings.vk_group_id
    secret = settings.vk_callback_secret
    config = VkConfig(
        token=settings.vk_token.get_secret_value(),
        group_id=settings.vk_group_id,
        files_dir=settings.files_dir,
        api_url=settings.vk_api_url,
        receive="callback" if settings.vk_receive is VkReceive.CALLBACK else "longpoll",
        callback_secret=secret.get_secret_value() if secret else "",
        confirmation=settings.vk_confirmation,
        calls_per_second=settings.vk_calls_per_second,
    )
    return VkDoor(config, now)


def _hooks(settings: Settings, doors: tuple[Door, ...]) -> dict[str, Hook]:
    """What the messengers call when they deliver events themselves."""
    hooks: dict[str, Hook] = {}
    for door in doors:
        if _is_called(settings, door):
            telegram = door.channel is Channel.TELEGRAM
            path = urlsplit(settings.telegram_webhook_url or "").path or "/"
            hooks[path if telegram else "/vk"] = door.hook
    return hooks


def _is_called(settings: Settings, door: Door) -> bool:
    """Whether the messenger delivers events itself, to whichever process it reaches."""
    if door.channel is Channel.TELEGRAM:
        return settings.telegram_receive is TelegramReceive.WEBHOOK
    return settings.vk_receive is VkReceive.CALLBACK
