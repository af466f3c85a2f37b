"""All conversations together: the one flow that hears every event."""

from __future__ import annotations

from handlers import edits, filling, start
from handlers.client import desk as client_desk
from handlers.client import filing, official, receipt
from handlers.flow import Flow
from handlers.officer import (
    answers,
    asking,
    call_back,
    card,
    coexecutors,
    control,
    describing,
    dispatch,
    exporting,
    letters,
    more,
    notes,
    oral,
    part_desk,
    recording,
    repeats,
    reply,
    signing,
    splitting,
    templates,
    turning,
    work,
)
from handlers.officer import desk as officer_desk


def conversations() -> Flow:
    """The flow of the whole house; two steps that hear the same are an error at start."""
    return Flow.of(
        start.flow,
        client_desk.flow,
        filing.flow,
        receipt.flow,
        edits.flow,
        officer_desk.flow,
        card.flow,
        more.flow,
        asking.flow,
        notes.flow,
        work.flow,
        reply.flow,
        templates.flow,
        repeats.flow,
        coexecutors.flow,
        part_desk.flow,
        answers.flow,
        filling.flow,
        official.flow,
        turning.flow,
        recording.flow,
        describing.flow,
        splitting.flow,
        oral.flow,
        exporting.flow,
        signing.flow,
        call_back.flow,
        dispatch.flow,
        letters.flow,
        control.flow,
    )
