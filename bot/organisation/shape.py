"""The shape of the organisation file: which keys there are, and what each value may be."""

from __future__ import annotations

from datetime import timedelta
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from bot.organisation.document import At, Document
from bot.organisation.values import (
    Day,
    Email,
    Id,
    Intake,
    Label,
    Link,
    Pause,
    Person,
    Region,
    Silence,
    Stretch,
    Text,
    Within,
    Yes,
    Zone,
    number_to,
)
from domain.ministry import Policy, Role
from domain.talk import Channel

P = TypeVar("P", bound="Part")


class Part(BaseModel):
    """A mapping of the file: what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ContactsPart(Part):
    address: Text = ""
    phone: Text = ""
    email: Email = ""
    reception: Text = ""
    state_portal: Link = ""


class ChannelPart(Part):
    clients: Policy = Policy.DIALOGUE
    employees: Policy = Policy.DIALOGUE


class AppealsPart(Part):
    message: Intake = "accept"
    official: Intake = "accept"
    reopen_within: Stretch = "30 calendar days"


class WindowPart(Part):
    """An override: what is not written keeps the orders' default."""

    within: Text | None = None
    alert_before: tuple[Text, ...] | None = None
    on_breach: tuple[Literal["officer", "head", "controller"], ...] | None = None
    pause_while: tuple[Literal["question"], ...] = ()


class UnitPart(Part):
    """A unit or a subordinate institution; what it says of its time stands for the ministry's."""

    id: Id
    name: Text
    head: str
    default: Yes = False
    signatory: str = ""
    serves: Literal["clients", "employees", "both"] = "clients"
    parent: str = ""
    timezone: Zone = ""
    region: Region = ""
    hours: dict[str, str] = {}
    days_off: frozenset[Day] = frozenset()
    working_days: frozenset[Day] = frozenset()
    short_days: frozenset[Day] = frozenset()


class AwayPart(Part):
    """An absence, both days included."""

    since: Day
    until: Day

    @model_validator(mode="after")
    def _in_order(self) -> AwayPart:
        if self.until < self.since:
            raise ValueError(f"ends on {self.until}, before it begins: change one of the days")
        return self


class FieldPart(Part):
    """One question of a process's form."""

    field: Id
    ask: Label
    kind: Literal["text", "number", "day", "phone", "email", "choice"] = "text"
    required: Yes = True
    choices: tuple[Label, ...] = ()
    hint: Text = ""

    @model_validator(mode="after")
    def _choices(self) -> FieldPart:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices go with kind: choice, and kind: choice with 2 to 8 choices")
        if self.choices and not 2 <= len(self.choices) <= 8:
            raise ValueError(f"has {len(self.choices)} choices: give 2 to 8")
        return self


class ProcessPart(Part):
    """What employees may ask: of a unit, or in another way."""

    id: Id
    title: Label
    unit: str = ""
    within: Within = ""
    form: tuple[FieldPart, ...] = ()
    words: tuple[Text, ...] = ()
    group: Label | Literal[""] = ""
    template: str = ""
    instead: Text = ""

    @model_validator(mode="after")
    def _somewhere(self) -> ProcessPart:
        if bool(self.unit) == bool(self.instead):
            raise ValueError("write the unit it goes to, or instead: the other way to get it done")
        return self


class AccessPart(Part):
    """How accounts prove anew who they are."""

    silent_for: Silence = None
    pin_for: frozenset[Literal["signatory", "controller", "head", "administrator"]] = frozenset()
    pin_after: Pause = timedelta(hours=8)


class EmployeePart(Part):
    id: Id
    name: Person
    post: Text
    unit: str
    roles: frozenset[Role] = frozenset()
    phone: Text = ""
    email: Email = ""
    deputy: str = ""
    away: tuple[AwayPart, ...] = ()


class TopicPart(Part):
    id: Id
    title: Label
    unit: str
    classifier: Text = ""
    words: tuple[Text, ...] = ()


class QuarterlyPart(Part):
    """The survey heads hold every quarter: from which day of its last month, for how many days."""

    questionnaire: str
    day: Annotated[int, BeforeValidator(number_to(28))] = 10
    open_for: Annotated[int, BeforeValidator(number_to(60))] = 10


class SurveysPart(Part):
    #: files of questionnaires, or folders of them, as seen from this file
    questionnaires: tuple[Text, ...] = ()
    quarterly: QuarterlyPart | None = None


class OrganisationPart(Part):
    """The whole file."""

    name: Text
    short_name: Text
    timezone: Zone
    region: Region = ""
    hours: dict[str, str]
    days_off: frozenset[Day] = frozenset()
    working_days: frozenset[Day] = frozenset()
    short_days: frozenset[Day] = frozenset()
    contacts: ContactsPart = ContactsPart()
    channels: dict[Channel, ChannelPart] = {}
    appeals: AppealsPart = AppealsPart()
    windows: dict[str, WindowPart] = {}
    units: tuple[UnitPart, ...]
    employees: tuple[EmployeePart, ...]
    topics: tuple[TopicPart, ...]
    processes: tuple[ProcessPart, ...] = ()
    #: to whom employees may write upward, beside their own head
    letters: tuple[str, ...] = ()
    access: AccessPart = AccessPart()
    #: files of articles, or folders of them, as seen from this file
    knowledge: tuple[Text, ...] = ()
    #: files of templates, or folders of them, as seen from this file
    templates: tuple[Text, ...] = ()
    surveys: SurveysPart = SurveysPart()


def shaped(document: Document, whole: type[P]) -> P | None:
    """The file's content in its shape, or None with what is wrong noted in the document."""
    try:
        return whole.model_validate(document.content)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            at = tuple(step for step in detail["loc"] if step != "[key]")
            document.find(at, _cure(detail["type"], at, detail, whole))
        return None


def _cure(kind: str, at: At, detail: Any, whole: type[Part]) -> str:
    match kind:
        case "extra_forbidden":
            return _unknown(at, whole)
        case "missing":
            return "is missing: add it"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "enum" | "literal_error":
            return f"{detail['input']!r} will not do: write {detail['ctx']['expected']}"
        case "string_type":
            return "write a text, without keys or a list under it"
        case "dict_type" | "model_type":
            return "write keys with values under it"
        case "tuple_type" | "frozen_set_type":
            return "write a list: [one, two], or lines that begin with a dash"
    return str(detail["msg"])


def _unknown(at: At, whole: type[Part]) -> str:
    names = list(_part_at(at[:-1], whole).model_fields)
    near = get_close_matches(str(at[-1]), names, n=1, cutoff=0.5)
    cure = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(names)}"
    return f"there is no such key: {cure}"


def _part_at(at: At, part: type[Part]) -> type[Part]:
    """The part of the shape the path leads to; numbers and free keys stay where they are."""
    for step in at:
        if isinstance(step, str) and step in part.model_fields:
            part = _part_in(part.model_fields[step].annotation) or part
    return part


def _part_in(annotation: Any) -> type[Part] | None:
    if isinstance(annotation, type) and not get_origin(annotation) and issubclass(annotation, Part):
        return annotation
    found = (_part_in(inner) for inner in get_args(annotation) if not isinstance(inner, UnionType))
    return next(filter(None, found), None)
