"""The ministry as its own file tells it; what is wrong with the file is told with the cure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from bot.organisation.checks import check, nobody
from bot.organisation.document import BadOrganisation, Document, read
from bot.organisation.hours import week
from bot.organisation.knowledge import articles_of
from bot.organisation.questionnaires import questionnaires_of
from bot.organisation.shape import (
    ChannelPart,
    EmployeePart,
    OrganisationPart,
    ProcessPart,
    QuarterlyPart,
    UnitPart,
    WindowPart,
    shaped,
)
from bot.organisation.templates import templates_of
from domain.ministry import (
    Away,
    Contacts,
    Employee,
    Field,
    Ministry,
    Policy,
    Process,
    Role,
    Schedule,
    Security,
    Topic,
    Unit,
    WindowRule,
)
from domain.surveys.waves import Quarterly
from domain.talk import Channel
from domain.templates import Template
from domain.windows import DEFAULT_RULES, duration, length, rule_with

__all__ = ["BadOrganisation", "load"]


def load(path: Path) -> Ministry:
    """The ministry of the file. Raises BadOrganisation with everything that is wrong with it."""
    document = read(path)
    part = shaped(document, OrganisationPart)
    check(document)
    templates, findings = templates_of(document)
    articles, wrong = articles_of(document)
    findings += wrong
    questionnaires, wrong = questionnaires_of(document)
    findings += wrong
    if part is not None:
        _templates_of_processes(document, part, templates)
    if part is None or document.findings or findings:
        raise BadOrganisation([*document.in_order(), *findings])
    return replace(
        _ministry(part, templates),
        articles=MappingProxyType(articles),
        questionnaires=MappingProxyType(questionnaires),
    )


def _templates_of_processes(
    document: Document, part: OrganisationPart, templates: tuple[Template, ...]
) -> None:
    """A process names a template that there is."""
    known = {template.id for template in templates}
    for place, process in enumerate(part.processes):
        if process.template and process.template not in known:
            document.find(("processes", place, "template"), nobody(process.template, known))


def _ministry(part: OrganisationPart, templates: tuple[Template, ...]) -> Ministry:
    return Ministry(
        name=part.name,
        short_name=part.short_name,
        schedule=_schedule(part),
        contacts=Contacts(**part.contacts.model_dump()),
        channels=MappingProxyType({c: _policies(part.channels.get(c)) for c in Channel}),
        appeals=MappingProxyType(part.appeals.model_dump(exclude={"reopen_within"})),
        reopen_within=length(part.appeals.reopen_within),
        windows=MappingProxyType(_windows(part)),
        units=MappingProxyType({unit.id: _unit(unit, part) for unit in part.units}),
        employees=MappingProxyType({person.id: _employee(person) for person in part.employees}),
        topics=MappingProxyType({topic.id: Topic(**topic.model_dump()) for topic in part.topics}),
        processes=MappingProxyType({one.id: _process(one) for one in part.processes}),
        letters=part.letters,
        security=Security(
            silent_for=part.access.silent_for,
            pin_for=frozenset(map(Role, part.access.pin_for)),
            pin_after=part.access.pin_after,
        ),
        templates=MappingProxyType({template.id: template for template in templates}),
        quarterly=_quarterly(part.surveys.quarterly),
    )


def _quarterly(part: QuarterlyPart | None) -> Quarterly | None:
    return Quarterly(**part.model_dump()) if part else None


def _schedule(part: OrganisationPart) -> Schedule:
    return Schedule(
        zone=part.timezone,
        week=week(part.hours),
        region=part.region,
        days_off=part.days_off,
        working_days=part.working_days,
        short_days=part.short_days,
    )


def _unit(part: UnitPart, whole: OrganisationPart) -> Unit:
    """A unit; where it names hours, a zone, a region or days, with a working time of its own."""
    own = part.model_dump(include=_OF_TIME)
    given = part.model_dump(exclude=_OF_TIME)
    if not any(own.values()):
        return Unit(**given)
    ministry = _schedule(whole)
    schedule = replace(
        ministry,
        zone=part.timezone or ministry.zone,
        week=week(part.hours) if part.hours else ministry.week,
        region=part.region or ministry.region,
        days_off=ministry.days_off | part.days_off - part.working_days,
        working_days=ministry.working_days - part.days_off | part.working_days,
        short_days=ministry.short_days | part.short_days,
    )
    return Unit(**given, schedule=schedule)


#: the keys of a unit that are about its time
_OF_TIME = {"timezone", "region", "hours", "days_off", "working_days", "short_days"}


def _windows(part: OrganisationPart) -> dict[str, WindowRule]:
    """The orders' rules with what the ministry changed in them, and those of processes that have
    a time of their own: `internal_written:<process>`."""
    rules = {id_: _rule(rule, part.windows.get(id_)) for id_, rule in DEFAULT_RULES.items()}
    written = rules["internal_written"]
    for process in part.processes:
        if process.within:
            id_ = f"{written.id}:{process.id}"
            rules[id_] = replace(written, id=id_, within=length(process.within))
    return rules


def _process(part: ProcessPart) -> Process:
    given = part.model_dump(exclude={"form", "within"})
    form = tuple(
        Field(one.field, one.ask, one.kind, one.required, one.choices, one.hint)
        for one in part.form
    )
    within = length(part.within) if part.within else None
    return Process(**given, form=form, within=within)


def _policies(part: ChannelPart | None) -> MappingProxyType[str, Policy]:
    return MappingProxyType(dict(part or ChannelPart()))


def _rule(rule: WindowRule, override: WindowPart | None) -> WindowRule:
    """The orders' rule with what the ministry changed in it."""
    changed: dict[str, object] = {}
    if override and override.within:
        changed["within"] = length(override.within)
    if override and override.alert_before is not None:
        steps = map(duration, override.alert_before)
        changed["alert_before"] = tuple(sorted(steps, reverse=True))
    if override and override.on_breach is not None:
        changed["on_breach"] = override.on_breach
    if override and override.pause_while:
        changed["pause_while"] = override.pause_while
    return rule_with(rule, **changed) if changed else rule


def _employee(part: EmployeePart) -> Employee:
    """Whoever is in the file may do what every employee may."""
    away = tuple(Away(one.since, one.until) for one in part.away)
    given = part.model_dump() | {"roles": part.roles | {Role.EMPLOYEE}, "away": away}
    return Employee(**given)
