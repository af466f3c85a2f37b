"""Answering a survey: buttons, one message changed in place, words, and nothing kept on the way."""

from __future__ import annotations

import pytest

from tests.surveys import QUICK_SHEET, invites, opened, sheets, spent, votes
from tests.town import Town

pytestmark = pytest.mark.requirement("S1")


async def test_a_whole_questionnaire(town: Town, at: str) -> None:
    petrov = await town.employee("petrov", at)
    open_ = await opened(town)
    (invited,) = await invites(town, open_, petrov)
    thanked = await votes(petrov, invited)
    assert "Спасибо, ответы приняты!" in thanked.text
    assert await sheets(town, open_.wave) == [("", QUICK_SHEET)]
    assert await spent(town, open_.wave) == 1
