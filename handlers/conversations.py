"""All conversations together: the one flow that hears every event."""

from __future__ import annotations

from handlers import articles as all_articles
from handlers import edits, filling, joining, start
from handlers.administrator import (
    channels,
    confirming,
    days,
    failures,
    health,
    inviting,
    people,
    quarantine,
    revoking,
    topics,
    windows,
)
from handlers.administrator import desk as administrator_desk
from handlers.client import answering, complaint, filing, official, rating, receipt, reopening
from handlers.client import desk as client_desk
from handlers.client import knowledge as client_knowledge
from handlers.employee import absence, access, away_form, hats, my_requests, standing_in
from handlers.employee import asking as colleagues
from handlers.employee import desk as employee_desk
from handlers.employee import knowledge as employee_knowledge
from handlers.flow import Flow
from handlers.officer import (
    answers,
    articles,
    asking,
    barring,
    call_back,
    card,
    coexecutors,
    control,
    describing,
    dispatch,
    exporting,
    extension,
    incomplete,
    letters,
    more,
    notes,
    oral,
    part_desk,
    priority,
    promises,
    recording,
    redirecting,
    repeats,
    reply,
    signing,
    splitting,
    talking,
    templates,
    transfers,
    turning,
    unanswered,
    work,
)
from handlers.officer import desk as officer_desk

#: in no particular order: no two hear the same
ALL = (
    start,
    joining,
    all_articles,
    client_knowledge,
    employee_knowledge,
    articles,
    client_desk,
    filing,
    answering,
    receipt,
    rating,
    reopening,
    complaint,
    edits,
    officer_desk,
    employee_desk,
    hats,
    absence,
    away_form,
    standing_in,
    people,
    inviting,
    confirming,
    colleagues,
    my_requests,
    revoking,
    access,
    administrator_desk,
    topics,
    days,
    windows,
    channels,
    quarantine,
    failures,
    health,
    card,
    more,
    asking,
    notes,
    talking,
    promises,
    incomplete,
    extension,
    work,
    transfers,
    redirecting,
    unanswered,
    priority,
    barring,
    reply,
    templates,
    repeats,
    coexecutors,
    part_desk,
    answers,
    filling,
    official,
    turning,
    recording,
    describing,
    splitting,
    oral,
    exporting,
    signing,
    call_back,
    dispatch,
    letters,
    control,
)


def conversations() -> Flow:
    """The flow of the whole house; two steps that hear the same are an error at start."""
    return Flow.of(*(conversation.flow for conversation in ALL))
