"""A changed calendar or rule: listed first, moved on request, and written into each history."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import commands
from domain.appeals import Kind
from domain.ministry import Ministry
from domain.recounting import Move
from domain.window_rules import rule_with
from handlers import clocks
from storage import tables as t
from tests.kit import Kit, rows, sample
from tests.town import ROOT

BEFORE = datetime(2026, 11, 25, 6, 45, tzinfo=UTC)


def shorter(ministry: Ministry) -> Ministry:
    """The reply is due in four working hours from now on."""
    rule = rule_with(
        ministry.windows["message_reply"], within="4 working hours", alert_before=["1h"]
    )
    return replace(ministry, windows={**ministry.windows, rule.id: rule})


async def moves(kit: Kit, *, only_look: bool = False) -> list[Move]:
    return await kit.jobs.reckoning.recount(kit.units, kit.watch(), only_look=only_look)


@pytest.mark.requirement("W11", "C8")
async def test_a_changed_rule_is_listed_then_moved_then_no_news(engine: AsyncEngine) -> None:
    appeal = await Kit(engine).appeal()
    kit = Kit(engine, shorter(sample()))
    assert await kit.jobs.reckon() == 0, "a rule moves nothing by itself"
    (move,) = await moves(kit, only_look=True)
    assert (move.number, move.rule, move.came_from) == (appeal.number, "message_reply", BEFORE)
    assert move.to == datetime(2026, 11, 24, 11, 45, tzinfo=UTC)  # 14:45, lunch not counted
    assert (await kit.now_is(appeal)).due_at == BEFORE
    assert await rows(engine, t.history) == []
    assert await moves(kit) == [move]
    assert (await kit.now_is(appeal)).due_at == move.to
    (line,) = await rows(engine, t.history)
    assert (line["what"], line["actor"]) == ("window_moved", "clock")
    assert line["details"]["changed"] == ["within"]
    assert await moves(kit) == []


@pytest.mark.requirement("W11")
async def test_other_alerts_alone_are_a_change_too(engine: AsyncEngine) -> None:
    appeal = await Kit(engine).appeal()
    ministry = sample()
    rule = rule_with(ministry.windows["message_reply"], alert_before=["7h"])
    kit = Kit(engine, replace(ministry, windows={**ministry.windows, rule.id: rule}))
    (move,) = await moves(kit)
    assert (move.came_from, move.to, move.changed) == (BEFORE, BEFORE, ("alerts",))
    (window,) = await rows(engine, t.windows)
    assert window["next_alert_at"] == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert (await kit.now_is(appeal)).due_at == BEFORE


@pytest.mark.requirement("W11", "W8")
async def test_the_day_to_extend_moves_with_the_reply(engine: AsyncEngine) -> None:
    """Thirty days end on 24 December; 21 December off, three days before it is the Friday."""
    before = Kit(engine)
    appeal = await before.appeal(kind=Kind.OFFICIAL)
    async with before.units.begin() as unit:
        unit.windows.drop_rule(appeal, "message_reply", before.watch())
        now, house = before.watch(), before.house
        appeal = await clocks.begin(unit, house, appeal, "official_reply", now)
        await clocks.begin(unit, house, appeal, "extension", now, appeal.due_at)
    ministry = sample()
    schedule = replace(ministry.schedule, days_off=frozenset({date(2026, 12, 21)}))
    kit = Kit(engine, replace(ministry, schedule=schedule))
    (move,) = await moves(kit)
    assert move.rule == "extension"
    assert move.came_from == datetime(2026, 12, 21, 15, 0, tzinfo=UTC)
    assert move.to == datetime(2026, 12, 18, 13, 45, tzinfo=UTC)


async def test_the_command_lists_and_changes_nothing_till_it_is_told(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: AsyncEngine
) -> None:
    appeal = await Kit(engine).appeal()
    text = (ROOT / "organisation.yaml").read_text("utf-8")
    ours = tmp_path / "organisation.yaml"
    ours.write_text(text.replace("within: 8 working hours", "within: 10 working hours"), "utf-8")
    for folder in ("templates", "knowledge", "surveys"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    env = tmp_path / ".env"
    env.write_text(f"ORGANISATION_FILE={ours}\nDATABASE_URL={database}\n")
    assert await _run(env, dry_run=True) == 0
    listed = capsys.readouterr().out
    line = f"{appeal.number} message_reply: 2026-11-25 09:45 -> 2026-11-25 11:45 (within changed)"
    assert line in listed
    assert "Would move: 1. Nothing was changed." in listed
    assert await _run(env, dry_run=False) == 0
    assert "Moved: 1." in capsys.readouterr().out
    assert await _run(env, dry_run=False) == 0
    assert capsys.readouterr().out == "No window moves.\n"


async def _run(env: Path, *, dry_run: bool) -> int:
    """As from the command line, which has a loop of its own."""
    import asyncio

    args = argparse.Namespace(env=env, dry_run=dry_run)
    return await asyncio.to_thread(commands.windows, args)
