"""Questionnaires as files: read whole, and what is wrong told with file, line, key and cure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.documents.questionnaire import document
from bot.organisation import BadOrganisation, load
from bot.organisation.questionnaires import (
    SENTENCES,
    BadQuestionnaire,
    questionnaire,
    read_file,
)
from domain.staff import amended
from domain.surveys.questionnaire import Audience, Kind, When, as_document, read_back
from domain.surveys.reading import ROOM, minutes, packed_length, with_version
from tests.test_organisation import SMALL

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("pace.yaml")
#: what is wrong with a text before it is a questionnaire at all
WHOLE = ["yaml", "tab", "no-keys", "no-text", "too-large", "too-deep", "alias", "twice"]
GOOD = """\
id: pace
title: Быстро ли мы отвечаем
about: Помогите нам отвечать быстрее.
audience: employees
breakdown: [unit]
blocks: {first: Сначала}
questions:
  - id: often
    kind: one
    block: first
    ask: Как часто вы нам пишете?
    options:
      daily: Каждый день
      never: Никогда
  - id: what
    kind: many
    ask: О чём?
    when: {often: daily}
    most: 2
    options: {money: О деньгах, people: О людях, other: О другом}
  - id: units
    kind: matrix
    ask: Кто как отвечает?
    unsure: true
    low: плохо
    high: хорошо
    rows: {law: Юристы, money: Бухгалтерия}
  - id: friend
    kind: nps
    ask: Посоветуете?
  - id: why
    kind: text
    ask: Почему?
    when: {units.law: [1, 2, unsure]}
"""


def findings_of(text: str) -> list[str]:
    with pytest.raises(BadQuestionnaire) as refused:
        questionnaire(FILE, text)
    return refused.value.sentences()


@pytest.mark.requirement("S10")
def test_a_questionnaire_is_read_with_all_it_says() -> None:
    found = questionnaire(FILE, GOOD)
    assert (found.id, found.audience, found.breakdown) == ("pace", Audience.EMPLOYEES, ("unit",))
    assert found.anonymous
    assert [item.key for item in found.items] == [
        *("often", "what", "units.law", "units.money", "friend", "why")
    ]
    often, what, units, friend, why = found.questions
    assert [(one.id, one.label) for one in often.options] == [
        ("daily", "Каждый день"),
        ("never", "Никогда"),
    ]
    assert (what.when, what.most) == (When("often", ("daily",)), 2)
    assert (units.kind, units.unsure, units.low, units.high) == (
        Kind.MATRIX,
        True,
        "плохо",
        "хорошо",
    )
    assert (friend.required, why.required) == (True, False)
    assert why.when == When("units.law", ("1", "2", "unsure"))
    assert [item.key for item in found.asked({"often": "never", "units.law": 5})] == [
        *("often", "units.law", "units.money", "friend")
    ]


@pytest.mark.requirement("S10")
def test_a_version_is_what_is_said_and_nothing_else() -> None:
    found = questionnaire(FILE, GOOD)
    assert len(found.version) == 12
    assert questionnaire(FILE, "\ufeff# примечание\n" + GOOD).version == found.version
    changed = questionnaire(FILE, GOOD.replace("Почему?", "Почему так?"))
    assert changed.version != found.version
    back = read_back(as_document(found))
    assert back == found
    assert with_version(back).version == found.version


@pytest.mark.requirement("S10")
@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("id: pace", "id: Pace", "1: id: an id begins with a letter"),
        ("id: pace", "id: a" + "b" * 24, "1: id: an id begins with a letter"),
        ("id: pace\n", "", "1: id: is missing: add it"),
        ("title: Быстро", "title: Очень-очень-очень-очень быстро", "2: title: is 45 char"),
        ("title: Быстро ли мы отвечаем", "title: [a]", "2: title: write a text, without keys"),
        ("about:", "abuot:", "3: abuot: there is no such key: did you mean 'about'?"),
        ("audience: employees", "audience: staff", "4: audience: there is no 'staff': known: "),
        ("breakdown: [unit]", "breakdown: [age]", "5: breakdown: write [unit], or take it out"),
        ("breakdown: [unit]", "anonymous: false", "5: anonymous: employees are never asked by"),
        ("breakdown: [unit]", "anonymous: maybe", "5: anonymous: write true or false"),
        ("breakdown: [unit]", "link: https://a.ru/", "5: link: the form is elsewhere or here: "),
        ("blocks: {first: Сначала}", "blocks: {1st: Раз}", "6: blocks.1st: an id begins with a"),
        ("block: first", "block: frst", "10: questions.often.block: there is no 'frst': did you"),
        ("kind: one", "kind: single", "9: questions.often.kind: there is no 'single': known: one,"),
        (
            "    kind: one",
            "    kind: one\n    most: 1",
            "10: questions.often.most: goes with the k",
        ),
        (
            "    kind: one",
            "    kind: one\n    wen: a",
            "10: questions.often.wen: there is no such k",
        ),
        ("      never: Никогда\n", "", "12: questions.often.options: has 1: give 2 to 8"),
        ("never: Никогда", "daily: Никогда", "14: is written twice: keep one of them"),
        ("never: Никогда", "unsure: Никогда", "14: questions.often.options.unsure: this id means"),
        ("never: Никогда", "a.b: Никогда", "14: questions.often.options.a.b: an id begins with"),
        ("never: Никогда", "never: Каждый день", "14: questions.often.options.never: an earlier"),
        ("never: Никогда", "never: " + "Н" * 81, "14: questions.often.options.never: is 81 char"),
        ("id: what", "id: often", "15: questions.often.id: an earlier question has this id"),
        ("most: 2", "most: 4", "19: questions.what.most: write a number from 0 to 3"),
        (
            "{often: daily}",
            "{often: weekly}",
            "18: questions.what.when.often: 'weekly' cannot be answ",
        ),
        ("{often: daily}", "{what: money}", "18: questions.what.when.what: a question cannot look"),
        ("{often: daily}", "{friend: 9}", "18: questions.what.when.friend: this question comes la"),
        (
            "{often: daily}",
            "{oftn: daily}",
            "18: questions.what.when.oftn: there is no 'oftn': did",
        ),
        ("{often: daily}", "often", "18: questions.what.when: write an earlier question and its"),
        ("{units.law: [1,", "{units: [1,", "34: questions.why.when.units: name one row of the mat"),
        ("[1, 2, unsure]", "[6]", "34: questions.why.when.units.law: '6' cannot be answered there"),
        ("[1, 2, unsure]", "{a: b}", "34: questions.why.when: write an earlier question and its"),
        ("ask: Почему?", "ask: " + "Ы" * 601, "33: questions.why.ask: is 601 characters long: at"),
        ("ask: Почему?", "ask: [Почему]", "33: questions.why.ask: write a text, without keys or"),
        ("  - id: friend", "  - friend", "29: "),
        (
            "id: why",
            "id: why\n    weight: 3",
            "32: questions.why.weight: goes with the kinds scale,",
        ),
        (
            "rows: {law: Юристы, money: Бухгалтерия}",
            "rows: 3",
            "27: questions.units.rows: write th",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_cure(
    before: str, after: str, finding: str
) -> None:
    assert before in GOOD
    found = findings_of(GOOD.replace(before, after, 1))
    assert any(one.startswith(f"pace.yaml:{finding}") for one in found), found


@pytest.mark.requirement("S10")
def test_words_are_no_answer_to_go_by() -> None:
    late = "  - {id: end, kind: scale, ask: Как вам, when: {why: [да]}}\n"
    assert findings_of(GOOD + late) == [
        "pace.yaml:35: questions.end.when.why: words cannot be compared: name a question that is"
        " answered by buttons"
    ]


@pytest.mark.requirement("S10")
def test_all_answers_fit_into_a_button() -> None:
    taken = sum(map(packed_length, questionnaire(FILE, GOOD).questions))
    assert taken == 1 + 2 + 2 + 1 + 1
    more = "".join(
        f"  - {{id: q{number}, kind: scale, ask: Как вам {number}}}\n"
        for number in range(ROOM - taken)
    )
    assert len(questionnaire(FILE, GOOD + more).items) == 6 + ROOM - taken
    (told,) = findings_of(GOOD + more + "  - {id: last, kind: text, ask: И ещё}\n")
    line = GOOD.count("\n") + ROOM - taken + 1
    assert told.startswith(f"pace.yaml:{line}: questions.last: from here on the answers do not fit")
    assert "take 39 of 38 characters" in told
    assert "make two questionnaires" in told


@pytest.mark.requirement("S10")
def test_a_tenth_option_would_have_no_button() -> None:
    eight = "".join(f"      o{n}: Ответ {n}\n" for n in range(8))
    short = "      daily: Каждый день\n      never: Никогда\n"
    whole = GOOD.replace(short, eight).replace("{often: daily}", "{often: o1}")
    assert len(questionnaire(FILE, whole).questions[0].options) == 8
    unsure = whole.replace("    kind: one", "    kind: one\n    unsure: true")
    assert "questions.often.options: has 8: give 2 to 7" in findings_of(unsure)[0]
    many = whole.replace("    kind: one", "    kind: many")
    assert "questions.often.options: has 8: give 2 to 7" in findings_of(many)[0]


@pytest.mark.requirement("S10")
def test_the_form_may_be_elsewhere() -> None:
    head, _, _ = GOOD.partition("blocks:")
    assert "there are none: write questions, or a link" in findings_of(head)[0]
    found = questionnaire(FILE, head + "link: https://forms.example.org/7\n")
    assert (found.link, found.questions) == ("https://forms.example.org/7", ())
    for bad in ("http://example.org/", "example.org", "https://a b", "https://[", "https://"):
        (told,) = findings_of(f"{head}link: {bad}\n".replace("https://[", "'https://['"))
        assert told.startswith("pace.yaml:6: link: write a whole address")


@pytest.mark.requirement("S10")
def test_clients_are_asked_by_name_unless_the_file_says_otherwise() -> None:
    clients = GOOD.replace("employees", "clients")
    assert "5: breakdown: clients belong to no unit" in findings_of(clients)[0]
    plain = clients.replace("breakdown: [unit]\n", "")
    assert not questionnaire(FILE, plain).anonymous
    assert questionnaire(FILE, plain + "anonymous: true\n").anonymous


@pytest.mark.requirement("S10")
@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "pace.yaml:1: is empty"),
        ("просто слова", "pace.yaml:1: expected keys with values"),
        ("- a\n- b\n", "pace.yaml:1: expected keys with values"),
        ("id: pace\n\ttitle: a", "pace.yaml:2: a tab stands here: indent with spaces"),
        ("id: pace\ntitle: 'a", "pace.yaml:2: "),
        ("id: pace\ntitle: a: b", "pace.yaml:2: mapping values are not allowed here: look at"),
        ("id: \x00", "pace.yaml:1: not YAML: unacceptable character"),
        ("id: a\nblocks: &a {a: b}\nc: *a", "pace.yaml:3: an alias stands here"),
        ("a: " + "[" * 60_000, "pace.yaml:1: lists stand in lists too deep"),
        ('id: a\ntitle: "a\\0b"', "pace.yaml:2: title: holds a character that cannot"),
        ('id: a\ntitle: "a\\ud800b"', "pace.yaml:2: title: holds a character that cannot"),
        ("questions: 7", "pace.yaml:1: "),
        ("questions: [1, [2]]\nbreakdown: {a: b}\nblocks: 1\nlink: {}\nwhen: 2", "pace.yaml:1: "),
    ],
)
def test_what_is_no_questionnaire_at_all_is_told_so(text: str, finding: str) -> None:
    found = findings_of(text)
    assert any(one.startswith(finding) for one in found), found


@pytest.mark.requirement("S10")
def test_the_shipped_ones_load_and_are_short() -> None:
    ministry = load(ROOT / "organisation.yaml")
    found = ministry.questionnaires
    assert list(found) == ["conditions", "interaction", "reply_quality", "service_quality"]
    assert ministry.quarterly is not None
    assert ministry.quarterly.questionnaire == "interaction"
    for one in found.values():
        assert 5 <= len(one.items) <= 12
        assert sum(map(packed_length, one.questions)) <= ROOM
        assert 1 <= minutes(one) <= 5
        employees = one.audience is Audience.EMPLOYEES
        assert (one.breakdown == ("unit",), one.anonymous) == (employees, True)
    rows = [row.id for one in found["interaction"].questions for row in one.rows]
    assert rows == ["speed", "completeness", "clarity", "courtesy"]


def house(folder: Path, named: str, **files: str) -> Path:
    (folder / "ours").mkdir()
    for name, text in files.items():
        (folder / "ours" / f"{name}.yaml").write_text(text, "utf-8")
    file = folder / "ministry.yaml"
    file.write_text(f"{SMALL}{named}\n", "utf-8")
    return file


@pytest.mark.requirement("S10")
@pytest.mark.parametrize(
    ("named", "finding"),
    [
        ("surveys: {questionnaires: [no]}", "surveys.questionnaires.1: no file or folder"),
        ("surveys: {questionaires: [ours]}", "surveys.questionaires: there is no such key: did"),
        ("surveys: {quarterly: {questionnaire: a, day: 31}}", "day: write a number from 1 to 28"),
        (
            "surveys: {questionnaires: [ours], quarterly: {questionnaire: pase}}",
            "surveys.quarterly.questionnaire: there is no 'pase': did you mean 'pace'?",
        ),
        (
            "surveys: {questionnaires: [ours], quarterly: {questionnaire: guests}}",
            "surveys.quarterly.questionnaire: 'guests' is for clients",
        ),
    ],
)
def test_the_organisation_file_names_what_there_is(
    tmp_path: Path, named: str, finding: str
) -> None:
    guests = GOOD.replace("employees\nbreakdown: [unit]", "clients").replace("pace", "guests")
    with pytest.raises(BadOrganisation) as refused:
        load(house(tmp_path, named, pace=GOOD, guests=guests))
    assert finding in refused.value.findings[0]


@pytest.mark.requirement("S10")
def test_a_broken_file_and_an_id_taken_are_named(tmp_path: Path) -> None:
    named = "surveys: {questionnaires: [ours, ours/a.yaml]}"
    with pytest.raises(BadOrganisation) as refused:
        load(house(tmp_path, named, a=GOOD, b=GOOD, c="id: c"))
    ours = f"{tmp_path}/ours"
    assert refused.value.findings[0] == (
        f"{ours}/b.yaml:1: id: an earlier questionnaire is 'pace': change it"
    )
    assert f"{ours}/c.yaml:1: audience: is missing: add it" in refused.value.findings


@pytest.mark.requirement("S10")
def test_a_file_that_is_no_text_or_too_large_is_told_so(tmp_path: Path) -> None:
    binary, large = tmp_path / "binary.yaml", tmp_path / "large.yaml"
    binary.write_bytes(b"\x89PNG\xff\xfe\x00")
    large.write_text("# " + "x" * (64 << 10), "utf-8")
    for file, said in ((binary, "cannot be read as UTF-8 text"), (large, "is larger than 64 KB")):
        with pytest.raises(BadQuestionnaire) as refused:
            read_file(file)
        assert refused.value.sentences()[0].startswith(f"{file}:1: {said}")


@pytest.mark.requirement("S10")
def test_what_was_sent_in_the_chat_stands_for_the_file() -> None:
    ministry = load(ROOT / "organisation.yaml")
    ours = questionnaire(FILE, GOOD.replace("id: pace", "id: conditions"))
    other = questionnaire(FILE, GOOD)
    sent = {
        ("questionnaire", "conditions"): as_document(ours),
        ("questionnaire", "pace"): as_document(other),
        ("questionnaire", "reply_quality"): None,
        ("questionnaire", "never"): None,
    }
    found = amended(ministry, sent).questionnaires
    assert set(found) == {"interaction", "service_quality", "conditions", "pace"}
    assert (found["conditions"], found["pace"]) == (ours, other)


@pytest.mark.requirement("S10")
def test_the_command_says_what_a_file_would_ask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pace.yaml"
    file.write_text(GOOD, "utf-8")
    assert main(["survey", "check", str(file)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "pace: Быстро ли мы отвечаем"
    assert said[1].endswith(", for employees, anonymous, broken down by unit")
    assert said[2] == "6 items, about 2 min; answers take 7 of 38 characters of a button"
    assert "- what (many, at most 2, only if often is daily): О чём?" in said
    assert "    money: Бухгалтерия" in said
    file.write_text(GOOD.replace("often: daily", "often: dayly"), "utf-8")
    assert main(["survey", "check", str(file)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"{file}:18: questions.what.when.often: 'dayly' cannot be answered there: did you mean"
        " 'daily'?\n"
    )
    assert main(["survey", "check", str(tmp_path / "no.yaml")]) == 1
    assert "no.yaml:1: there is no such file" in capsys.readouterr().err


@pytest.mark.requirement("S10")
def test_what_is_given_out_as_a_file_is_read_back_as_the_same() -> None:
    odd = GOOD.replace("kind: nps", "kind: nps\n    required: false").replace(
        "    unsure: true\n    low: плохо", "    weight: 0\n    low: 'плохо: да'"
    )
    odd = odd.replace("[1, 2, unsure]", "[1, 2]").replace(
        "kind: text", "kind: text\n    required: true"
    )
    head, _, _ = GOOD.partition("blocks:")
    linked = head.replace("employees\nbreakdown: [unit]", "clients") + "link: https://a.ru/\n"
    known = [questionnaire(FILE, text) for text in (GOOD, odd, linked)]
    known += load(ROOT / "organisation.yaml").questionnaires.values()
    for one in known:
        assert questionnaire(FILE, document(one).decode()) == one


@pytest.mark.requirement("S10")
def test_the_one_in_the_readme_is_a_good_one() -> None:
    readme = (ROOT / "README.ru.md").read_text("utf-8")
    (shown,) = re.findall(r"```yaml\n(id: .*?)```", readme, re.DOTALL)
    assert [item.kind for item in questionnaire(FILE, shown).items] == [
        *(Kind.ONE, Kind.SCALE, Kind.TEXT)
    ]


def test_every_sentence_is_in_use() -> None:
    source = (ROOT / "domain" / "surveys").glob("*.py")
    said = "".join(file.read_text("utf-8") for file in source)
    assert [name for name in SENTENCES if f'"{name}"' not in said] == WHOLE
