"""Invitations to a wave: who is asked, how far the asking has come, and who is to be reminded.

States: new → sending (on its way, by the mailer) or queued (in the outbox) → sent, unreachable,
refused, unsent (given up) or unknown (nobody knows whether it arrived); withdrawn with the consent.
All of them are deleted when the wave is closed. Nothing here says who has answered, but for
`answered`, which is written for many at once, or never.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.people import Chat
from domain.surveys.planning import months_before
from domain.surveys.waves import Chosen
from domain.talk import Channel
from storage import invitation_queries as q
from storage.pending import Pending
from storage.trip import as_list


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation taken up: whom, where, and the message they were sent, "" for none yet.
    `taken` is when it was taken up."""

    wave: int
    chat: int
    channel: Channel
    account: str
    peer: str
    message: str
    taken: datetime | None

    @property
    def dialogue(self) -> Chat:
        """As much of the dialogue as the outbox asks for."""
        return Chat(self.chat, self.channel, self.account, self.peer)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose dialogue was asked, "" for a client's, and the group they answer in."""

    employee: str
    part: str


class Invitations:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    # who is asked

    async def used(self, process: str, since: datetime | None) -> frozenset[str]:
        """The employees who have asked for this since then (N-2138 §2)."""
        rows = await self._pending.rows(q.USED, process=process, since=since or q.EVER)
        return frozenset(row["filer"] for row in rows)

    async def reachable(self, employees: Iterable[str], channels: Collection[str]) -> list[str]:
        """Those of the employees who can be written to, one by one."""
        rows = await self._pending.rows(
            q.REACHABLE, employees=as_list(employees), channels=as_list(channels)
        )
        return [row["employee"] for row in rows]

    async def count_clients(
        self,
        chosen: Chosen,
        version: str,
        channels: Collection[str],
        now: datetime | None = None,
    ) -> int:
        """How many clients it would be: they agreed to mailings in these words, can be written
        to, and have not been invited within a month of `now`."""
        params = _clients(chosen, version, channels, now)
        return int((await self._pending.rows(q.COUNT_CLIENTS, **params))[0]["n"])

    async def invite_employees(
        self, wave: int, parts: Mapping[str, Collection[str]], channels: Collection[str]
    ) -> int:
        """Invite whoever of them can be written to, `parts` being the employees of each group;
        returns how many."""
        for part, employees in parts.items():
            await self._pending.rows(
                q.INVITE_EMPLOYEES,
                b_wave=wave,
                b_part=part,
                employees=as_list(employees),
                channels=as_list(channels),
            )
        return await self.count(wave)

    async def invite_clients(
        self,
        wave: int,
        chosen: Chosen,
        version: str,
        channels: Collection[str],
        now: datetime | None = None,
    ) -> int:
        """Invite the clients chosen, in one statement; returns how many. Nobody is who has been
        within a month of `now`."""
        params = _clients(chosen, version, channels, now)
        await self._pending.rows(q.INVITE_CLIENTS, b_wave=wave, b_part="", **params)
        return await self.count(wave)

    def mailed(self, wave: int, now: datetime) -> None:
        """Whoever of the clients is invited to this is not invited again for a month."""
        self._pending.change(q.MAILED, b_wave=wave, b_now=now)

    async def count(self, wave: int) -> int:
        return sum((await self.states(wave)).values())

    async def is_invited(self, wave: int, chat: int) -> bool:
        """Whether this dialogue was asked."""
        return await self._pending.row(q.IS_INVITED, wave=wave, chat=chat) is not None

    async def among(
        self, wave: int, channel: Channel, account: str, peer: str
    ) -> tuple[Chat, str] | None:
        """This person's dialogue and the group it answers in, as far as a vote must know; None
        where it was not asked. Looked for among the rows of all, which are read alike; on SQLite
        reading leaves no trace."""
        place = f"{channel}:{account}"
        if self._pending.on_sqlite:
            rows = await self._pending.rows(q.ONE_OF_THEM, wave=wave, place=place, peer=peer)
        else:
            rows = await self._pending.rows(q.EVERYBODY, wave=wave)
        for row in rows:
            if (row["place"], row["peer"]) == (place, peer):
                chat = Chat(row["id"], channel, account, peer, employee=row["employee"])
                return chat, row["part"]
        return None

    async def part(self, wave: int, chat: int) -> str | None:
        """The group this dialogue answers in; None where it was not asked."""
        row = await self._pending.row(q.PART, wave=wave, chat=chat)
        return row["part"] if row else None

    async def states(self, wave: int) -> dict[str, int]:
        """How many invitations stand how."""
        rows = await self._pending.rows(q.STATES, wave=wave)
        return {row["state"]: row["n"] for row in rows}

    # how far it has come

    async def claim(
        self, wave: int, place: tuple[Channel, str], now: datetime, limit: int
    ) -> list[Invited]:
        """Take up new ones that leave by this bot or community: they are on their way."""
        return await self._take(q.CLAIM, wave, limit, now=now, place=f"{place[0]}:{place[1]}")

    async def queue(self, wave: int, now: datetime, limit: int) -> list[Invited]:
        """The same for the outbox, whatever they leave by."""
        return await self._take(q.QUEUE, wave, limit, now=now)

    async def under_way(self, wave: int, place: tuple[Channel, str]) -> list[Invited]:
        """What a process that is gone had taken up."""
        rows = await self._pending.rows(q.SENDING, wave=wave, place=f"{place[0]}:{place[1]}")
        return [_invited(row) for row in rows]

    async def unsent(self, wave: int, place: tuple[Channel, str]) -> dict[int, Asked]:
        """Who is new, or on the way, and is written to by this bot or community."""
        rows = await self._pending.rows(q.UNSENT, wave=wave, place=f"{place[0]}:{place[1]}")
        return {row["chat"]: Asked(row["employee"], row["part"]) for row in rows}

    async def give_up(self, wave: int, chats: Iterable[int]) -> None:
        """These are not invited any more: whoever is new is unsent; of whoever is on the way
        nobody will know."""
        await self._pending.rows(q.GIVE_UP, b_wave=wave, chats=as_list(sorted(chats)))

    def settle(self, wave: int, chat: int, state: str, message: str = "") -> None:
        """What became of one that was on its way: sent with the messenger's id of the message,
        unreachable, refused, unknown, or new again. What was withdrawn meanwhile stays so."""
        self._pending.change(q.SETTLE, b_wave=wave, b_chat=chat, b_state=state, b_message=message)

    # reminding

    async def mark_answered(self, wave: int, chats: Iterable[int]) -> None:
        """These have answered: all of them in one statement, in no order."""
        await self._pending.rows(q.ANSWERED, b_wave=wave, chats=as_list(sorted(chats)))

    async def sent(self, wave: int) -> dict[int, Asked]:
        """Whose invitation has arrived."""
        rows = await self._pending.rows(q.SENT, wave=wave)
        return {row["chat"]: Asked(row["employee"], row["part"]) for row in rows}

    async def only_sent(self, wave: int) -> None:
        """Whoever has no invitation yet, when others are reminded, is not reminded of it."""
        await self._pending.rows(q.ONLY_SENT, b_wave=wave)

    async def take_to_remind(self, wave: int, limit: int) -> list[Invited]:
        """Whoever is to be reminded and was not yet; from here on they were."""
        return await self._take(q.REMIND, wave, limit)

    # the end

    async def withdraw(self, chat: int, now: datetime) -> None:
        """The client agrees to no mailings any more: nothing leaves for them from here on."""
        await self._drop(chat, "clients", now)

    async def withdraw_employee(self, chat: int, now: datetime) -> None:
        """This is no employee's dialogue any more: no survey of employees is sent here."""
        await self._drop(chat, "employees", now)

    async def delete(self, wave: int) -> None:
        """Nobody is known to have been invited or reminded any more; what waits does not leave."""
        await self._pending.rows(q.DELETE, wave=wave)
        await self._pending.rows(q.DELETE_MAILINGS, wave=wave)

    async def _drop(self, chat: int, audience: str, now: datetime) -> None:
        # First in the order of the sender, which notes a message and then its invitation; then
        # once more, for what was put into the outbox until the invitation was had.
        await self._pending.rows(q.WITHDRAW_MAILINGS, b_chat=chat, audience=audience, b_now=now)
        await self._pending.rows(q.WITHDRAW, b_chat=chat, audience=audience)
        await self._pending.rows(q.NOT_REMINDED, b_chat=chat, audience=audience)
        await self._pending.rows(q.WITHDRAW_MAILINGS, b_chat=chat, audience=audience, b_now=now)

    async def _take(self, query: q.Query, wave: int, limit: int, **params: object) -> list[Invited]:
        taken = await self._pending.rows(query, wave=wave, limit=limit, **params)
        chats = as_list(sorted(row["chat"] for row in taken))
        rows = await self._pending.rows(q.WHOM, wave=wave, chats=chats)
        return [_invited(row) for row in rows]


def _invited(row: q.Row) -> Invited:
    return Invited(**(row | {"channel": Channel(row["channel"])}))


def _clients(
    chosen: Chosen, version: str, channels: Collection[str], now: datetime | None
) -> q.Row:
    return {
        "mailed_before": months_before(now, 1) if now else q.EVER,
        "version": version,
        "channels": as_list(channels),
        "any": not (chosen.topic or chosen.since),
        "topic": chosen.topic,
        "since": chosen.since or q.EVER,
    }
