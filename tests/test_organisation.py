"""The organisation file: the samples are accepted, and whatever is wrong is told with its line."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
import yaml

from bot.organisation import BadOrganisation, load
from domain.ministry import Length, Ministry, Policy, Role, Span
from domain.talk import Channel
from domain.windows import DEFAULT_RULES
from tests.shared import needed

ROOT = Path(__file__).resolve().parent.parent

SMALL = """\
name: Министерство
short_name: Минтруд
timezone: Europe/Moscow
hours:
  mon-thu: 09:00-13:00, 13:48-18:00
  fri: 9:00 - 13:00
units:
  - {id: desk, name: Приёмная, head: ann, default: true}
  - {id: pay, name: Выплаты, head: pam, signatory: ann}
  - {id: it, name: Связь, head: ian, serves: employees}
employees:
  - {id: ann, name: Белова Анна, post: начальник, unit: desk, roles: [head, officer, signatory]}
  - {id: bob, name: Серов Борис Ильич, post: консультант, unit: pay, roles: [officer], deputy: ann}
  - {id: pam, name: Котова Полина, post: начальник, unit: pay, roles: [head]}
  - {id: ian, name: Юдин Ян, post: начальник, unit: it, roles: [head]}
topics:
  - {id: child, title: Пособия, unit: pay, words: [пособие, материнский капитал]}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "ministry.yaml"
    file.write_text(text, "utf-8")
    return file


def findings_of(folder: Path, text: str) -> list[str]:
    """The findings without the folder: `ministry.yaml:3: …`."""
    with pytest.raises(BadOrganisation) as refused:
        load(written(folder, text))
    return [found.removeprefix(f"{folder}/") for found in refused.value.findings]


@pytest.mark.requirement("W11")
def test_the_contract_file_is_accepted() -> None:
    ministry = load(needed("organisation.example.yaml"))
    assert ministry.schedule.zone == "Asia/Novosibirsk"
    assert ministry.schedule.region == "RU-NVS"
    assert ministry.schedule.week[4].spans == (
        (time(9), time(13)),
        (time(13, 48), time(17)),
    )
    assert ministry.schedule.week[5].spans == ()
    assert ministry.schedule.days_off == {date(2026, 12, 31)}
    assert ministry.windows["message_reply"].alert_before == (
        timedelta(hours=4),
        timedelta(hours=2),
        timedelta(minutes=30),
    )
    assert ministry.windows["coexecutor_part"].within == Length(4, Span.WORKING_HOURS)
    assert ministry.default_unit.id == "reception"
    assert ministry.employees["petrov"].deputy == "ivanova"
    assert ministry.topics["child_benefit"].words[-1] == "материнский капитал"
    assert list(ministry.topics) == ["child_benefit", "veterans", "other"]
    assert ministry.processes["computer"].within == Length(3, Span.WORKING_DAYS)


def test_the_sample_ministry_has_whom_the_demo_needs() -> None:
    ministry = load(ROOT / "organisation.yaml")
    people = ministry.employees
    assert people["petrov"].unit == people["ivanova"].unit == "benefits"
    assert {Role.OFFICER} <= people["petrov"].roles
    assert {Role.HEAD, Role.OFFICER} <= people["ivanova"].roles
    assert {Role.HEAD, Role.CONTROLLER, Role.OFFICER} <= people["sidorova"].roles
    assert people["sidorova"].unit == ministry.default_unit.id
    assert ministry.with_role(Role.SIGNATORY)
    assert ministry.with_role(Role.ADMINISTRATOR)
    assert all(ministry.officers_of(topic.unit) for topic in ministry.topics.values())


@pytest.mark.requirement("W11")
def test_what_is_not_written_has_its_default(tmp_path: Path) -> None:
    ministry = load(written(tmp_path, SMALL))
    assert ministry.windows == DEFAULT_RULES
    assert ministry.channels == {
        channel: {"clients": Policy.DIALOGUE, "employees": Policy.DIALOGUE} for channel in Channel
    }
    assert ministry.appeals == {"message": "accept", "official": "accept"}
    assert ministry.contacts.phone == ""


@pytest.mark.requirement("W11")
def test_a_window_keeps_what_its_override_does_not_say(tmp_path: Path) -> None:
    ministry = load(written(tmp_path, SMALL + "windows: {message_reply: {alert_before: [1h, 3h]}}"))
    rule, default = ministry.windows["message_reply"], DEFAULT_RULES["message_reply"]
    assert rule.alert_before == (timedelta(hours=3), timedelta(hours=1))
    assert (rule.within, rule.clause, rule.on_breach) == (
        default.within,
        default.clause,
        default.on_breach,
    )


def test_words_of_yaml_mean_what_they_say(tmp_path: Path) -> None:
    """`off` is no boolean, a room's number is a text, and nothing after a key is nothing."""
    text = SMALL + "channels: {vk: {clients: off}}\ncontacts: {address: 101, phone: , email: ~}"
    ministry: Ministry = load(written(tmp_path, text))
    assert ministry.channels[Channel.VK]["clients"] is Policy.OFF
    assert ministry.channels[Channel.VK]["employees"] is Policy.DIALOGUE
    assert (ministry.contacts.address, ministry.contacts.phone) == ("101", "")


def test_everyone_in_the_file_is_an_employee(tmp_path: Path) -> None:
    ministry = load(written(tmp_path, SMALL))
    assert all(Role.EMPLOYEE in person.roles for person in ministry.employees.values())


#: what is replaced in the small file, by what, and the finding
WRONG = [
    ("timezone: Europe/Moscow", "timezone: Europe/Moskow", "3: timezone: there is no time zone"),
    ("Europe/Moscow\n", "Europe/Moscow\nregion: NVS\n", "4: region: write the region's ISO 3166-2"),
    ("short_name: Минтруд\n", "", "1: short_name: is missing"),
    ("short_name: Минтруд", "short_name: ''", "short_name: is missing"),
    ("short_name:", "shortname:", "2: shortname: there is no such key: did you mean 'short_name'?"),
    ("name: Министерство\n", "name: А\nname: Б\n", "2: name: is written twice, first in line 1"),
    ("13:48-18:00", "12:48-18:00", "5: hours.mon-thu: 12:48 comes before 13:00"),
    ("13:48-18:00", "13:48-24:00", "5: hours.mon-thu: '13:48-24:00': a day has the times"),
    ("13:48-18:00", "18:00-13:48", "5: hours.mon-thu: '18:00-13:48' ends before it begins"),
    ("9:00 - 13:00", "all day", "6: hours.fri: 'all day' is no span of hours"),
    ("  fri:", "  friday:", "6: hours.friday: there is no day 'friday'"),
    ("  fri:", "  thu, sat:", "6: hours.thu, sat: says thu a second time"),
    ("mon-thu:", "thu-mon:", "5: hours.thu-mon: thu-mon runs backwards"),
    ("mon-thu: 09:00-13:00, 13:48-18:00\n  fri: 9:00 - 13:00", "mon-sun: off", "no working day"),
    ("units:", "days_off: [2026-02-30]\nunits:", "7: days_off.1: there is no day 2026-02-30"),
    ("units:", "days_off: 2026-02-03\nunits:", "7: days_off: write a list"),
    ("units:", "short_days: [31.12.2026]\nunits:", "short_days.1: write a date as year-month-day"),
    (
        "units:",
        "days_off: [2026-05-08]\nworking_days: [2026-05-08]\nunits:",
        "8: working_days.1: 2026-05-08 stands in days_off, too",
    ),
    ("units:", "contacts: {email: a.b}\nunits:", "7: contacts.email: write one address"),
    ("units:", "contacts: {state_portal: b.ru}\nunits:", "7: contacts.state_portal: write a whole"),
    ("units:", "contacts: here\nunits:", "7: contacts: write keys with values under it"),
    ("units:", "channels: {vk: {clients: on}}\nunits:", "channels.vk.clients: 'on' will not do"),
    ("units:", "channels: {icq: {}}\nunits:", "7: channels.icq: 'icq' will not do: write"),
    ("units:", "appeals: {message: yes}\nunits:", "'yes' will not do: write 'accept' or"),
    (
        "units:",
        "appeals: {reopen_within: 30 days}\nunits:",
        '7: appeals.reopen_within: "30 days": ',
    ),
    ("units:", "appeals: {reopen_within: soon}\nunits:", '"soon" is no length: write'),
    ("units:", "appeals: {reopen_within: end of day}\nunits:", "reopen_within: say how long, like"),
    ("units:", "appeals: {reopen_within: [30]}\nunits:", "reopen_within: write a text"),
    ("units:", "appeals: {reopen_after: x}\nunits:", "did you mean 'reopen_within'?"),
    ("units:", "windows: {message_replay: {}}\nunits:", "did you mean 'message_reply'?"),
    ("units:", "windows: {message_reply: {within: soon}}\nunits:", "7: windows.message_reply.with"),
    ("units:", "windows: {redirect: {within: as promised}}\nunits:", "is for promise alone"),
    ("units:", "windows: {promise: {within: 3 working days}}\nunits:", 'write "as promised"'),
    ("units:", "windows: {extension: {within: 3 working days}}\nunits:", '"3 days before"'),
    ("units:", "windows: {incomplete: {pause_while: [question]}}\nunits:", "its time cannot stop"),
    ("units:", "windows: {message_reply: {pause_while: [x]}}\nunits:", "write 'question'"),
    ("units:", "windows: {message_reply: {alert_before: [x]}}\nunits:", "reply.alert_before.1: "),
    ("units:", "windows: {message_reply: {alert_before: [9h]}}\nunits:", "9h is not shorter than"),
    ("units:", "windows: {message_reply: {on_breach: [all]}}\nunits:", "'all' will not do: write"),
    ("units:", "windows: {message_reply: {on_break: []}}\nunits:", "did you mean 'on_breach'?"),
    ("id: pay,", "id: Pay,", "units.Pay.id: an id is 1 to 32"),
    ("id: pay,", f"id: {'p' * 33},", "an id is 1 to 32"),
    ("id: pay,", "id: desk,", "9: units.desk.id: this id is taken by an earlier one of the units"),
    ("id: bob,", "id: ann,", "employees.ann.id: this id is taken"),
    (
        "head: ann, default",
        "head: anne, default",
        "8: units.desk.head: there is no 'anne': did you",
    ),
    ("head: pam", "head: bob", "units.pay.head: 'bob' lacks the role head"),
    ("head: pam", "head: ann", "9: units.pay.head: 'ann' belongs to 'desk': name somebody of"),
    ("signatory: ann", "signatory: bob", "units.pay.signatory: 'bob' lacks the role signatory"),
    ("head: ann, default", "default", "8: units.desk.head: is missing"),
    (", default: true", "", "7: units: none takes what no topic claims"),
    ("default: true", "default: yes", "units.desk.default: write true or false"),
    ("signatory: ann", "default: true", "9: units.pay.default: another unit is the default"),
    ("default: true", "default: true, serves: employees", "units.desk.serves: the default unit"),
    ("serves: employees", "serves: all", "units.it.serves: 'all' will not do: write 'clients',"),
    ("unit: pay, roles", "unit: pya, roles", "13: employees.bob.unit: there is no 'pya'"),
    ("unit: pay, roles", "unit: it, roles", "9: units.pay: nobody works its queue"),
    ("[head, officer, signatory]", "[head, signatory]", "8: units.desk: nobody works its queue"),
    ("roles: [officer]", "roles: [oficer]", "13: employees.bob.roles.1: 'oficer' will not do"),
    ("deputy: ann", "deputy: bob", "13: employees.bob.deputy: nobody is their own deputy"),
    ("deputy: ann", "deputy: eve", "13: employees.bob.deputy: there is no 'eve': known: ann, bob,"),
    ("Серов Борис Ильич", "Серов", "13: employees.bob.name: write surname"),
    ("Серов Борис Ильич", "Серов Борис Ильич оглы", "13: employees.bob.name: write surname"),
    ("unit: pay, words", "unit: it, words", "17: topics.child.unit: this unit serves employees"),
    ("unit: pay, words", "unit: tax, words", "17: topics.child.unit: there is no 'tax'"),
    ("title: Пособия", f"title: {'П' * 41}", "17: topics.child.title: is the text of a button"),
    ("words: [пособие", "words: ['', пособие", "17: topics.child.words.1: must not be empty"),
    (
        "topics:\n",
        "topics:\n  - {id: other, title: Пособия, unit: desk}\n",
        "topics.child.title: an earlier topic has this title",
    ),
    ("employees:\n", "employees:\n  - somebody\n", "12: employees.1: write keys with values"),
]


@pytest.mark.parametrize(("right", "wrong", "finding"), WRONG)
def test_what_is_wrong_is_told(right: str, wrong: str, finding: str, tmp_path: Path) -> None:
    assert right in SMALL
    findings = findings_of(tmp_path, SMALL.replace(right, wrong, 1))
    assert any(finding in found for found in findings), findings
    assert all(re.match(r"ministry\.yaml:\d+: ", found) for found in findings)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "ministry.yaml: is empty"),
        ("# only a comment\n", "ministry.yaml: is empty"),
        ("- a list\n", "ministry.yaml:1: expected keys with values"),
        ("name: x\n\tshort: y\n", "ministry.yaml:2: a tab stands here: indent with spaces"),
        ("name: [x\nunits: y\n", "ministry.yaml:2: expected ',' or ']'"),
        ("name: x\n---\nname: y\n", "ministry.yaml:2: "),
        ("name: &x [*x]\n", "ministry.yaml: an alias contains itself"),
        ("name: \x00\n", "ministry.yaml: not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(text: str, finding: str, tmp_path: Path) -> None:
    [found] = findings_of(tmp_path, text)
    assert found.startswith(finding)


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadOrganisation, match="no such file: set ORGANISATION_FILE"):
        load(tmp_path / "ministry.yaml")
    (tmp_path / "ministry.yaml").write_bytes("name: Минтруд".encode("cp1251"))
    with pytest.raises(BadOrganisation, match="cannot be read as UTF-8"):
        load(tmp_path / "ministry.yaml")


def test_every_finding_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = re.sub(r"head: \w+", "head: eve", SMALL.replace("Europe/Moscow", "Mars"))
    lines = [int(found.split(":")[1]) for found in findings_of(tmp_path, text)]
    assert lines == [3, 8, 9, 10]


@pytest.mark.parametrize("section", list(yaml.safe_load(SMALL)))
@pytest.mark.parametrize(
    "nonsense", ["5", "[]", "{}", "[[]]", "{a: {b: [c]}}", "[{}, 1, {id: []}]"]
)
def test_no_nonsense_in_a_section_raises_anything_else(
    section: str, nonsense: str, tmp_path: Path
) -> None:
    text = re.sub(rf"(?m)^{section}:[^\n]*(\n[ ][^\n]*)*", f"{section}: {nonsense}", SMALL)
    if (section, nonsense) in {("name", "5"), ("short_name", "5"), ("topics", "[]")}:
        assert load(written(tmp_path, text))
    else:
        assert findings_of(tmp_path, text)


@pytest.mark.requirement("W11")
def test_what_stops_a_window_is_what_the_file_says(tmp_path: Path) -> None:
    stops = "windows: {message_reply: {pause_while: [question]}}"
    windows = load(written(tmp_path, SMALL + stops)).windows
    assert {id_ for id_, rule in windows.items() if rule.pause_while} == {"message_reply"}
