"""Files of reply templates: found beside the organisation file; what is wrong is told with cure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.organisation import BadOrganisation, load
from domain.reply_rules import Outcome
from domain.templates import CASES
from tests.shared import needed
from tests.test_organisation import SMALL

ROOT = Path(__file__).resolve().parent.parent
GOOD = """\
templates:
  - id: child
    title: Документы на пособие
    version: 3
    owner: bob
    review: 2027-03-01
    topics: [child]
    outcome: solved
    text: |
      Нужен паспорт.

      Обращение {number}.
  - id: court
    title: Суд
    version: 1
    review: 2027-03-01
    case: 1
    text: Идите в суд, {name}.
"""


def house(folder: Path, text: str, named: str = "templates: [replies.yaml]") -> Path:
    (folder / "replies.yaml").write_text(text, "utf-8")
    file = folder / "ministry.yaml"
    file.write_text(f"{SMALL}{named}\n", "utf-8")
    return file


def findings_of(file: Path) -> list[str]:
    with pytest.raises(BadOrganisation) as refused:
        load(file)
    return [found.removeprefix(f"{file.parent}/") for found in refused.value.findings]


@pytest.mark.requirement("T9")
def test_a_template_is_read_with_all_it_says(tmp_path: Path) -> None:
    child, court = load(house(tmp_path, GOOD)).templates.values()
    assert (child.version, child.owner, child.review) == ("3", "bob", date(2027, 3, 1))
    assert (child.topics, child.case, child.outcome) == (("child",), 0, Outcome.SOLVED)
    assert child.text == "Нужен паспорт.\n\nОбращение {number}."
    assert (court.owner, court.topics, court.case, court.outcome) == ("desk", (), 1, None)


@pytest.mark.requirement("T5")
@pytest.mark.parametrize("named", ["", "templates: []", "templates:"])
def test_without_files_of_its_own_a_ministry_has_the_typical_replies(
    named: str, tmp_path: Path
) -> None:
    ministry = load(house(tmp_path, "nobody reads this", named))
    assert [t.case for t in ministry.templates.values()] == list(CASES)
    assert {t.owner for t in ministry.templates.values()} == {"desk"}


def test_the_contract_file_has_them_too() -> None:
    assert len(load(needed("organisation.example.yaml")).templates) == len(CASES)


def test_a_folder_is_read_whole_and_nothing_twice(tmp_path: Path) -> None:
    """The organisation file that lies in the folder, too, is no file of templates."""
    file = house(tmp_path, GOOD, "templates: [., replies.yaml, more]")
    (tmp_path / "more").mkdir()
    more = GOOD.replace("id: c", "id: d").replace("title: ", "title: Ещё ")
    (tmp_path / "more" / "a.yml").write_text(more, "utf-8")
    assert list(load(file).templates) == ["child", "court", "dhild", "dourt"]


#: what is replaced in the file of templates, by what, and the finding
WRONG = [
    ("{number}", "{numer}", "9: templates.child.text: {numer}: there is no 'numer': did you mean"),
    ("{number}", "{}", "9: templates.child.text: {}: there is no '': known: number, date,"),
    ("{number}", "{number", "9: templates.child.text: a brace has no other half"),
    ("owner: bob", "owner: bib", "5: templates.child.owner: there is no 'bib': did you mean 'bob'"),
    ("topics: [child]", "topics: [chill]", "7: templates.child.topics.1: there is no 'chill'"),
    ("topics: [child]", "topics: child", "7: templates.child.topics: write a list"),
    ("review: 2027-03-01", "review: 01.03.2027", "6: templates.child.review: write a date as"),
    ("    review: 2027-03-01\n", "", "2: templates.child.review: is missing: add it"),
    ("version: 3\n", "\n", "2: templates.child.version: is missing: add it"),
    ("outcome: solved", "outcome: done", "8: templates.child.outcome: 'done' will not do: write"),
    ("title: Суд", f"title: {'С' * 41}", "14: templates.court.title: is the text of a button"),
    ("title: Суд", "title: Документы на пособие", "14: templates.court.title: an earlier template"),
    ("id: court", "id: child", "13: templates.child.id: an earlier template has this id"),
    ("case: 1", "case: 8", "17: templates.court.case: write the case of N-1052 §9: a number from"),
    ("case: 1", "case: first", "17: templates.court.case: write the case"),
    ("case: 1", "case: 1\n    topics: [child]", "17: templates.court.case: a typical reply serves"),
    ("text: Идите в суд, {name}.", "text: ''", "18: templates.court.text: is missing"),
    ("Нужен паспорт.", "Да. " * 1_000, "9: templates.child.text: is longer than two pages"),
    ("version: 3", "versoin: 3", "there is no such key: did you mean 'version'?"),
    ("templates:\n", "replies:\n", "1: replies: there is no such key"),
    (GOOD, "", "replies.yaml: is empty: start from the templates/typical.yaml shipped"),
    (GOOD, "- a\n", "replies.yaml:1: expected keys with values"),
    ("title: Суд", "title: Суд: жалоба", "replies.yaml:14: mapping values are not allowed here"),
]


@pytest.mark.requirement("T9")
@pytest.mark.parametrize(("right", "wrong", "finding"), WRONG)
def test_what_is_wrong_is_told(right: str, wrong: str, finding: str, tmp_path: Path) -> None:
    assert right in GOOD
    findings = findings_of(house(tmp_path, GOOD.replace(right, wrong, 1)))
    assert any(finding in found for found in findings), findings
    assert all(re.match(r"replies\.yaml:(\d+:)? ", found) for found in findings)


@pytest.mark.parametrize(
    ("named", "finding"),
    [
        ("[reply.yaml]", "ministry.yaml:18: templates.1: no file or folder"),
        ("[empty]", "ministry.yaml:18: templates.1: no .yaml file in the folder"),
        ("replies.yaml", "ministry.yaml:18: templates: write a list"),
        ("[{}]", "ministry.yaml:18: templates.1: write a text"),
    ],
)
def test_files_named_wrongly_are_told(named: str, finding: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = findings_of(house(tmp_path, GOOD, f"templates: {named}"))
    assert any(each.startswith(finding) for each in found), found


def test_mistakes_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    file = house(tmp_path, GOOD.replace("[child]", "[chill]"))
    file.write_text(file.read_text("utf-8").replace("Europe/Moscow", "Mars"), "utf-8")
    first, second = findings_of(file)
    assert first.startswith("ministry.yaml:3: timezone")
    assert second.startswith("replies.yaml:7: templates.child.topics.1")


def test_the_files_shipped_are_the_sample_ministrys() -> None:
    ministry = load(ROOT / "organisation.yaml")
    assert all(t.case or t.topics for t in ministry.templates.values())
