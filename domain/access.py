"""Who may do what: one matrix, one function, asked again at every press."""

from __future__ import annotations

from dataclasses import replace

from domain.actions import Action, Scope
from domain.appeals import Appeal, Kind
from domain.matrix import ABOUT_SURVEYS, MATRIX, OF_PEOPLE, OF_SURVEYS
from domain.ministry import Employee
from domain.parts import Part, is_asked
from domain.people import Actor, Capacity
from domain.refusal import Refused

__all__ = [
    "MATRIX",
    "OF_PEOPLE",
    "OF_SURVEYS",
    "Action",
    "Scope",
    "acts_as",
    "allowed",
    "allowed_about",
    "allowed_in",
    "besides",
    "foreign",
    "is_filed_by",
    "is_of_own_people",
    "needs_no_appeal",
    "scopes",
]


def scopes(capacity: Capacity, appeal: Appeal | None, part: Part | None = None) -> frozenset[Scope]:
    """How the appeal, and a part of its reply, stand to somebody in this capacity."""
    if appeal is None:
        return frozenset({Scope.NONE})
    employee = capacity.employee
    citizen = not appeal.kind.internal
    # whoever stands in for somebody works on no appeal that one may not work on
    filed = appeal.filer == employee.id or (citizen and appeal.filer in capacity.people)
    if appeal.barred == employee.id or filed:
        return frozenset()
    own = appeal.officer == employee.id
    # a letter is for whoever it was written to, and for nobody beside them (D-139 §5.2)
    for_them = own or appeal.kind is not Kind.LETTER
    found = {Scope.ANY} if for_them else set()
    if own:
        found.add(Scope.OWN)
    if appeal.unit == employee.unit and for_them:
        found |= {Scope.UNIT} if appeal.officer else {Scope.UNIT, Scope.FREE}
    if appeal.unit in capacity.below and for_them:
        found.add(Scope.BELOW)
    if appeal.signatory == employee.id:
        found.add(Scope.SIGNED)
    if appeal.control == employee.id:
        found.add(Scope.CONTROLLED)
    if _goes_past_its_heads(capacity, appeal):
        found.add(Scope.PAST)
    if part and part.appeal == appeal.id and is_asked(part, employee):
        found.add(Scope.PART)
    return frozenset(found)


def _goes_past_its_heads(capacity: Capacity, appeal: Appeal) -> bool:
    """Whether nobody who heads its unit may decide about it (N-2137 §5.2, D-139 §1.4)."""
    if not capacity.heads or appeal.kind is Kind.LETTER:
        return False
    led = capacity.heads.get(appeal.unit)
    if led is None or (not appeal.kind.internal and appeal.filer in led.people):
        return True  # a unit that is gone has none
    return led.heads <= {appeal.barred, appeal.filer}


def allowed(
    actor: Actor, action: Action, appeal: Appeal | None = None, part: Part | None = None
) -> bool:
    """May the actor do this to the appeal, or to a part of its reply, now?

    Nobody works on an appeal of their own, under either hat (E9), nor on a complaint about
    themselves (N-1052 §7), whoever they stand in for. An appeal an employee filed as a citizen is
    not for the heads above them."""
    if action in OF_PEOPLE | OF_SURVEYS:
        return appeal is None and any(_may(c, action) for c in actor.capacities)
    if (None, _as_client(actor, appeal)) in MATRIX[action]:
        return True
    return acts_as(actor, action, appeal, part) is not None


def acts_as(
    actor: Actor, action: Action, appeal: Appeal | None = None, part: Part | None = None
) -> Capacity | None:
    """What the actor does it as: themselves where they may, else the colleague they stand in for;
    None when no capacity of theirs allows it."""
    if appeal is not None and (is_filed_by(actor, appeal) or appeal.barred in actor.ids[:1]):
        return None
    if appeal is not None and is_of_own_people(actor, appeal):
        return None
    for capacity in actor.capacities:
        found = scopes(capacity, appeal, part)
        if any(r in capacity.employee.roles and scope in found for r, scope in MATRIX[action]):
            return capacity
    return None


def allowed_about(actor: Actor, action: Action, person: Employee) -> bool:
    """May the actor do this to a colleague? `action` is one of OF_PEOPLE. Whoever stands in for
    that colleague does nothing to them by what the colleague may, but see that they are there."""
    if action is not Action.SEE_STAFF:
        actor = besides(actor, person)
    return allowed_in(actor, action, person.unit)


def besides(actor: Actor, person: Employee) -> Actor:
    """The actor without what they may in this person's stead."""
    others = tuple(c for c in actor.standing_in if c.employee.id != person.id)
    return replace(actor, standing_in=others)


def allowed_in(actor: Actor, action: Action, unit: str) -> bool:
    """May the actor do this to whoever works in the unit, or to the unit's surveys?"""
    return any(
        role in capacity.employee.roles and scope in _standing(capacity, unit)
        for capacity in actor.capacities
        for role, scope in MATRIX[action]
    )


def _standing(capacity: Capacity, unit: str) -> set[Scope]:
    found = {Scope.ANY}
    if unit == capacity.employee.unit:
        found.add(Scope.UNIT)
    if unit in capacity.below:
        found.add(Scope.BELOW)
    return found


def _may(capacity: Capacity, action: Action) -> bool:
    """Whether there is anybody at all it may be done to."""
    return any(role in capacity.employee.roles for role, _ in MATRIX[action])


def is_of_own_people(actor: Actor, appeal: Appeal) -> bool:
    """Whether somebody below the actor has written it as a citizen: that is none of a head's
    business (D-139 §1.4), whoever they stand in for."""
    own = actor.own
    return not appeal.kind.internal and own is not None and appeal.filer in own.people


def is_filed_by(actor: Actor, appeal: Appeal) -> bool:
    """Whether it is the actor's own: filed from this dialogue, or by this employee in another."""
    person = actor.employee.id if actor.employee else actor.behind
    return appeal.chat == actor.chat or bool(person and appeal.filer == person)


def _as_client(actor: Actor, appeal: Appeal | None) -> Scope | None:
    """How the appeal stands to whoever asks it of the ministry, a citizen or a colleague: each
    sees what they filed under the hat they wear."""
    if appeal is None:
        return Scope.NONE
    if appeal.kind.internal:
        own = actor.employee is not None and appeal.filer == actor.employee.id
    else:
        own = actor.employee is None and appeal.chat == actor.chat
    return Scope.OWN if own else None


def needs_no_appeal(action: Action) -> bool:
    """Whether the action is asked for without naming an appeal."""
    return action in OF_PEOPLE | OF_SURVEYS or all(
        scope is Scope.NONE for _, scope in MATRIX[action]
    )


def foreign(action: Action) -> Refused:
    """What whoever may not do this hears, whether what they named is there or not: of surveys and
    of what comes of them, or of appeals."""
    return Refused("foreign-survey" if action in ABOUT_SURVEYS else "foreign")
