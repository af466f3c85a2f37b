"""The knowledge base, in the folders the organisation file names; checked like that file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bot.organisation.checks import by_id, nobody, rows
from bot.organisation.document import BadOrganisation, Document, parsed
from bot.organisation.shape import Part, shaped
from bot.organisation.values import Day, Id, Label, Text
from domain.knowledge import EMPLOYEES
from domain.markdown import plain
from domain.ministry import Article

LIKE = "knowledge/"
#: what begins and ends the YAML in front of an article
FENCE = "---"
#: seven pages of a messenger: more than that is a book
LONGEST = 20_000


class ArticlePart(Part):
    """What stands in front of an article."""

    id: Id
    title: Label
    audience: Literal["all", "employees"]
    review: Day
    topics: tuple[str, ...] = ()
    words: tuple[Text, ...] = ()
    owner: str = ""


def articles_of(document: Document) -> tuple[dict[str, Article], list[str]]:
    """The articles of the folders the organisation file names, and what is wrong with them; what
    is wrong with the naming itself is noted in the organisation file's document."""
    found: dict[str, Article] = {}
    findings: list[str] = []
    taken: dict[str, set[str]] = {"id": set(), "title": set()}
    for file in _files(document):
        try:
            article, wrong = _read(file, document, taken)
        except BadOrganisation as bad:
            findings += bad.findings
            continue
        findings += wrong
        if article:
            found[article.id] = article
    return found, findings


def _files(document: Document) -> list[Path]:
    named = document.content.get("knowledge")
    files: list[Path] = []
    for number, name in enumerate(named if isinstance(named, list) else ()):
        path = document.file.parent / str(name)
        if path.is_dir():
            inside = sorted(path.rglob("*.md"))
            if not inside:
                document.find(("knowledge", number), f"no .md file in the folder {path}")
            files += [file for file in inside if file not in files]
        elif path.is_file():
            files += [path] if path not in files else []
        elif isinstance(name, str):
            document.find(
                ("knowledge", number), f"no file or folder {path}: copy knowledge/ as shipped"
            )
    return files


def _read(
    file: Path, organisation: Document, taken: dict[str, set[str]]
) -> tuple[Article | None, list[str]]:
    front, body, first = _parted(file)
    article = parsed(file, front, LIKE)
    part = shaped(article, ArticlePart)
    _check(article, organisation, taken)
    text = plain(body)
    wrong = [(first + line, sentence) for line, sentence in text.wrong]
    if not text.text.strip():
        wrong.append((first, f"is missing: write it under {FENCE}"))
    if len(text.text) > LONGEST:
        wrong.append((first, f"is {len(text.text)} characters long: make several articles of it"))
    article.findings += [(line, f"{file}:{line}: text: {said}") for line, said in wrong]
    if part is None or article.findings:
        return None, article.in_order()
    given = part.model_dump() | {"owner": part.owner or _default(organisation)}
    return Article(**given, text=text.text), []


def _parted(file: Path) -> tuple[str, str, int]:
    """What stands in front, the text, and in which line the front ends."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadOrganisation([f"{file}: cannot be read as UTF-8 text: {error}"]) from None
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        cure = f"begin with a line {FENCE}, then id, title, audience and review, then {FENCE} again"
        raise BadOrganisation([f"{file}:1: {cure}"])
    end = fences[1]
    return "\n".join(lines[:end]), "\n".join(lines[end + 1 :]), end + 1


def _check(article: Document, organisation: Document, taken: dict[str, set[str]]) -> None:
    row = article.content
    for key, seen in taken.items():
        value = str(row.get(key, ""))
        if value and value in seen:
            article.find((key,), f"an earlier article has this {key}: change it")
        seen.add(value)
    units = by_id(organisation, "units")
    owners = {**units, **by_id(organisation, "employees")}
    owner = row.get("owner")
    if isinstance(owner, str) and owner not in owners:
        article.find(("owner",), nobody(owner, owners))
    known = by_id(organisation, "topics")
    if row.get("audience") == EMPLOYEES:  # colleagues look for processes and units, too
        known = {**known, **by_id(organisation, "processes"), **units}
    topics = row.get("topics")
    for number, topic in enumerate(topics if isinstance(topics, list) else ()):
        if isinstance(topic, str) and topic not in known:
            article.find(("topics", number), nobody(topic, known))


def _default(organisation: Document) -> str:
    """Without an owner it is the unit's that takes what no topic claims."""
    found = (row for _, row in rows(organisation, "units") if row.get("default") == "true")
    return next((str(row.get("id")) for row in found), "")
