"""The bot to be measured against: what a good tutorial on aiogram and SQLAlchemy would write.

One handler, one row, one answer; WAL, because good tutorials mention it. Run as a program:
NAIVE_API_URL and NAIVE_DATABASE say where.
"""

from __future__ import annotations

import asyncio
import logging
import os
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from sqlalchemy import BigInteger, event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Appeal(Base):
    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    text: Mapped[str]
    received_at: Mapped[datetime]


engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['NAIVE_DATABASE']}")
sessions = async_sessionmaker(engine, expire_on_commit=False)
dispatcher = Dispatcher()


@event.listens_for(engine.sync_engine, "connect")
def use_wal(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")


@dispatcher.startup()
async def say_ready() -> None:
    logging.getLogger("naive").info("ready")


@dispatcher.message()
async def register(message: Message) -> None:
    assert message.from_user is not None
    async with sessions() as session:
        appeal = Appeal(
            person=message.from_user.id,
            name=message.from_user.full_name,
            text=message.text or "",
            received_at=datetime.now(UTC),
        )
        session.add(appeal)
        await session.commit()
    await message.answer(f"Your appeal No. {appeal.id} has been received. We shall reply soon.")


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    api = TelegramAPIServer.from_base(os.environ["NAIVE_API_URL"])
    bot = Bot("42:TEST", session=AiohttpSession(api=api))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("aiogram.event").setLevel(logging.WARNING)
    asyncio.run(main())
