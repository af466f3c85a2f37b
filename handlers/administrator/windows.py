"""Deadlines: what the orders set, what the ministry changed, and running ones counted anew."""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.ministry import Span, WindowRule
from domain.refusal import Refused
from domain.talk import Button, Reply
from domain.typed_windows import as_file, typed_alerts, typed_length
from domain.window_rules import DEFAULT_RULES, LISTENERS, PAUSABLE
from domain.windows import due
from domain.worktime import CalendarUnknown
from handlers.administrator import changing
from handlers.administrator.desk import shown
from handlers.administrator.people import label
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, say, words, written

flow = Flow()

STEP = "admin-window"
A_PAGE = 5
#: lengths that cannot be compared with others by when they end
_UNCOMPARED = frozenset({Span.DAYS_BEFORE, Span.PROMISED})


@flow.tapped("admin-windows", Action.EDIT_WINDOWS)
async def windows(scene: Scene) -> Turn:
    """Every rule; each opens its own page."""
    rules = list(scene.house.ministry.windows.values())
    pages = -(-len(rules) // A_PAGE)
    page = scene.number(0) % pages
    rows = [
        (Button(label(_title(scene, rule)), f"admin-window:{rule.id}"),)
        for rule in rules[page * A_PAGE :][:A_PAGE]
    ]
    last = [button("admin-recount", "admin-recount"), *changing.back(button("admin", "admin"))]
    if pages > 1:
        last.insert(0, button("later", f"admin-windows:{page + 1}"))
    return shown(scene, say("admin-windows", *rows, tuple(last)))


@flow.tapped("admin-window", Action.EDIT_WINDOWS)
async def window(scene: Scene) -> Turn:
    """What the rule says now, what the orders say, and what may be changed."""
    return shown(scene, _page(scene, _pressed(scene)))


@flow.tapped("window-within", Action.EDIT_WINDOWS)
async def ask_within(scene: Scene) -> Turn:
    rule = _pressed(scene)
    return await _ask(scene, rule, "within", say("admin-window-ask-within", _cancel(rule)))


@flow.tapped("window-alerts", Action.EDIT_WINDOWS)
async def ask_alerts(scene: Scene) -> Turn:
    rule = _pressed(scene)
    return await _ask(scene, rule, "alert_before", say("admin-window-ask-alerts", _cancel(rule)))


@flow.said(STEP, Action.EDIT_WINDOWS)
async def hear(scene: Scene) -> Turn:
    """The length, or the reminders, as people write them."""
    draft = scene.chat.draft
    rule = scene.house.ministry.windows.get(draft.get("rule", ""))
    if rule is None:
        raise Refused("admin-window-press")
    value: Any
    if draft["what"] == "within":
        value = str(typed_length(scene.event.text))
    else:
        value = as_file(typed_alerts(scene.event.text))
    turn = await _look(scene, rule, {draft["what"]: value})
    # a word that fits better may still be typed instead
    return Turn(turn.replies, STEP, turn.draft | {"rule": rule.id, "what": draft["what"]})


@flow.tapped("window-hear", Action.EDIT_WINDOWS)
async def listeners(scene: Scene) -> Turn:
    """One more, or one less, who hears of a breach."""
    rule, place = _pressed(scene, 1), scene.number(0)
    if place >= len(LISTENERS):
        raise Refused("stale-button")
    who = LISTENERS[place]
    hear_ = {*rule.on_breach} ^ {who}
    return await _look(scene, rule, {"on_breach": [one for one in LISTENERS if one in hear_]})


@flow.tapped("window-stop", Action.EDIT_WINDOWS)
async def pause(scene: Scene) -> Turn:
    """Whether its time stops while the client is asked."""
    rule = _pressed(scene)
    return await _look(scene, rule, {"pause_while": [] if rule.pause_while else ["question"]})


@flow.tapped("window-usual", Action.EDIT_WINDOWS)
async def as_filed(scene: Scene) -> Turn:
    """As the organisation file has it."""
    return await _look(scene, _pressed(scene), None)


@flow.tapped("window-save", Action.EDIT_WINDOWS)
async def save(scene: Scene) -> Turn:
    """For what begins from now on."""
    changing.save(scene, STEP)
    return changing.saved("admin-window-saved", button("admin-windows", "admin-windows"))


@flow.tapped("admin-recount", Action.EDIT_WINDOWS)
async def recount(scene: Scene) -> Turn:
    """How many running windows today's calendar and rules would move."""
    moving = await changing.moving(scene, scene.house.ministry)
    rows = (button("admin-recount-go", "admin-recount-go"), button("cancel", "admin-windows"))
    return shown(scene, say("admin-recount", *rows, moving=moving))


@flow.tapped("admin-recount-go", Action.EDIT_WINDOWS)
async def recount_now(scene: Scene) -> Turn:
    """The service does it a moment later, and tells how many moved."""
    scene.unit.upkeep.ask("recount", scene.actor.id, scene.now)
    return scene.stay(say("admin-recount-asked"))


async def _ask(scene: Scene, rule: WindowRule, what: str, reply: Reply) -> Turn:
    return await changing.begin(scene, STEP, reply, {"rule": rule.id, "what": what})


async def _look(scene: Scene, rule: WindowRule, change: dict[str, Any] | None) -> Turn:
    """The rule as it would be; what does not fit it is refused in words."""
    known = scene.house.value_of("window", rule.id)
    value = None if change is None else {**known, **change}
    changes: list[changing.Change] = [("window", rule.id, value)]
    try:
        would = changing.tried(scene, changes)
    except ValueError as unfit:
        long = "before the window opens" in str(unfit)
        raise Refused("admin-window-alert-long" if long else "admin-window-unfit") from None
    new = would.windows[rule.id]
    if new == rule:
        raise Refused("admin-window-same")
    parts = [words("admin-window-preview"), _lines(scene, new)]
    if _longer(scene, new):
        parts.append(words("admin-window-longer"))
    if new.within != rule.within:
        parts.append(words("admin-window-new-only", moving=await changing.moving(scene, would)))
    rows = (button("admin-save", f"window-save:{scene.house.version}"), _cancel(rule))
    return changing.to_save(scene, STEP, changes, written("\n\n".join(parts), *rows))


def _page(scene: Scene, rule: WindowRule) -> Reply:
    own = scene.house.value_of("window", rule.id)
    hear_ = [
        button(
            f"window-hear-{who}",
            f"window-hear:{place}:{rule.id}",
            on="yes" if who in rule.on_breach else "no",
        )
        for place, who in enumerate(LISTENERS)
    ]
    doing = [button("window-alerts", f"window-alerts:{rule.id}")]
    if rule.within.span not in _UNCOMPARED:
        doing.insert(0, button("window-within", f"window-within:{rule.id}"))
    more = []
    if rule.id in PAUSABLE:
        paused = "yes" if rule.pause_while else "no"
        more.append(button("window-stop", f"window-stop:{rule.id}", on=paused))
    if own:
        more.append(button("window-usual", f"window-usual:{rule.id}"))
    last = changing.back(button("admin-windows", "admin-windows"))
    return written(_lines(scene, rule), tuple(doing), tuple(hear_), tuple(more), last)


def _lines(scene: Scene, rule: WindowRule) -> str:
    default = DEFAULT_RULES[_base(rule)]
    return words(
        "admin-window-rule",
        title=_title(scene, rule),
        within=_length(rule),
        default=_length(default),
        alerts=", ".join(map(moments.span, rule.alert_before)) or "none",
        hear=", ".join(words(f"admin-hears-{who}") for who in rule.on_breach) or "none",
        pause="yes" if rule.pause_while else "no",
    )


def _longer(scene: Scene, rule: WindowRule) -> bool:
    """Whether it ends later than the orders let it, begun now."""
    default = DEFAULT_RULES[_base(rule)]
    if {rule.within.span, default.within.span} & _UNCOMPARED:
        return (
            rule.within.span is default.within.span and rule.within.amount < default.within.amount
        )
    try:
        calendar = scene.house.calendar
        return due(rule.within, scene.now, calendar) > due(default.within, scene.now, calendar)
    except CalendarUnknown:
        return False


def _length(rule: WindowRule) -> str:
    span = str(rule.within.span).replace(" ", "-")
    return words("admin-length", span=span, amount=rule.within.amount)


def _title(scene: Scene, rule: WindowRule) -> str:
    base, _, process = rule.id.partition(":")
    if found := scene.house.ministry.processes.get(process):
        return words("admin-window-process", title=found.title)
    return words(f"window-{base.replace('_', '-')}")


def _base(rule: WindowRule) -> str:
    return rule.id.partition(":")[0]


def _cancel(rule: WindowRule) -> Button:
    return button("cancel", f"admin-window:{rule.id}")


def _pressed(scene: Scene, place: int = 0) -> WindowRule:
    """The rule the button names, whose name may hold a colon."""
    found = scene.house.ministry.windows.get(":".join(scene.args[place:]))
    if found is None:
        raise Refused("stale-button")
    return found
