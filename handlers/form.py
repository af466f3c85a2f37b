"""A form asked in a few short steps: each can be passed over, gone back from, mended, or left.

A conversation registers its form (`form`) and what is done at its end. Kept as the draft of the
dialogue: `form`, `at` (the field asked for, "" at the summary), `values`, `parts` (text, files and
message of each thing said where many are taken), `messages` (which message a value was written
in), `page`, `version` of the summary, `mending` (one field is asked for again, then the summary
comes back), and the `appeal` it is about (0 for none) with its `number`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.access import Action
from domain.appeals import Appeal
from domain.talk import Button, Reply
from handlers.flow import Scene, Turn
from texts import button, say, words, written

#: where a client's, an officer's, an employee's dialogue stands meanwhile, and a survey's owner's
FILLING, RECORDING, ASKING, RUNNING = "form", "officer-form", "employee-form", "survey-form"
STEPS = frozenset({FILLING, RECORDING, ASKING, RUNNING})
_STEP_OF = {"client": FILLING, "officer": RECORDING, "employee": ASKING, "survey": RUNNING}
#: the value that is "yes" where the client has a dialogue to be answered in
DIALOGUE = "dialogue"
#: values nobody has written: a form with no others loses nothing
GIVEN = frozenset({DIALOGUE, "process", "for"})

Values = dict[str, str]
Option = tuple[str, str]
Draft = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for: chosen by a button where there are `options` (value and label), else
    written and `heard`, or `checked` where that takes more than the words; `many` takes messages
    until «next». `asks` is its question where no text of ours is; `title` names it in a list."""

    name: str
    options: Callable[[Scene, Values], Sequence[Option]] | None = None
    heard: Callable[[Values, str], str] | None = None
    wanted: Callable[[Values], bool] = lambda _: True
    can_skip: bool = True
    many: bool = False
    checked: Callable[[Scene, str], str] | None = None
    asks: Callable[[Scene, Draft], str] | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled in: its values, and what was said where many messages are taken."""

    values: Values
    parts: tuple[dict[str, Any], ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(p["text"].strip() for p in self.parts if p["text"].strip())


Done = Callable[[Scene, Appeal | None, Filled], Awaitable[Turn]]
Fields = Callable[[Scene, Draft], tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """`audience` is "client", "officer", "employee" or "survey": whose words it asks in. The
    `action` is asked for again at the end. `made` tells the fields where they depend on what was
    filled in; `halts` answers instead of going on, None to go on; with `files` they are taken at
    any field; with `mends` any field can be mended from the summary. `ending` says what its summary
    says where that takes more than what was filled in."""

    name: str
    audience: str
    action: Action
    fields: tuple[Field, ...]
    lines: Callable[[Scene, Filled], list[str]]
    done: Done
    made: Fields | None = None
    halts: Callable[[Scene, Draft], Turn | None] | None = None
    files: bool = False
    mends: bool = False
    ending: Callable[[Scene, Turn], Awaitable[Turn]] | None = None


FORMS: dict[str, Form] = {}


def add(form: Form) -> Form:
    if form.name in FORMS:
        raise ValueError(f"two forms are called {form.name!r}")
    FORMS[form.name] = form
    return form


def begin(scene: Scene, form: Form, appeal: Appeal | None = None, **values: str) -> Turn:
    """The form from its first question on."""
    return begin_with(scene, form, (), appeal, values)


def begin_with(
    scene: Scene,
    form: Form,
    parts: Sequence[dict[str, Any]],
    appeal: Appeal | None = None,
    values: Mapping[str, str] = MappingProxyType({}),
) -> Turn:
    """The same where `parts` were said before it."""
    draft = {
        "form": form.name,
        "at": "",
        "values": dict(values),
        "parts": list(parts),
        "messages": {},
        "page": 0,
        "version": 0,
        "appeal": appeal.id if appeal else 0,
        "number": appeal.number if appeal else "",
    }
    return shown(scene, draft | {"at": first_unanswered(scene, draft)})


def first_unanswered(scene: Scene, draft: Draft, *, needed: bool = False) -> str:
    """The first field of which nothing is said yet, "" when there is none; with `needed` only of
    those that cannot be passed over."""
    for one in fields_of(scene, draft):
        said = one.name in draft["values"] or (one.many and draft["parts"])
        if one.wanted(draft["values"]) and not said and not (needed and one.can_skip):
            return one.name
    return ""


def fields_of(scene: Scene, draft: Draft) -> tuple[Field, ...]:
    """The fields of the form in hand, as things stand."""
    form = FORMS[draft["form"]]
    return form.made(scene, draft) if form.made else form.fields


def unfinished(scene: Scene) -> Reply | None:
    """What to say before anything that would lose a form half filled in."""
    draft = scene.chat.draft
    if scene.chat.step not in STEPS or not (draft["values"].keys() - GIVEN or draft["parts"]):
        return None
    name = "form-waiting" if draft["appeal"] else "record-waiting"
    name = "request-waiting" if scene.chat.step == ASKING else name
    name = "run-waiting" if scene.chat.step == RUNNING else name
    drops = {ASKING: "form-drop-request", RUNNING: "run-drop"}
    drop = drops.get(scene.chat.step, "form-drop")
    rows = (button("form-show", "form-show"), button(drop, "form-drop"))
    return say(name, *((row,) for row in rows), number=draft["number"])


def shown(scene: Scene, draft: dict[str, Any], instead_of: str = "") -> Turn:
    """The question the draft stands at, or the summary."""
    form = FORMS[draft["form"]]
    step = _STEP_OF[form.audience]
    if form.halts and (halted := form.halts(scene, draft)):
        return halted
    at = field(scene, draft, draft["at"])
    if at is None:
        draft = draft | {"version": draft["version"] + 1}
        return Turn((_summary(scene, form, draft),), step, draft)
    rows = _options(scene, at, draft)
    first = next(iter(wanted(scene, draft)), "")
    moves = [] if at.name == first else [button("form-back", f"form-back:{at.name}")]
    if at.many and draft["parts"]:
        moves.append(button("form-next", f"form-skip:{at.name}"))
    elif at.can_skip:
        moves.append(button("form-skip", f"form-skip:{at.name}"))
    moves.append(button("cancel", "form-drop"))
    if at.many and draft["parts"]:
        question = words("form-more")
    elif at.asks:
        question = at.asks(scene, draft)
    else:
        question = words(f"form-{form.audience}-{at.name}")
    return Turn((written(question, *rows, moves, instead_of=instead_of),), step, draft)


async def ended(scene: Scene, turn: Turn) -> Turn:
    """The turn, with what the form says at its end where it has just come to its summary."""
    form = FORMS.get(turn.draft.get("form", ""))
    if form is None or form.ending is None or turn.step not in STEPS or turn.draft["at"]:
        return turn
    shown_before = scene.chat.draft.get("version") == turn.draft["version"]
    return turn if shown_before else await form.ending(scene, turn)


def _options(scene: Scene, at: Field, draft: dict[str, Any]) -> list[tuple[Button, ...]]:
    """Short options two a row; long ones one a row, in pages."""
    if at.options is None:
        return []
    options = at.options(scene, draft["values"])
    short = all(len(label) <= 20 for _, label in options)
    size, width = (6, 2) if short else (4, 1)
    pages = max(1, -(-len(options) // size))
    page = draft["page"] % pages
    buttons = [
        Button(label, f"form:{at.name}:{value}")
        for value, label in options[page * size : (page + 1) * size]
    ]
    rows = [tuple(buttons[place : place + width]) for place in range(0, len(buttons), width)]
    if pages > 1:
        rows.append((button("more", f"form-page:{at.name}"),))
    return rows


def _summary(scene: Scene, form: Form, draft: dict[str, Any]) -> Reply:
    lines = form.lines(scene, filled(scene, draft))
    heading = words(f"form-{form.audience}-summary")
    back = button("form-mend", "form-mend") if form.mends else button("form-back", "form-back:")
    return written(
        "\n".join([heading, "", *lines]),
        (button(f"form-done-{form.name}", f"form-done:{draft['version']}"),),
        (back, button("cancel", "form-drop")),
    )


def wanted(scene: Scene, draft: dict[str, Any]) -> list[str]:
    return [f.name for f in fields_of(scene, draft) if f.wanted(draft["values"])]


def field(scene: Scene, draft: dict[str, Any], name: str) -> Field | None:
    return next((f for f in fields_of(scene, draft) if f.name == name), None)


def filled(scene: Scene, draft: dict[str, Any]) -> Filled:
    """What counts of the values: those of fields still wanted."""
    fields = wanted(scene, draft)
    known = {f.name for f in fields_of(scene, draft)}
    values = {n: v for n, v in draft["values"].items() if n in fields or n not in known}
    return Filled(values, tuple(draft["parts"]))
