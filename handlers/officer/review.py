"""The reply check at work: what an officer is shown before the reply may go."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from domain.appeals import Appeal
from domain.appeals import Kind as AppealKind
from domain.reply_rules import Finding, Kind, Outcome, ReplyFacts, Severity, check
from handlers.flow import Scene
from handlers.officer import draft as drafts
from handlers.officer.draft import Draft

#: one at a time: several at once finish no sooner and keep the loop waiting longer
_ALONE = ThreadPoolExecutor(1, "reply-check")


async def review(scene: Scene, appeal: Appeal, draft: Draft) -> tuple[Finding, ...]:
    """What the orders' style asks to be looked at (N-1052 §8, N-2137 §7); () for files alone."""
    text = drafts.text_of(draft)
    if not text:
        return ()
    return await checked(text, await _facts(scene, appeal, draft))


async def checked(text: str, facts: ReplyFacts) -> tuple[Finding, ...]:
    """The reply check, off the loop that everybody else's messages wait for."""
    return await asyncio.get_running_loop().run_in_executor(_ALONE, check, text, facts)


async def review_words(
    scene: Scene, appeal: Appeal, text: str, due: date | None = None
) -> tuple[Finding, ...]:
    """The same for what a client is told on the way; `due` is a day promised in it."""
    draft = {"outcome": "", "promised_on": due.isoformat() if due else ""}
    facts = await _facts(scene, appeal, draft)
    return await checked(text, replace(facts, kind=Kind.MESSAGE))


def errors(findings: tuple[Finding, ...]) -> list[str]:
    """The rules whose breach wants a reason, each once, in order."""
    broken = (f.rule for f in findings if f.severity is Severity.ERROR)
    return list(dict.fromkeys(broken))


def parted(text: str, findings: tuple[Finding, ...]) -> tuple[str, str]:
    """The greeting the officer has typed, "" for none, and the rest of the text: the house puts
    the question considered between the two."""
    for finding in findings:
        if finding.rule == "greeting-twice" and not text[: finding.start].strip():
            return text[finding.start : finding.end].strip(), text[finding.end :].strip()
    return "", text


async def _facts(scene: Scene, appeal: Appeal, draft: Draft) -> ReplyFacts:
    """What the reply is compared with: its outcome, the client's words, the ministry's people and
    contacts, and what colleagues noted for themselves."""
    house = scene.house
    client = await drafts.client_name(scene, appeal)
    said = await drafts.by_client(scene, appeal)
    notes = await scene.unit.notes.of_appeal(appeal.id)
    people = house.ministry.employees.values()
    own = house.ministry.contacts
    contacts = (own.phone, own.email, own.address, own.state_portal, own.reception)
    reached = (value for e in people for value in (e.phone, e.email))
    return ReplyFacts(
        client=client,
        kind=Kind.OFFICIAL if appeal.kind is AppealKind.OFFICIAL else Kind.MESSAGE,
        outcome=Outcome(draft["outcome"]) if draft["outcome"] else None,
        due=date.fromisoformat(draft["promised_on"]) if draft["promised_on"] else None,
        internal=tuple(note.text for note in notes),
        # colleagues may read what is written for colleagues
        guarded=frozenset() if appeal.kind.internal else house.guarded,
        today=house.calendar.local_day(scene.now),
        own=(client, *(entry.text for entry in said)),
        contacts=tuple(filter(None, (*contacts, *reached))),
        people=tuple(employee.name for employee in people),
    )
