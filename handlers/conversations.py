"""All conversations together: the one flow that hears every event."""

from __future__ import annotations

from handlers import edits, filling, start
from handlers.client import answering, filing, official, receipt
from handlers.client import desk as client_desk
from handlers.flow import Flow
from handlers.officer import (
    answers,
    asking,
    card,
    coexecutors,
    describing,
    exporting,
    extension,
    incomplete,
    more,
    notes,
    oral,
    part_desk,
    promises,
    recording,
    repeats,
    reply,
    splitting,
    talking,
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
        answering.flow,
        receipt.flow,
        edits.flow,
        officer_desk.flow,
        card.flow,
        more.flow,
        asking.flow,
        notes.flow,
        talking.flow,
        promises.flow,
        incomplete.flow,
        extension.flow,
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
    )
