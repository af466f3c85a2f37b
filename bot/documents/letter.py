"""A reply on the ministry's letterhead, to be signed, printed or sent (N-1052 §10, §17)."""

from __future__ import annotations

from bot.documents.paper import CENTRE, INDENT, JUSTIFIED, SMALL, TO_RIGHT, Paper, line, row
from domain.documents import Letter
from texts import moments, words

#: letters: ten lines of text
LONGEST_CLOSING = 700


def docx(letter: Letter) -> bytes:
    paper = Paper(words("letter-title", number=letter.asked), letter.ministry)
    paper.number_pages()
    _head(paper, letter)
    line(paper.body, letter.greeting, align=CENTRE, after=10, together=True)
    for text in _body(letter):
        line(paper.body, text, align=JUSTIFIED, indent=INDENT, after=4)
    _end(paper, letter)
    return paper.packed()


def _head(paper: Paper, letter: Letter) -> None:
    """The ministry and its reference data at the left, the addressee at the right."""
    ministry, client = row(paper.table(85, 80))
    line(ministry, letter.ministry, SMALL + 2, bold=True, after=6)
    contacts = letter.contacts
    for text in (
        contacts.address,
        contacts.phone and words("letter-phone", phone=contacts.phone),
        contacts.email,
    ):
        if text:
            line(ministry, text, SMALL)
    line(ministry, "", SMALL)
    line(ministry, _sent(letter), SMALL)
    asked_on = moments.numerals(letter.asked_on)
    line(ministry, words("letter-asked", number=letter.asked, day=asked_on), SMALL)
    line(client, letter.to)
    for text in letter.address.splitlines():
        line(client, text)
    line(paper.body, "", after=6)


def _sent(letter: Letter) -> str:
    """Day and number, or lines to write them on."""
    day = letter.sent_on and moments.numerals(letter.sent_on)
    return words("letter-sent", day=day or "_" * 14, number=letter.number or "_" * 18)


def _body(letter: Letter) -> tuple[str, ...]:
    return letter.paragraphs[:-1] if _closing(letter) else letter.paragraphs


def _closing(letter: Letter) -> str:
    """The last paragraph where it is short enough to be held whole on the signature's page, for
    nobody signs a page on which nothing stands; "" for a long one, which may be torn."""
    last = letter.paragraphs[-1] if letter.paragraphs else ""
    return last if len(last) <= LONGEST_CLOSING else ""


def _end(paper: Paper, letter: Letter) -> None:
    """Everything from the last words on stays on one page, the executor's mark at its foot."""
    mark = letter.mark
    paper.at_foot([text for text in (mark.name, mark.phone, mark.email) if text])
    closing = _closing(letter)
    if closing:
        line(paper.body, closing, align=JUSTIFIED, indent=INDENT, after=4, together=True)
    for place, file in enumerate(letter.attached):
        text = words("letter-attached", name=file) if place == 0 else file
        line(paper.body, text, together=True)
    line(paper.body, "", together=True)
    post, name = row(paper.table(110, 55))
    line(post, letter.post[:1].upper() + letter.post[1:])
    line(name, letter.signed, align=TO_RIGHT)
