"""Who may do what, written out in full: the table here is the specification."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.access import (
    OF_PEOPLE,
    OF_SURVEYS,
    Action,
    Scope,
    acts_as,
    allowed,
    needs_no_appeal,
    scopes,
)
from domain.appeals import Appeal, Kind, State
from domain.ministry import Employee, Role
from domain.parts import Part, PartState
from domain.people import Actor, Capacity, Led
from handlers.called import is_command
from handlers.conversations import conversations
from handlers.flow import Flow
from handlers.officer import asking
from texts import heard_as

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)

HOLDER = {"officer own", "head own"}
MOVERS = HOLDER | {"officer free", "head unit"}
READERS = {
    "officer own",
    "officer unit",
    "head own",
    "head unit",
    "head below",
    "head signed",
    "head controlled",
    "signatory signed",
    "controller any",
    "controller controlled",
}
#: action → who may, as `role scope`; "everybody" needs no role. What is not written is forbidden.
SPECIFICATION = {
    "write": {"everybody none"},
    "see_own_list": {"everybody none"},
    "see_own": {"everybody own"},
    "add_to": {"everybody own"},
    "move_words": {"everybody own"},
    "choose_topic": {"everybody own"},
    "call_off": {"everybody own"},
    "restore": {"everybody own"},
    "make_official": {"everybody own"},
    "complain": {"everybody own"},
    "rate": {"everybody own"},
    "reopen": {"everybody own"},
    "join_as_employee": {"everybody none"},
    "see_queue": {"officer none", "head none"},
    "see_unit_queue": {"officer none", "head none"},
    "see_all_queues": {"controller none"},
    "see_approvals": {"signatory none"},
    "see_control": {"controller none", "head none"},
    "see_parts": {"officer none", "head none"},
    "see_card": READERS,
    "export": READERS,
    "letter": READERS,
    "note": READERS,
    "take": {"officer free", "officer own", "head own"},
    "reply": HOLDER,
    "hand_over": MOVERS,
    "give_back": MOVERS,
    "route": MOVERS,
    "transfer_again": {"head unit", "controller past"},
    "ask_client": HOLDER,
    "inform": HOLDER,
    "promise": HOLDER,
    "keep_promise": HOLDER,
    "ask_part": HOLDER,
    "withdraw_part": HOLDER,
    "see_part": {"officer part", "head part"},
    "give_part": {"officer part", "head part"},
    "decline_part": {"officer part", "head part"},
    "redirect": MOVERS | {"controller past"},
    "leave": MOVERS | {"controller past"},
    "report_incomplete": HOLDER,
    "extend": HOLDER,
    "decide_extension": {"head unit", "controller past"},
    "prioritise": MOVERS | {"controller any"},
    "turn_official": MOVERS,
    "describe": MOVERS,
    "split": HOLDER,
    "answer_orally": HOLDER,
    "bar": MOVERS | {"controller any"},
    "call_back": HOLDER | {"head unit"},
    "mark_sent": HOLDER | {"head unit"},
    "sign": {"signatory signed", "head signed"},
    "control": {"head unit", "controller any"},
    "end_control": {"controller controlled", "head controlled"},
    "return_from_control": {"controller controlled", "head controlled"},
    "record": {"officer none", "head none"},
    "draft": {"officer none", "head none", "signatory none", "controller none"},
    "read_articles": {"everybody none"},
    "change_hat": {"everybody none"},
    "see_desk": {"employee none"},
    "file_request": {"employee none"},
    "see_requests": {"employee none"},
    "write_upward": {"employee none"},
    "propose": {"employee none"},
    "read_internal_articles": {"employee none"},
    "set_own_absence": {"employee none"},
    # whoever has lost a phone may have been a citizen in it last; a client has nothing to lose
    "lose_phone": {"everybody none"},
    "prove": {"employee none"},
    "see_below": {"head none"},
    "see_proposals": {"controller none"},
    "answer_survey": {"everybody none"},
    "set_mailings": {"everybody none"},
    "see_surveys": {"head none", "controller none"},
    "edit_questionnaires": {"controller none", "administrator none"},
    "see_deeds": {"employee none"},
    "do_deed": {"employee none"},
    "edit_staff": {"administrator none"},
    "edit_units": {"administrator none"},
    "edit_topics": {"administrator none"},
    "edit_days": {"administrator none"},
    "edit_windows": {"administrator none"},
    "see_channels": {"administrator none"},
    "see_quarantine": {"administrator none"},
    "see_failures": {"administrator none"},
    "see_health": {"administrator none"},
    "see_views": {"administrator none", "controller none"},
}
IN_CHARGE = {"head unit", "head below", "administrator any"}
#: What is done to people: who may, as `role scope`, the scope being how the other stands to them.
OF_COLLEAGUES = {
    "see_staff": IN_CHARGE,
    "invite": IN_CHARGE,
    "confirm_joining": IN_CHARGE | {"controller any"},
    "revoke": IN_CHARGE,
    "set_absence": IN_CHARGE,
}
#: What is done to a unit's surveys: who may, as `role scope`.
OF_UNITS = {
    action: {"head unit", "controller any"}
    for action in ("run_survey", "see_results", "assign_deed", "decide", "see_marks")
}
#: How an appeal may stand to somebody, and by which of the scopes above it is reached then.
STANDINGS = {
    "no appeal": {"none"},
    "another unit's, waiting": {"any"},
    "another unit's, taken": {"any"},
    "the unit's, waiting": {"any", "unit", "free"},
    "the unit's, taken by a colleague": {"any", "unit"},
    "the unit's, taken by them": {"any", "unit", "own"},
    "another unit's, taken by them": {"any", "own"},
    "another unit's, to be signed by them": {"any", "signed"},
    "another unit's, under their control": {"any", "controlled"},
    "the unit's, theirs, complaining about them": set(),
    "filed by them": set(),
    "another unit's, a part asked of them": {"any", "part"},
    "another unit's, a part asked of their unit": {"any", "part"},
    "another unit's, a part asked of a colleague": {"any"},
    "another unit's, a part asked of another unit": {"any"},
    "another unit's, a part of another appeal": {"any"},
    "the unit's, theirs, and a part asked of them": {"any", "unit", "own", "part"},
    "filed by them, a part asked of them": set(),
    "complaining about them, a part asked of them": set(),
    "a unit's below theirs": {"any", "below"},
    "filed as a citizen by somebody below them": set(),
    "asked as a colleague by somebody below them": {"any", "unit"},
    "another unit's, filed as a citizen by somebody of it": {"any", "past"},
    "another unit's, asked as a colleague by somebody of it": {"any"},
    "another unit's, asked as a colleague by its only head": {"any", "past"},
    "another unit's, complaining about its head": {"any", "past"},
    "of a unit that is gone": {"any", "past"},
    "a letter to a colleague of the unit": set(),
    "a letter to them": {"any", "unit", "own"},
    "a letter to somebody in a unit below theirs": set(),
    "asked by them as a colleague": set(),
    "asked by them as a colleague, in a dialogue they have left": set(),
}
CHAT, OTHERS = 1, 2


def appeal(unit: str, officer: str, chat: int = OTHERS, **facts: Any) -> Appeal:
    state = State.TAKEN if officer else State.WAITING
    facts = {"kind": Kind.MESSAGE} | facts
    found = Appeal(9, "2026-000009", chat, state, "", unit, officer, False, "", NOW, NOW, NOW)
    return replace(found, **facts)


APPEALS = {
    "no appeal": None,
    "another unit's, waiting": appeal("care", ""),
    "another unit's, taken": appeal("care", "colleague"),
    "the unit's, waiting": appeal("benefits", ""),
    "the unit's, taken by a colleague": appeal("benefits", "colleague"),
    "the unit's, taken by them": appeal("benefits", "petrov"),
    "another unit's, taken by them": appeal("care", "petrov"),
    "another unit's, to be signed by them": appeal("care", "colleague", signatory="petrov"),
    "another unit's, under their control": appeal("care", "colleague", control="petrov"),
    "the unit's, theirs, complaining about them": appeal("benefits", "petrov", barred="petrov"),
    "filed by them": appeal("benefits", "petrov", CHAT),
    "another unit's, a part asked of them": appeal("care", "colleague"),
    "another unit's, a part asked of their unit": appeal("care", "colleague"),
    "another unit's, a part asked of a colleague": appeal("care", "colleague"),
    "another unit's, a part asked of another unit": appeal("care", "colleague"),
    "another unit's, a part of another appeal": appeal("care", "colleague"),
    "the unit's, theirs, and a part asked of them": appeal("benefits", "petrov"),
    "filed by them, a part asked of them": appeal("care", "colleague", CHAT),
    "complaining about them, a part asked of them": appeal("care", "colleague", barred="petrov"),
    "a unit's below theirs": appeal("below", "colleague"),
    "filed as a citizen by somebody below them": appeal("benefits", "colleague", filer="zimin"),
    "asked as a colleague by somebody below them": appeal(
        "benefits", "colleague", kind=Kind.REQUEST, filer="zimin"
    ),
    "another unit's, filed as a citizen by somebody of it": appeal("care", "", filer="anna"),
    "another unit's, asked as a colleague by somebody of it": appeal(
        "care", "", kind=Kind.REQUEST, filer="anna"
    ),
    "another unit's, asked as a colleague by its only head": appeal(
        "care", "", kind=Kind.REQUEST, filer="vera"
    ),
    "another unit's, complaining about its head": appeal("care", "", barred="vera"),
    "of a unit that is gone": appeal("gone", ""),
    "a letter to a colleague of the unit": appeal(
        "benefits", "colleague", kind=Kind.LETTER, filer="zimin"
    ),
    "a letter to them": appeal("benefits", "petrov", kind=Kind.LETTER, filer="zimin"),
    "a letter to somebody in a unit below theirs": appeal(
        "below", "colleague", kind=Kind.LETTER, filer="zimin"
    ),
    "asked by them as a colleague": appeal(
        "benefits", "petrov", CHAT, kind=Kind.REQUEST, filer="petrov"
    ),
    "asked by them as a colleague, in a dialogue they have left": appeal(
        "benefits", "petrov", kind=Kind.ORAL, filer="petrov"
    ),
}


def part(unit: str, employee: str, of: int = 9) -> Part:
    return Part(3, of, "colleague", unit, employee, "?", [], "", [], PartState.ASKED, NOW, NOW)


#: the part of its reply that is asked for, where one is
PARTS = {
    "another unit's, a part asked of them": part("benefits", "petrov"),
    "another unit's, a part asked of their unit": part("benefits", ""),
    "another unit's, a part asked of a colleague": part("benefits", "gromova"),
    "another unit's, a part asked of another unit": part("employment", ""),
    "another unit's, a part of another appeal": part("benefits", "petrov", 10),
    "the unit's, theirs, and a part asked of them": part("benefits", "petrov"),
    "filed by them, a part asked of them": part("benefits", "petrov"),
    "complaining about them, a part asked of them": part("benefits", "petrov"),
}
#: standings in which the appeal is the client's own, and in which it is an employee's own
FILED = {"filed by them", "filed by them, a part asked of them"}
ASKED = {
    "asked by them as a colleague",
    "asked by them as a colleague, in a dialogue they have left",
}


def may(who: Actor, action: Action, standing: str) -> bool:
    return allowed(who, action, APPEALS[standing], PARTS.get(standing))


#: who heads each unit there is, and everybody under them
HEADS = {
    "benefits": Led(frozenset({"ivanova"}), frozenset({"ivanova", "petrov", "zimin"})),
    "below": Led(frozenset({"olga"}), frozenset({"olga", "zimin"})),
    "care": Led(frozenset({"vera"}), frozenset({"vera", "anna"})),
}


def actor(*roles: Role) -> Actor:
    employee = Employee("petrov", "Петров Олег Игоревич", "", "benefits", frozenset(roles))
    own = Capacity(employee, frozenset({"below"}), frozenset({"zimin"}), HEADS)
    return Actor(CHAT, employee, own)


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("action", Action)
def test_every_action_of_every_role_at_every_standing(action: Action, role: Role | None) -> None:
    rights = SPECIFICATION.get(action, set())
    if of := (OF_COLLEAGUES | OF_UNITS).get(action):
        assert may(actor(role) if role else Actor(CHAT), action, "no appeal") is any(
            one.split()[0] == role for one in of
        )
        return
    expected = {
        standing
        for standing, scopes_ in STANDINGS.items()
        if (standing == "no appeal" and "everybody none" in rights)
        or (standing in (ASKED if role else FILED) and "everybody own" in rights)
        or any(f"{role} {scope}" in rights for scope in scopes_)
    }
    who = actor(role) if role else Actor(CHAT)
    assert {standing for standing in STANDINGS if may(who, action, standing)} == expected


@pytest.mark.requirement("P1")
def test_the_specification_is_complete() -> None:
    assert SPECIFICATION.keys() | OF_COLLEAGUES.keys() | OF_UNITS.keys() == {*Action}
    assert OF_COLLEAGUES.keys() == OF_PEOPLE
    assert OF_UNITS.keys() == OF_SURVEYS
    assert STANDINGS.keys() == APPEALS.keys()
    assert {word.split()[1] for rights in SPECIFICATION.values() for word in rights} == {*Scope}


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("action", Action)
def test_roles_add_up_and_nothing_more(action: Action) -> None:
    """Somebody with all roles may do what one of the roles may."""
    for standing in STANDINGS:
        alone = any(may(actor(role), action, standing) for role in Role)
        assert may(actor(*Role), action, standing) is alone


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("action", Action)
def test_a_client_reaches_no_other_clients_appeal(action: Action) -> None:
    for standing in STANDINGS.keys() - FILED - {"no appeal"}:
        assert not may(Actor(CHAT), action, standing)


def test_an_actions_need_of_an_appeal() -> None:
    without = {action for action, rights in SPECIFICATION.items() if _all_none(rights)}
    without |= OF_PEOPLE | OF_SURVEYS
    assert {action for action in Action if needs_no_appeal(action)} == without


def _all_none(rights: set[str]) -> bool:
    return all(word.endswith(" none") for word in rights)


def test_no_appeal_stands_to_nobody() -> None:
    assert scopes(actor(Role.HEAD).capacities[0], None) == {Scope.NONE}


#: Every way in, with the action it asks for.
WAYS_IN = {
    "rest": {"client": "write", "employee": "write"},
    "said": {
        "client-joined": "write",
        "client-add": "write",
        "client-answer": "write",
        "client-rating": "write",
        "client-rated": "write",
        "client-reopened": "write",
        "client-complain": "write",
        "officer-reply": "draft",
        "officer-reply-reason": "draft",
        "officer-reply-date": "draft",
        "officer-reply-blank": "draft",
        "officer-reply-mended": "draft",
        "officer-asked": "draft",
        "officer-reply-questions": "draft",
        "form": "write",
        "officer-form": "draft",
        "employee-letter": "write_upward",
        "employee-proposal": "propose",
        "deed-new": "assign_deed",
        "deed-doing": "do_deed",
        "deed-returning": "assign_deed",
        "decision": "decide",
        "views-asked": "see_views",
        "quest-upload": "edit_questionnaires",
        "staff-find": "see_staff",
        "staff-value": "edit_staff",
        "staff-sure": "edit_staff",
        "unit-value": "edit_units",
        "unit-sure": "edit_units",
        "employee-form": "file_request",
        "survey-form": "run_survey",
        "absence": "see_desk",
        "client-kb": "read_articles",
        "employee-kb": "read_internal_articles",
        "admin-topic": "edit_topics",
        "admin-day": "edit_days",
        "admin-window": "edit_windows",
        "employee-pin": "prove",
    },
    "command": {
        "menu": "write",
        "help": "write",
        "mine": "see_own_list",
        "lost-phone": "lose_phone",
    },
    "spelt": {
        "join": "join_as_employee",
        "revoke": "revoke",
        "kb": "read_articles",
        "(?i:s)-": "answer_survey",
    },
    "tapped": {
        "menu": "write",
        "help": "write",
        "contacts": "write",
        "desk": "see_desk",
        "surveys": "see_surveys",
        "survey": "see_results",
        "survey-run": "run_survey",
        "survey-sample": "run_survey",
        "survey-longer": "run_survey",
        "survey-end": "run_survey",
        "survey-end-yes": "run_survey",
        "survey-off": "run_survey",
        "survey-off-yes": "run_survey",
        "survey-post": "run_survey",
        "quarterly-hold": "run_survey",
        "quarterly-change": "run_survey",
        "quarterly-no": "run_survey",
        "absence": "set_own_absence",
        "away-of": "set_absence",
        # whose it is decides: one's own, or a colleague's whom one is in charge of
        "away-new": "see_desk",
        "away-until": "see_desk",
        "away-end": "see_desk",
        "away-day": "see_desk",
        "away-deputy": "see_desk",
        "deputy": "see_desk",
        "standing-in": "see_desk",
        "queue-for": "see_unit_queue",
        "staff": "see_staff",
        "staff-unit": "see_staff",
        "staff-find": "see_staff",
        "person": "see_staff",
        "edit-person": "edit_staff",
        "edit-field": "edit_staff",
        "edit-roles": "edit_staff",
        "edit-role": "edit_staff",
        "edit-history": "edit_staff",
        "edit-new": "edit_staff",
        "employee-save": "edit_staff",
        "edit-units": "edit_units",
        "edit-unit": "edit_units",
        "unit-field": "edit_units",
        "unit-serves": "edit_units",
        "unit-history": "edit_units",
        "unit-new": "edit_units",
        "unit-save": "edit_units",
        "invite": "invite",
        "sheet": "invite",
        "make-sheet": "invite",
        "joinings": "confirm_joining",
        "joining": "confirm_joining",
        "join-yes": "confirm_joining",
        "join-no": "confirm_joining",
        "revoke": "revoke",
        "revoke-yes": "revoke",
        "lost-phone": "lose_phone",
        "lost-yes": "lose_phone",
        "quests": "edit_questionnaires",
        "quest": "edit_questionnaires",
        "quest-shown": "edit_questionnaires",
        "quest-file": "edit_questionnaires",
        "quest-out": "edit_questionnaires",
        "quest-gone": "edit_questionnaires",
        "quest-upload": "edit_questionnaires",
        "quest-sent": "edit_questionnaires",
        "quest-take": "edit_questionnaires",
        "quest-drop": "edit_questionnaires",
        "admin": "see_health",
        "admin-topics": "edit_topics",
        "admin-topic": "edit_topics",
        "topic-new": "edit_topics",
        "topic-title": "edit_topics",
        "topic-words": "edit_topics",
        "topic-unit": "edit_topics",
        "topic-units": "edit_topics",
        "topic-to": "edit_topics",
        "topic-wordless": "edit_topics",
        "topic-out": "edit_topics",
        "topic-save": "edit_topics",
        "admin-days": "edit_days",
        "admin-day-set": "edit_days",
        "admin-day": "edit_days",
        "admin-day-save": "edit_days",
        "admin-windows": "edit_windows",
        "admin-window": "edit_windows",
        "window-within": "edit_windows",
        "window-alerts": "edit_windows",
        "window-hear": "edit_windows",
        "window-stop": "edit_windows",
        "window-usual": "edit_windows",
        "window-save": "edit_windows",
        "admin-recount": "edit_windows",
        "admin-recount-go": "edit_windows",
        "admin-channels": "see_channels",
        "admin-quarantine": "see_quarantine",
        "admin-replay": "see_quarantine",
        "admin-failures": "see_failures",
        "admin-failure": "see_failures",
        "admin-again": "see_failures",
        "admin-drop": "see_failures",
        "admin-health": "see_health",
        "pin-cancel": "prove",
        "pin-reset": "edit_staff",
        "dismiss": "edit_staff",
        "dismiss-yes": "edit_staff",
        "hat-client": "change_hat",
        "hat-work": "change_hat",
        "answer-as-client": "change_hat",
        "upward": "write_upward",
        "upward-to": "write_upward",
        "upward-send": "write_upward",
        "upward-drop": "write_upward",
        "propose": "propose",
        "unnamed": "propose",
        "proposals": "see_proposals",
        "views": "see_views",
        "below": "see_below",
        "below-unit": "see_below",
        "write": "write",
        "cancel": "write",
        "file-own": "write",
        "ask-colleagues": "file_request",
        "ask-group": "file_request",
        "request": "file_request",
        "ask-words": "file_request",
        "ask-oral": "file_request",
        "ask-aside": "file_request",
        "requests": "see_requests",
        "mine": "see_own_list",
        "deeds": "assign_deed",
        "deed": "see_deeds",
        "my-deeds": "see_deeds",
        "deed-new": "assign_deed",
        "deed-who": "assign_deed",
        "deed-day": "assign_deed",
        "deed-give": "assign_deed",
        "deed-done": "do_deed",
        "deed-accept": "assign_deed",
        "deed-return": "assign_deed",
        "decisions": "decide",
        "decide": "decide",
        "mailings": "set_mailings",
        "mailings-yes": "set_mailings",
        "mailings-no": "set_mailings",
        "unsubscribe": "set_mailings",
        "my": "see_own",
        "why": "see_own",
        "add": "add_to",
        "answer": "add_to",
        "split": "move_words",
        "move": "add_to",
        "topics": "choose_topic",
        "topic": "choose_topic",
        "call-off": "call_off",
        "restore": "restore",
        "rate": "rate",
        "skip-words": "rate",
        "not-words": "move_words",
        "reopen": "reopen",
        "queue-mine": "see_queue",
        "queue-unit": "see_unit_queue",
        "queue-sorting": "see_unit_queue",
        "queue-all": "see_all_queues",
        "queue-approvals": "see_approvals",
        "queue-control": "see_control",
        "queue-parts": "see_parts",
        "part": "see_part",
        "give-part": "give_part",
        "no-part": "decline_part",
        "ask-part": "ask_part",
        "whom": "ask_part",
        "part-unit": "ask_part",
        "part-from": "ask_part",
        "parts": "withdraw_part",
        "drop-part": "withdraw_part",
        "assemble": "reply",
        "more": "see_card",
        "note": "note",
        "form": "write",
        "form-skip": "write",
        "form-page": "write",
        "form-mend": "write",
        "form-back": "write",
        "form-show": "write",
        "form-drop": "write",
        "form-done": "write",
        "official": "make_official",
        "turn-official": "turn_official",
        "turn-ask": "turn_official",
        "turn-fill": "turn_official",
        "record": "record",
        "describe": "describe",
        "split-questions": "split",
        "oral": "answer_orally",
        "export": "export",
        "answered": "draft",
        "answers": "draft",
        "answers-done": "draft",
        "answers-interim": "draft",
        "answers-edit": "draft",
        "clarify": "ask_client",
        "inform": "inform",
        "promise": "promise",
        "kept": "keep_promise",
        "incomplete": "report_incomplete",
        "complete": "report_incomplete",
        "extend": "extend",
        "extension": "decide_extension",
        "extend-yes": "decide_extension",
        "extend-no": "decide_extension",
        "complain": "complain",
        "drop-complaint": "write",
        "ask-head": "hand_over",
        "over-again": "transfer_again",
        "anew": "transfer_again",
        "redirect": "redirect",
        "leave": "leave",
        "leave-for": "leave",
        "unclear": "leave",
        "priority": "prioritise",
        "priority-for": "prioritise",
        "priority-off": "prioritise",
        "bar": "bar",
        "bar-one": "bar",
        "bar-off": "bar",
        "card": "see_card",
        "why-card": "see_card",
        "files": "see_card",
        "take": "take",
        "reply": "take",
        "again": "take",
        "over": "hand_over",
        "give": "hand_over",
        "give-back": "give_back",
        "route": "route",
        "send-to": "route",
        "to-unit": "route",
        "draft": "draft",
        "kb": "read_articles",
        "kb-topics": "read_articles",
        "kb-topic": "read_articles",
        "article": "read_articles",
        "helped": "read_articles",
        "not-helped": "read_articles",
        "kb-file": "write",
        "knowledge": "read_internal_articles",
        "articles": "draft",
        "quote": "draft",
        "quote-text": "draft",
        "quote-link": "draft",
        "templates": "draft",
        "template": "draft",
        "use-template": "draft",
        "mend-text": "draft",
        "repeat": "see_card",
        "rewrite": "draft",
        "drop-reply": "draft",
        "send": "draft",
        "outcome": "draft",
        "outcomes": "draft",
        "confirm": "draft",
        "drop-asked": "draft",
        "send-so": "draft",
        "new-text": "draft",
        "sign-open": "sign",
        "sign": "sign",
        "sign-back": "sign",
        "sign-change": "sign",
        "call-back": "call_back",
        "take-up": "reply",
        "sent": "mark_sent",
        "reply-number": "describe",
        "letter": "letter",
        "my-letter": "see_own",
        "control": "control",
        "take-off": "end_control",
        "return": "return_from_control",
        "marks": "see_marks",
        "results": "see_results",
        "results-all": "see_results",
        "results-parts": "see_results",
        "results-with": "see_results",
        "results-versus": "see_results",
        "results-words": "see_results",
        "survey-png": "see_results",
        "survey-xlsx": "see_results",
        "survey-docx": "see_results",
    },
    # what is asked for words, and what is done once they are confirmed
    "heard": {
        "note": "note",
        "ask-part": "ask_part",
        "give-part": "give_part",
        "no-part": "decline_part",
        "representative": "describe",
        "name": "describe",
        "reply-to": "describe",
        "register": "describe",
        "questions": "split",
        "oral": "answer_orally",
        "oral-day": "answer_orally",
        "clarify": "ask_client",
        "inform": "inform",
        "promise": "promise",
        "promise-words": "promise",
        "kept": "keep_promise",
        "incomplete": "report_incomplete",
        "extend": "extend",
        "extend-reason": "extend",
        "extend-words": "extend",
        "extend-no": "decide_extension",
        "over-again": "transfer_again",
        "redirect": "redirect",
        "leave": "leave",
        "sign-back": "sign",
        "sign-change": "sign",
        "sign-reason": "sign",
        "sent": "mark_sent",
        "reply-number": "describe",
        "control": "control",
        "return": "return_from_control",
    },
    "confirmed": {
        "ask-part": "ask_part",
        "give-part": "give_part",
        "questions": "split",
        "oral": "answer_orally",
        "clarify": "ask_client",
        "inform": "inform",
        "promise-words": "promise",
        "kept": "keep_promise",
        "incomplete": "report_incomplete",
        "extend-words": "extend",
        "redirect": "redirect",
        "leave": "leave",
        "sign-change": "sign",
    },
}


@pytest.mark.requirement("P1")
def test_every_way_in_asks_for_its_action() -> None:
    flow = conversations()
    found = {
        "rest": flow.at_rest,
        "said": flow.steps,
        "command": flow.commands,
        "tapped": flow.taps,
    }
    for way, steps in found.items():
        assert {name: str(action) for name, (action, _) in steps.items()} == WAYS_IN[way]
    heard = {what: str(action) for what, (action, _) in asking.HEARD.items()}
    done = {what: str(action) for what, (action, _) in asking.CONFIRMED.items()}
    assert (heard, done) == (WAYS_IN["heard"], WAYS_IN["confirmed"])
    names = WAYS_IN["spelt"]
    spelt = {name: pattern for name in names for pattern in flow.spellings if name in pattern}
    assert set(spelt.values()) == flow.spellings.keys()
    assert {n: str(flow.spellings[p][0]) for n, p in spelt.items()} == names


@pytest.mark.requirement("P1")
def test_what_commands_is_no_pin_and_mends_nothing() -> None:
    """Whoever asks whether something typed is a command knows every one there is."""
    typed = [word for name in conversations().commands for word in heard_as(name)]
    assert all(map(is_command, typed))
    assert not any(is_command(f"{word} и ещё кое-что") for word in typed)


def test_every_action_is_asked_for_somewhere() -> None:
    """`reply` is asked for by the drafts, about the appeal they are for."""
    asked = {action for ways in WAYS_IN.values() for action in ways.values()}
    assert asked | {"reply"} == {*Action}


def test_two_steps_that_hear_the_same_are_refused() -> None:
    one, other = Flow(), Flow()
    for flow in (one, other):
        flow.tapped("menu", Action.WRITE)(_nothing)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two steps hear 'menu'"):
        Flow.of(one, other)


async def _nothing(_: object) -> None:
    return None


PETROV = Employee("petrov", "Петров Андрей Николаевич", "", "benefits", frozenset({Role.OFFICER}))
BOSS = Employee("boss", "Иванова Ольга Дмитриевна", "", "benefits", frozenset({Role.HEAD}))
ZIMIN = Employee("zimin", "Зимин Пётр Ильич", "", "care", frozenset({Role.OFFICER}))


def deputy_of(*absent: Capacity, own: Capacity | None = None) -> Actor:
    return Actor(CHAT, ZIMIN, own or Capacity(ZIMIN), absent)


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("action", [action for action in Action if action not in OF_PEOPLE])
def test_a_deputy_may_what_the_absent_one_may_and_no_more(action: Action) -> None:
    absent = Capacity(BOSS, frozenset({"below"}), frozenset({"petrov"}))
    there = Actor(OTHERS + 1, BOSS, absent)
    own = Actor(CHAT, ZIMIN, Capacity(ZIMIN))
    for one in (
        appeal("benefits", ""),
        appeal("benefits", "boss"),
        appeal("benefits", "colleague"),
        appeal("below", "colleague"),
        appeal("benefits", "colleague", signatory="boss"),
        appeal("benefits", "colleague", barred="boss"),
        appeal("benefits", "colleague", filer="petrov"),
        appeal("benefits", "colleague", filer="boss"),
    ):
        either = allowed(there, action, one) or allowed(own, action, one)
        assert allowed(deputy_of(absent), action, one) is either


@pytest.mark.requirement("R13", "E9")
def test_standing_in_opens_nothing_of_ones_own_and_nothing_of_those_below() -> None:
    absent = Capacity(PETROV)
    for one in (
        appeal("benefits", "petrov", barred="zimin"),
        appeal("benefits", "petrov", filer="zimin"),
        appeal("benefits", "petrov", CHAT),
    ):
        assert not allowed(deputy_of(absent), Action.SEE_CARD, one)
    below = appeal("benefits", "petrov", filer="ivlev")
    assert allowed(deputy_of(absent), Action.SEE_CARD, below)
    heads = Capacity(ZIMIN, frozenset(), frozenset({"ivlev"}))
    assert not allowed(deputy_of(absent, own=heads), Action.SEE_CARD, below)


@pytest.mark.requirement("R13")
def test_ones_own_right_goes_before_a_colleagues() -> None:
    absent = Capacity(PETROV)
    theirs, own = appeal("benefits", "petrov"), appeal("care", "zimin")
    assert acts_as(deputy_of(absent), Action.REPLY, theirs) is absent
    found = acts_as(deputy_of(absent), Action.REPLY, own)
    assert found
    assert found.employee is ZIMIN
    assert acts_as(deputy_of(absent), Action.REPLY, appeal("it", "colleague")) is None
