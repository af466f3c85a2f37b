"""The shape of the organisation file: which keys there are, and what each value may be."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.organisation.document import At, Document
from domain.afterwards import COUNTED_IN
from domain.ministry import Policy, Role
from domain.talk import Channel
from domain.windows import length


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]{1,32}", text):
        raise ValueError("an id is 1 to 32 of the letters a-z, digits and _")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return " ".join(text.split())


def _label(text: str) -> str:
    if len(_filled(text)) > 40:
        raise ValueError(f"is the text of a button: at most 40 characters, here are {len(text)}")
    return _filled(text)


def _person(text: str) -> str:
    if len(text.split()) not in {2, 3}:
        raise ValueError("write surname, name and patronymic (if there is one): 2 or 3 words")
    return _filled(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        near = get_close_matches(text, sorted(available_timezones()), n=1, cutoff=0.6)
        cure = f"did you mean {near[0]}?" if near else "write one like Europe/Moscow"
        raise ValueError(f"there is no time zone {text!r}: {cure}") from None


def _region(text: str) -> str:
    if not re.fullmatch(r"RU-[A-Z]{2,3}", text):
        raise ValueError("write the region's ISO 3166-2 code, like RU-NVS")
    return text


def _day(text: object) -> date:
    if not (isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text)):
        raise ValueError("write a date as year-month-day, like 2026-12-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None


def _yes(text: object) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("write true or false")
    return text == "true"


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("write one address, like name@example.org")
    return text


def _link(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text.split()) != 1:
        raise ValueError("write a whole address, like https://example.org/")
    return text


def _stretch(text: str) -> str:
    if length(text).span not in COUNTED_IN:
        raise ValueError('say how long, like "30 calendar days" or "10 working days"')
    return text


P = TypeVar("P", bound="Part")
Id = Annotated[str, AfterValidator(_identifier)]
Text = Annotated[str, AfterValidator(_filled)]
Label = Annotated[str, AfterValidator(_label)]
Email = Annotated[str, AfterValidator(_email)]
Day = Annotated[date, BeforeValidator(_day)]
Intake = Literal["accept", "hand_over"]


class Part(BaseModel):
    """A mapping of the file: what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ContactsPart(Part):
    address: Text = ""
    phone: Text = ""
    email: Email = ""
    reception: Text = ""
    state_portal: Annotated[str, AfterValidator(_link)] = ""


class ChannelPart(Part):
    clients: Policy = Policy.DIALOGUE
    employees: Policy = Policy.DIALOGUE


class AppealsPart(Part):
    message: Intake = "accept"
    official: Intake = "accept"
    reopen_within: Annotated[str, AfterValidator(_stretch)] = "30 calendar days"


class WindowPart(Part):
    """An override: what is not written keeps the orders' default."""

    within: Text | None = None
    alert_before: tuple[Text, ...] | None = None
    on_breach: tuple[Literal["officer", "head", "controller"], ...] | None = None
    pause_while: tuple[Literal["question"], ...] = ()


class UnitPart(Part):
    id: Id
    name: Text
    head: str
    default: Annotated[bool, BeforeValidator(_yes)] = False
    signatory: str = ""
    serves: Literal["clients", "employees", "both"] = "clients"


class EmployeePart(Part):
    id: Id
    name: Annotated[str, AfterValidator(_person)]
    post: Text
    unit: str
    roles: frozenset[Role] = frozenset()
    phone: Text = ""
    email: Email = ""
    deputy: str = ""


class TopicPart(Part):
    id: Id
    title: Label
    unit: str
    classifier: Text = ""
    words: tuple[Text, ...] = ()


class OrganisationPart(Part):
    """The whole file."""

    name: Text
    short_name: Text
    timezone: Annotated[str, AfterValidator(_zone)]
    region: Annotated[str, AfterValidator(_region)] = ""
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
    processes: tuple[dict[str, Any], ...] = ()
    #: files of templates, or folders of them, as seen from this file
    templates: tuple[Text, ...] = ()


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
