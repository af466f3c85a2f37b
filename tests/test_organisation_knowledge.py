"""Folders of articles: found beside the organisation file; what is wrong is told with the cure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.organisation import BadOrganisation, load
from tests.test_organisation import SMALL

ROOT = Path(__file__).resolve().parent.parent
GOOD = """\
---
id: papers
title: Какие нужны документы
audience: all
topics: [child]
words: [документы, справки]
review: 2027-03-01
---
# Что взять

- паспорт
"""


def house(folder: Path, *articles: str, named: str = "knowledge: [kb]") -> Path:
    (folder / "kb").mkdir(exist_ok=True)
    for number, text in enumerate(articles):
        (folder / "kb" / f"{number}.md").write_text(text, "utf-8")
    file = folder / "ministry.yaml"
    file.write_text(f"{SMALL}{named}\n", "utf-8")
    return file


def findings_of(file: Path) -> list[str]:
    with pytest.raises(BadOrganisation) as refused:
        load(file)
    return [found.removeprefix(f"{file.parent}/") for found in refused.value.findings]


@pytest.mark.requirement("E4")
def test_an_article_is_read_with_all_it_says(tmp_path: Path) -> None:
    (found,) = load(house(tmp_path, GOOD)).articles.values()
    assert (found.id, found.title, found.audience) == ("papers", "Какие нужны документы", "all")
    assert (found.topics, found.words, found.review) == (
        ("child",),
        ("документы", "справки"),
        date(2027, 3, 1),
    )
    assert (found.owner, found.text) == ("desk", "Что взять\n\n\u2022 паспорт")


@pytest.mark.requirement("E4")
@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("topics: [child]", "topics: [chold]"), "kb/0.md:5: topics.1: "),
        (("audience: all", "audience: everyone"), "kb/0.md:4: audience: "),
        (("review: 2027-03-01\n", ""), "kb/0.md:1: review: is missing"),
        (("words:", "wrods:"), "kb/0.md:6: wrods: there is no such key: did you mean 'words'?"),
        (("title: К", "title: а: К"), "kb/0.md:3: mapping values"),
        (("# Что", "<b>Что</b>"), "kb/0.md:9: text: HTML is not shown"),
        (("---\nid", "id"), "kb/0.md:1: begin with a line ---"),
        (("# Что взять\n\n- паспорт\n", ""), "kb/0.md:8: text: is missing"),
        (("audience: all", "audience: all\nowner: nobody"), "kb/0.md:5: owner: "),
    ],
)
def test_mistakes_are_named_with_line_and_cure(
    tmp_path: Path, change: tuple[str, str], finding: str
) -> None:
    found = findings_of(house(tmp_path, GOOD.replace(*change)))
    assert any(one.startswith(finding) for one in found), found


def test_ids_and_titles_are_taken_once(tmp_path: Path) -> None:
    found = findings_of(house(tmp_path, GOOD, GOOD))
    assert [one.split(": ")[1] for one in found] == ["id", "title"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "no .md file" in findings_of(house(tmp_path))[0]
    assert "copy knowledge/ as shipped" in findings_of(house(tmp_path, named="knowledge: [no]"))[0]


def test_the_sample_has_articles_for_both() -> None:
    audiences = [one.audience for one in load(ROOT / "organisation.yaml").articles.values()]
    assert audiences.count("all") >= 5
    assert audiences.count("employees") >= 5
