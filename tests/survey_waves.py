"""Closed waves whose figures are known beforehand, written as the booth would have kept them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.surveys.marks import hashed
from domain.surveys.questionnaire import (
    UNSURE,
    Audience,
    Kind,
    Option,
    Question,
    Questionnaire,
    Sheet,
)
from domain.surveys.waves import Chosen, Wave, WaveState, quarter_of
from storage.unit import Unit

WORK = Questionnaire(
    "work",
    "Как нам работается вместе",
    "",
    Audience.EMPLOYEES,
    (
        Question("pace", Kind.SCALE, "Как быстро вам отвечают?"),
        Question("tone", Kind.SCALE, "Как с вами разговаривают?", unsure=True, weight=3),
        Question("tell", Kind.NPS, "Посоветуете коллегам обращаться к нам?"),
        Question(
            "way",
            Kind.ONE,
            "Как вам удобнее обращаться?",
            options=(Option("chat", "В чате"), Option("call", "По телефону")),
        ),
        Question("why", Kind.TEXT, "Что нам изменить?", required=False),
    ),
    breakdown=("unit",),
)
CLIENTS = replace(
    WORK, id="reply", title="Как вам ответили", audience=Audience.CLIENTS, breakdown=()
)
GROUPS = {unit: unit for unit in ("benefits", "care", "employment", "it")}
JULY, NOVEMBER = datetime(2026, 7, 10, 6, tzinfo=UTC), datetime(2026, 11, 10, 6, tzinfo=UTC)

#: how many, of which group, and what each of them answered
Answers = Sequence[tuple[int, str, Sheet]]


def sheet(pace: int, tone: int | str, tell: int, way: str) -> Sheet:
    return {"pace": pace, "tone": tone, "tell": tell, "way": way}


#: 50 of 60: two small groups
NOW: Answers = (
    (20, "benefits", sheet(5, 5, 10, "chat")),
    (20, "care", sheet(4, 3, 8, "chat")),
    (7, "employment", sheet(2, UNSURE, 3, "call")),
    (3, "it", sheet(1, 1, 0, "call")),
)
#: 52 of 60: three groups, one of which is small in NOW
BEFORE: Answers = (
    (20, "benefits", sheet(3, 3, 8, "call")),
    (20, "care", sheet(3, 3, 8, "chat")),
    (12, "employment", sheet(4, 4, 3, "chat")),
)
#: 3,000 clients
MANY: Answers = (
    (1800, "", sheet(5, 5, 10, "chat")),
    (600, "", sheet(4, 4, 9, "chat")),
    (300, "", sheet(3, 3, 7, "call")),
    (200, "", sheet(2, 2, 6, "call")),
    (100, "", sheet(1, 1, 0, "call")),
)


def wave_of(
    asked: Questionnaire = WORK, at: datetime = NOVEMBER, groups: Mapping[str, str] = GROUPS
) -> Wave:
    """A wave that was open for ten days from `at` on, and is closed."""
    return Wave(
        0,
        asked,
        Chosen(asked.audience),
        "sidorova",
        "",
        WaveState.CLOSED,
        at,
        at + timedelta(days=10),
        quarter_of(at),
        at,
        opened_at=at,
        closed_at=at + timedelta(days=10),
        groups=groups,
        invited=60,
    )


async def closed(
    into: Unit,
    answers: Answers,
    at: datetime = NOVEMBER,
    asked: Questionnaire = WORK,
    texts: Iterable[str] = (),
    groups: Mapping[str, str] = GROUPS,
    **facts: object,
) -> Wave:
    """Such a wave with its answers; `facts` change it."""
    wave = replace(wave_of(asked, at, groups), **facts)  # type: ignore[arg-type]
    made = into.waves.make(replace(wave, state=WaveState.OPEN))
    words = [{"why": text} for text in texts]
    sheets = [(part, one) for n, part, one in answers for _ in range(n)]
    for place, (part, one) in enumerate(sheets):
        said = words[place] if place < len(words) else {}
        assert await into.ballots.cast(made.id, hashed(made.id, str(place)), part, one, said)
    assert await into.waves.move(made, WaveState.OPEN, state=wave.state)
    return replace(made, state=wave.state)
