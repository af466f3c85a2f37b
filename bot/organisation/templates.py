"""Reply templates from the files the organisation file names, checked like that file itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from bot.organisation.checks import by_id, nobody, rows
from bot.organisation.document import At, BadOrganisation, Document, read
from bot.organisation.shape import Part, shaped
from bot.organisation.values import Day, Id, Label, Text
from domain.reply_check.found import Outcome
from domain.templates import CASES, PLACEHOLDERS, Template, placeholders

#: the seven typical replies as shipped: for a ministry whose file names no templates of its own
SHIPPED = Path(__file__).resolve().parents[2] / "templates" / "typical.yaml"
#: letters of two pages (N-1052 §8)
LONGEST = 3_600


def _case(text: object) -> int:
    if str(text) not in map(str, CASES):
        raise ValueError(f"write the case of N-1052 §9: a number from {CASES[0]} to {CASES[-1]}")
    return int(str(text))


def _words(text: str) -> str:
    """The text with its paragraphs; line ends round it say nothing."""
    if len(text.strip()) > LONGEST:
        raise ValueError(f"is longer than two pages: at most {LONGEST} characters")
    return text.strip()


class TemplatePart(Part):
    id: Id
    title: Label
    version: Text
    review: Day
    text: Annotated[str, AfterValidator(_words)]
    owner: str = ""
    topics: tuple[str, ...] = ()
    case: Annotated[int, BeforeValidator(_case)] = 0
    outcome: Outcome | None = None


class TemplatesPart(Part):
    """A whole file of templates."""

    templates: tuple[TemplatePart, ...]


def templates_of(document: Document) -> tuple[tuple[Template, ...], list[str]]:
    """The templates of the files the organisation file names, and what is wrong with them; what
    is wrong with the naming itself is noted in the organisation file's document."""
    found: list[Template] = []
    findings: list[str] = []
    taken: dict[str, set[str]] = {"id": set(), "title": set()}
    for file in _files(document):
        try:
            templates = read(file, like="templates/typical.yaml")
        except BadOrganisation as bad:
            findings += bad.findings
            continue
        part = shaped(templates, TemplatesPart)
        _check(templates, document, taken)
        findings += templates.in_order()
        found += [_template(each, document) for each in (part.templates if part else ())]
    return tuple(found), findings


def _files(document: Document) -> list[Path]:
    named = document.content.get("templates")
    if not named or not isinstance(named, list):
        return [SHIPPED]
    files: list[Path] = []
    for number, name in enumerate(named):
        path = document.file.parent / str(name)
        if path.is_dir():
            inside = sorted({*path.glob("*.yaml"), *path.glob("*.yml")} - {document.file})
            if not inside:
                document.find(("templates", number), f"no .yaml file in the folder {path}")
            files += [file for file in inside if file not in files]
        elif path.is_file():
            files += [path] if path not in files else []
        elif isinstance(name, str):
            document.find(
                ("templates", number), f"no file or folder {path}: copy templates/ as shipped"
            )
    return files


def _check(templates: Document, organisation: Document, taken: Mapping[str, set[str]]) -> None:
    topics = by_id(organisation, "topics")
    owners = {**by_id(organisation, "units"), **by_id(organisation, "employees")}
    for at, row in rows(templates, "templates"):
        for key, seen in taken.items():
            value = str(row.get(key, ""))
            if value and value in seen:
                templates.find((*at, key), f"an earlier template has this {key}: change it")
            seen.add(value)
        owner = row.get("owner")
        if isinstance(owner, str) and owner not in owners:
            templates.find((*at, "owner"), nobody(owner, owners))
        _topics(templates, at, row, topics)
        _placeholders(templates, at, row.get("text"))


def _topics(
    templates: Document, at: At, row: Mapping[str, Any], known: Mapping[str, object]
) -> None:
    topics = row.get("topics")
    for number, topic in enumerate(topics if isinstance(topics, list) else ()):
        if isinstance(topic, str) and topic not in known:
            templates.find((*at, "topics", number), nobody(topic, known))
    if topics and row.get("case"):
        templates.find((*at, "case"), "a typical reply serves every topic: keep topics or case")


def _placeholders(templates: Document, at: At, text: object) -> None:
    if not isinstance(text, str):
        return
    for name in placeholders(text):
        if name not in PLACEHOLDERS:
            templates.find((*at, "text"), f"{{{name}}}: {nobody(name, PLACEHOLDERS)}")
    if text.count("{") != text.count("}"):
        templates.find((*at, "text"), "a brace has no other half: write {number}")


def _template(part: TemplatePart, organisation: Document) -> Template:
    """Without an owner it is the unit's that takes what no topic claims."""
    default = (
        str(row.get("id")) for _, row in rows(organisation, "units") if row.get("default") == "true"
    )
    given = part.model_dump()
    return Template(**given | {"owner": part.owner or next(default, "")})
