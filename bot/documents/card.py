"""The card of an appeal as files: a document to read, and data for the document system (СЭДД)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.documents.paper import WIDTH, Paper, line, outlined, row
from domain.documents import Answer, Card, Deadline, Said
from domain.windows import base_rule
from handlers.explain import clause_text
from texts import moments, words

#: grows when a field changes its meaning or goes; a new field is no new format
FORMAT = "priyomnaya-card/1"
SIZE = 11.0


def data(card: Card, zone: str) -> bytes:
    """The card as JSON (docs/card.schema.json). Moments bear the ministry's own offset."""
    whole = {"format": FORMAT} | _plain(card, ZoneInfo(zone))
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name), zone) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item, zone) for item in value]
    return value


def docx(card: Card, ministry: str, zone: str, *, elsewhere: bool = False) -> bytes:
    """The card to be read. Its moments are the ministry's, as in the whole register; where whoever
    has it lives `elsewhere`, it says so."""
    title = words("document-card", number=card.number)
    paper = Paper(title, ministry)
    paper.number_pages()
    line(paper.body, title, 14, bold=True, after=8)
    if elsewhere:
        offset = moments.offset(card.received_at, zone)
        line(paper.body, words("document-zone", offset=offset), SIZE, after=4)
    _facts(paper, card, zone)
    _windows(paper, card.windows, zone)
    _exchange(paper, card.exchange, zone)
    _replies(paper, card.replies, zone)
    _heading(paper, "history", card.history)
    for happened in card.history:
        at = moments.full_stamp(happened.at, zone)
        what = words("document-happened", what=happened.what)
        text = "document-line" if happened.actor else "document-line-own"
        line(paper.body, words(text, at=at, who=happened.actor, what=what), SIZE, after=2)
    return paper.packed()


def _facts(paper: Paper, card: Card, zone: str) -> None:
    """What there is to know; nothing stands for what is not known."""
    client, table = card.client, paper.table(50, WIDTH - 50, lined=True)
    for name, value in (
        ("register", card.register_number),
        ("registered", _day(card.registered_on)),
        ("kind", words("document-kind", kind=card.kind)),
        ("category", words("document-category", category=card.category)),
        ("state", words("document-state", state=card.state)),
        ("priority", card.priority),
        ("applicant", client.name),
        ("applicant-is", words("document-applicant", applicant=client.applicant)),
        ("representative", client.representative),
        ("reply-by", words("document-way", way=client.reply_by)),
        ("reply-to", client.reply_to),
        ("came-by", words("document-came", by=card.came_by)),
        ("written", moments.full_stamp(card.written_at, zone)),
        ("received", moments.full_stamp(card.received_at, zone)),
        ("due", card.due_at and moments.full_stamp(card.due_at, zone)),
        ("closed", card.closed_at and moments.full_stamp(card.closed_at, zone)),
        ("process", card.process.name),
        ("topic", card.topic.name),
        ("classifier", card.classifier),
        ("unit", card.unit.name),
        ("officer", card.officer.name),
        ("control", card.control.name),
    ):
        if value and value.strip():
            title, content = row(table)
            line(title, words(f"document-fact-{name}"), SIZE, bold=True)
            line(content, value, SIZE)


def _windows(paper: Paper, windows: tuple[Deadline, ...], zone: str) -> None:
    _heading(paper, "windows", windows)
    for window in windows:
        text = words(
            "document-window",
            rule=words("document-rule", rule=base_rule(window.rule)),
            clause=clause_text(window.clause),
            start=moments.full_stamp(window.starts_at, zone),
            due=moments.full_stamp(window.due_at, zone),
            state=words("document-window-state", state=window.state),
        )
        line(paper.body, text, SIZE, after=2)


def _exchange(paper: Paper, exchange: tuple[Said, ...], zone: str) -> None:
    _heading(paper, "exchange", exchange)
    for said in exchange:
        at = moments.full_stamp(said.at, zone)
        kind = words("document-entry", kind=said.kind or said.side)
        head = words("document-line", at=at, who=said.who or words("client"), what=kind)
        line(paper.body, head, SIZE, bold=True, together=True)
        _text(paper, said.text, said.files)


def _replies(paper: Paper, replies: tuple[Answer, ...], zone: str) -> None:
    _heading(paper, "replies", replies)
    for reply in replies:
        at = moments.full_stamp(reply.made_at, zone)
        state = words("document-reply-state", state=reply.state)
        head = words("document-line", at=at, who=reply.author.name, what=state)
        line(paper.body, head, SIZE, bold=True, together=True)
        for name, value in (
            ("outcome", words("document-outcome", outcome=reply.outcome)),
            ("promised", _day(reply.promised_on)),
            ("signatory", reply.signatory.name),
            ("remark", reply.remark),
            ("way", words("document-way", way=reply.way)),
            ("number", reply.number),
            ("sent", _day(reply.sent_on)),
        ):
            if value.strip():
                text = words("document-of-reply", name=words(f"document-reply-{name}"), value=value)
                line(paper.body, text, SIZE, together=True)
        _text(paper, reply.text, reply.files)
        if reply.written:
            line(paper.body, words("document-written"), SIZE, bold=True, together=True)
            _text(paper, reply.written, ())


def _text(paper: Paper, text: str, files: Iterable[str]) -> None:
    for part in text.splitlines():
        line(paper.body, part, SIZE)
    for name in files:
        line(paper.body, words("document-file", name=name), SIZE)
    line(paper.body, "", SIZE)


def _heading(paper: Paper, name: str, content: tuple[object, ...]) -> None:
    """Nothing for a chapter without content."""
    if content:
        line(paper.body, "", SIZE)
        outlined(line(paper.body, words(f"document-{name}"), 12, bold=True, after=4, together=True))


def _day(iso: str) -> str:
    return moments.numerals(date.fromisoformat(iso)) if iso else ""
