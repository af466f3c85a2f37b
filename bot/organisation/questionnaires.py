"""Questionnaires: of the folders the organisation file names, or any text that is to be one."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.organisation.checks import nobody
from bot.organisation.document import At, BadOrganisation, Document, parsed
from domain.surveys.questionnaire import Audience, Questionnaire
from domain.surveys.reading import read
from domain.surveys.written import Finding, Wrong

LIKE = "surveys/"
#: a file may be this long (bytes)
LARGEST = 64 << 10
#: mappings and lists in one another
DEEPEST = 10

#: every finding on the command line; for the chat texts/questionnaires.ftl says the same
SENTENCES = {
    "yaml": "{said}",
    "tab": "{said}",
    "no-keys": "{said}",
    "no-text": "cannot be read as UTF-8 text: {said}",
    "too-large": "is larger than {kilobytes} KB: make several questionnaires of it",
    "too-deep": "lists stand in lists too deep: write it as the shipped ones are",
    "alias": "an alias stands here: write the text out once more",
    "twice": "is written twice: keep one of them",
    "key-unknown": "there is no such key: {meant}",
    "key-of-others": "goes with the kinds {kinds} only: take it out, or change the kind",
    "missing": "is missing: add it",
    "unprintable": "holds a character that cannot be shown: type the text anew",
    "not-text": "write a text, without keys or a list under it",
    "too-long": "is {length} characters long: at most {longest}",
    "not-id": "an id begins with a letter a-z and goes on with a-z, digits and _: at most {longest}"
    " characters",
    "not-yes": "write true or false",
    "not-number": "write a number from 0 to {highest}",
    "not-known": "there is no {word!r}: {meant}",
    "not-options": "write them one under another as id: label",
    "how-many": "has {count}: give {fewest} to {most}",
    "unsure-taken": "this id means that somebody finds it hard to say: write unsure: true instead",
    "label-twice": "an earlier one has this label: buttons would look alike",
    "not-list": "write a list: each question begins with a dash",
    "not-keys": "write keys with values: id, kind, ask",
    "empty": "there are none: write questions, or a link to the form elsewhere",
    "always-anonymous": "employees are never asked by name (D-139 §5.2): take it out",
    "breakdown": "write [unit], or take it out",
    "breakdown-clients": "clients belong to no unit: take it out",
    "not-link": "write a whole address, like https://example.org/form",
    "link-and-questions": "the form is elsewhere or here: keep the link or the questions",
    "id-twice": "an earlier question has this id: change it",
    "when-shape": "write an earlier question and its answers, like {{pace: [1, 2]}}",
    "when-self": "a question cannot look at its own answer: name an earlier one",
    "when-later": "this question comes later: move it up, or name an earlier one",
    "when-text": "words cannot be compared: name a question that is answered by buttons",
    "when-matrix": "name one row of the matrix: {rows}",
    "when-answer": "{word!r} cannot be answered there: {meant}",
    "no-room": "from here on the answers do not fit into a button: all of them take {needed} of"
    " {room} characters (one an answer, two for many, one a row of a matrix): leave some out, or"
    " make two questionnaires",
}


class BadQuestionnaire(Exception):
    """Everything that is wrong with a text that was to be a questionnaire."""

    def __init__(self, file: Path, findings: tuple[Finding, ...]) -> None:
        super().__init__(str(file))
        self.file, self.findings = file, findings

    def sentences(self) -> list[str]:
        return [_sentence(self.file, one) for one in self.findings]


def questionnaire(file: Path, text: str) -> Questionnaire:
    """What the text asks. Raises BadQuestionnaire; `file` is only a name, and need not exist."""
    text = text.removeprefix("\ufeff")
    if monstrous := _monstrous(text):
        raise _whole(file, *monstrous)
    try:
        document = parsed(file, text, LIKE)
    except BadOrganisation as bad:
        raise BadQuestionnaire(file, (_unreadable(file, bad),)) from None
    found, wrong = read(document.content)
    twice = [Finding(line, "", Wrong((), "twice")) for line, _ in document.findings]
    findings = twice + [_placed(document, one) for one in wrong]
    if found is None or findings:
        raise BadQuestionnaire(file, tuple(sorted(findings, key=lambda one: one.line)))
    return found


def read_file(file: Path, name: Path | None = None) -> Questionnaire:
    """The same for a file, which may be called by another name. Raises BadQuestionnaire."""
    named = name or file
    try:
        if file.stat().st_size > LARGEST:
            raise _whole(named, "too-large", kilobytes=LARGEST >> 10)
        return questionnaire(named, file.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise _whole(named, "yaml", said="there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _whole(named, "no-text", said=str(error)) from None


def _monstrous(text: str) -> tuple[str, int] | None:
    """What is small to write and large to read, with its line: an alias, for a few of them can
    stand for a million values; and lists in lists, which take minutes."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                return "alias", line
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return "too-deep", line
    except yaml.YAMLError:
        pass  # told with what it is by whoever reads it
    return None


def questionnaires_of(document: Document) -> tuple[dict[str, Questionnaire], list[str]]:
    """The questionnaires of the folders the organisation file names, and what is wrong with them;
    what is wrong with the naming itself is noted in the organisation file's document."""
    found: dict[str, Questionnaire] = {}
    findings: list[str] = []
    for file in _files(document):
        try:
            one = read_file(file)
        except BadQuestionnaire as bad:
            findings += bad.sentences()
            continue
        if one.id in found:
            findings.append(f"{file}:1: id: an earlier questionnaire is {one.id!r}: change it")
        found[one.id] = one
    if not findings:
        _quarterly(document, found)
    return found, findings


def _files(document: Document) -> list[Path]:
    surveys = document.content.get("surveys")
    named = surveys.get("questionnaires") if isinstance(surveys, dict) else None
    files: list[Path] = []
    for number, name in enumerate(named if isinstance(named, list) else ()):
        at = ("surveys", "questionnaires", number)
        path = document.file.parent / str(name)
        if path.is_dir():
            inside = sorted({*path.rglob("*.yaml"), *path.rglob("*.yml")})
            if not inside:
                document.find(at, f"no .yaml file in the folder {path}")
            files += [file for file in inside if file not in files]
        elif path.is_file():
            files += [path] if path not in files else []
        elif isinstance(name, str):
            document.find(at, f"no file or folder {path}: copy surveys/ as shipped")
    return files


def _quarterly(document: Document, found: dict[str, Questionnaire]) -> None:
    """The quarterly one is there, and asks employees here."""
    surveys = document.content.get("surveys")
    quarterly = surveys.get("quarterly") if isinstance(surveys, dict) else None
    id_ = quarterly.get("questionnaire") if isinstance(quarterly, dict) else None
    if not isinstance(id_, str):
        return
    at: At = ("surveys", "quarterly", "questionnaire")
    if id_ not in found:
        document.find(at, nobody(id_, found))
    elif found[id_].audience is not Audience.EMPLOYEES:
        document.find(at, f"{id_!r} is for clients: name one with audience: employees")


def _unreadable(file: Path, bad: BadOrganisation) -> Finding:
    """What is no YAML at all: where it stops being one."""
    said = bad.findings[0].removeprefix(f"{file}:")
    line, _, rest = said.partition(":")
    if not line.isdecimal():
        line, rest = "1", said
    rest = rest.strip()
    kinds = {"a tab": "tab", "expected keys": "no-keys", "is empty": "no-keys"}
    what = next((kind for begins, kind in kinds.items() if rest.startswith(begins)), "yaml")
    return Finding(int(line), "", Wrong((), what, {"said": rest}))


def _whole(file: Path, what: str, line: int = 1, **values: str | int) -> BadQuestionnaire:
    return BadQuestionnaire(file, (Finding(line, "", Wrong((), what, values)),))


def _placed(document: Document, wrong: Wrong) -> Finding:
    near = wrong.at
    while near and near not in document.lines:
        near = near[:-1]
    return Finding(document.lines.get(near, 1), document.name(wrong.at), wrong)


def _sentence(file: Path, one: Finding) -> str:
    values = dict(one.wrong.values)
    if "near" in values:
        near, known = values["near"], values["known"]
        values["meant"] = f"did you mean {near!r}?" if near != "none" else f"known: {known}"
    said = SENTENCES[one.wrong.what].format(**values)
    return f"{file}:{one.line}: {one.key}{': ' if one.key else ''}{said}"
