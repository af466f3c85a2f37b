"""«Итоги»: what a closed wave has found, to whoever may see it, in sentences (N-2138 §14).

The rules of small numbers have been kept before anything comes here (`reading`)."""

from __future__ import annotations

from domain.access import Action, allowed_in
from domain.appeals import first_lines
from domain.refusal import Refused
from domain.surveys.results import Results
from domain.surveys.waves import SMALL, Wave, WaveState
from domain.talk import Button, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.survey import sentences
from handlers.survey.done_since import done_since
from handlers.survey.paging import paged
from handlers.survey.reading import compared, earlier, read, without_names
from handlers.survey.surveys import named
from texts import button, moments, say, words, written
from texts.numbers import percent

flow = Flow()

#: more that can be done with the results of a wave: the button's name, its verb, what it asks for
MORE: tuple[tuple[str, str, Action], ...] = (
    ("survey-png", "survey-png", Action.SEE_RESULTS),
    ("survey-xlsx", "survey-xlsx", Action.SEE_RESULTS),
    ("survey-docx", "survey-docx", Action.SEE_RESULTS),
)
#: earlier waves, and other questions with words, to choose from at once: a row each
MOST = 4
LABEL = 40


@flow.tapped("results", Action.SEE_RESULTS)
async def summary(scene: Scene) -> Turn:
    """The first page: how many answered, the indices, the best and the worst, what is new."""
    wave = await named(scene, Action.SEE_RESULTS)
    if wave.state is not WaveState.CLOSED or wave.questionnaire.link:
        return scene.stay(await _not_yet(scene, wave))
    found = await read(scene.unit, wave)
    if not found.enough:
        return scene.stay(say("results-few", *_back(wave), title=wave.questionnaire.title))
    blocks = [_heading(scene, wave), figures(found), *extremes(found)]
    if before := (await earlier(scene.unit, wave))[:1]:
        blocks.append(await _news(scene, wave, before[0], found))
    if done := await done_since(scene.unit, scene.house, wave, scene.now):
        blocks += [words("results-done-since"), *done[:MOST]]
    return scene.stay(written("\n\n".join(blocks), *_doors(scene, wave, found)))


@flow.tapped("results-all", Action.SEE_RESULTS)
async def questions(scene: Scene) -> Turn:
    """Question by question."""
    wave, found = await _found(scene)
    blocks = [sentences.question(one) for one in found.items]
    return paged(scene, f"results-all:{wave.id}", blocks, *_back(wave, wave.id))


@flow.tapped("results-parts", Action.SEE_RESULTS)
async def parts(scene: Scene) -> Turn:
    """By groups: the index of each, then question by question."""
    wave, found = await _found(scene)
    if not found.parts:
        name = "results-parts-hidden" if found.broken_down else "results-no-parts"
        return scene.stay(say(name, *_back(wave, wave.id)))
    house = scene.house
    lines = [
        words(
            "results-part-index",
            part=sentences.part_name(house, part),
            n=n,
            index=sentences.index(found.csi_parts[part]),
        )
        if part in found.csi_parts
        else words("results-part-count", part=sentences.part_name(house, part), n=n)
        for part, n in found.parts.items()
    ]
    if {*wave.groups.values()} - found.parts.keys():
        lines.append(words("results-parts-some"))
    blocks = ["\n".join(lines)]
    for one in found.items:
        by_part = [sentences.of_part(house, part, of) for part, of in one.parts.items()]
        told = by_part or [words("results-few-parts")]
        blocks.append("\n".join([sentences.asked(one.item), *told]))
    return paged(scene, f"results-parts:{wave.id}", blocks, *_back(wave, wave.id))


@flow.tapped("results-with", Action.SEE_RESULTS)
async def choose(scene: Scene) -> Turn:
    """With which earlier wave to compare: any of them, the newest first."""
    wave, _ = await _found(scene)
    found = await earlier(scene.unit, wave)
    if not found:
        return scene.stay(say("results-nothing-earlier", *_back(wave, wave.id)))
    count = -(-len(found) // MOST)
    page = scene.number(1) % count
    some = found[page * MOST :][:MOST]
    rows = [Button(_days(scene, one), f"results-versus:{wave.id}:{one.id}") for one in some]
    more = (button("more", f"results-with:{wave.id}:{page + 1}"),) if count > 1 else ()
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(say("results-with", *rows, more, *_back(wave, wave.id), instead_of=turned))


@flow.tapped("results-versus", Action.SEE_RESULTS)
async def versus(scene: Scene) -> Turn:
    """Two waves, question by question."""
    wave, found = await _found(scene)
    known = await earlier(scene.unit, wave)
    before = next((one for one in known if one.id == scene.number(1)), None)
    if before is None:
        raise Refused("foreign-survey")
    comparison = await compared(scene.unit, wave, before)
    if comparison is None:
        return scene.stay(say("results-few-earlier", *_back(wave, wave.id)))
    heading = words("results-versus", now=_days(scene, wave), before=_days(scene, before))
    blocks = [heading, *sentences.compared(scene.house, found, comparison)]
    tap = f"results-versus:{wave.id}:{before.id}"
    return paged(scene, tap, blocks, *_back(wave, wave.id))


@flow.tapped("results-words", Action.SEE_RESULTS)
async def in_words(scene: Scene) -> Turn:
    """What was answered in words to one question, in an order by lot and masked."""
    wave, found = await _found(scene)
    keys = list(found.texts)
    if not keys:
        return scene.stay(say("results-no-words", *_back(wave, wave.id)))
    place = min(scene.number(1), len(keys) - 1)
    item = wave.questionnaire.item(keys[place])
    assert item
    texts = without_names(scene.house, found.texts[item.key])
    heading = words("results-words", ask=sentences.asked(item), count=len(texts))
    blocks = [heading, *(words("results-said", text=one) for one in texts)]
    # the next ones, and after the last the first: so each can be come to
    near = [(place + step) % len(keys) for step in range(1, len(keys))][:MOST]
    others = [(Button(_label(wave, keys[one]), f"results-words:{wave.id}:{one}"),) for one in near]
    tap = f"results-words:{wave.id}:{place}"
    return paged(scene, tap, blocks, *others, *_back(wave, wave.id))


async def _found(scene: Scene) -> tuple[Wave, Results]:
    wave = await named(scene, Action.SEE_RESULTS)
    found = await read(scene.unit, wave)
    if not found.enough:
        raise Refused("results-few", title=wave.questionnaire.title)
    return wave, found


async def _not_yet(scene: Scene, wave: Wave) -> Reply:
    """How it stands while there are no results."""
    zone, title = scene.house.zone, wave.questionnaire.title
    if wave.questionnaire.link:
        return say("results-elsewhere", *_back(wave), title=title, invited=wave.invited)
    if wave.state is WaveState.CALLED_OFF:
        return say("results-called-off", *_back(wave), title=title)
    if wave.state is WaveState.PLANNED:
        opens = moments.on(wave.opens_at, zone, scene.now)
        return say("results-planned", *_back(wave), title=title, opens=opens)
    closes = moments.on(wave.closes_at, zone, scene.now)
    count = await scene.unit.ballots.count(wave.id)
    if count < SMALL:
        return say("results-open-few", *_back(wave), title=title, closes=closes)
    return say("results-open", *_back(wave), title=title, closes=closes, count=count)


def _heading(scene: Scene, wave: Wave) -> str:
    unit = scene.house.unit_name(wave.unit) if wave.unit else words("results-whole-ministry")
    days, title = _days(scene, wave), wave.questionnaire.title
    return words("results-heading", title=title, unit=unit, days=days)


def _days(scene: Scene, wave: Wave) -> str:
    """From which day to which it was open."""
    calendar = scene.house.calendar
    opened, closed = wave.opened_at or wave.opens_at, wave.closed_at or wave.closes_at
    first = moments.day_of(opened, scene.house.zone)
    last = moments.date_name(calendar.local_day(closed))
    if calendar.local_day(opened) == calendar.local_day(closed):
        return last
    return words("results-days", first=first, last=last)


def figures(found: Results) -> str:
    """How many answered, and the indices."""
    if found.rate:
        rate = percent(found.rate.value)
        told = words("results-rate", count=found.answered, invited=found.invited, rate=rate)
    else:
        told = words("results-count", count=found.answered)
    lines = [told]
    if found.csi:
        lines.append(words("results-csi", index=sentences.index(found.csi)))
    for one in found.items:
        if one.whole and one.whole.nps:
            nps = sentences.recommending(one.whole.nps)
            lines.append(words("results-nps", ask=sentences.asked(one.item), nps=nps))
    return "\n".join(lines)


def extremes(found: Results) -> list[str]:
    """What is liked best and worst; nothing where there is no choice."""
    ends = sentences.extremes(found)
    if ends is None:
        return []
    told = {}
    for name, one in zip(("best", "worst"), ends, strict=True):
        assert one.whole
        assert one.whole.good
        told[name] = sentences.asked(one.item)
        told[f"{name}_share"] = percent(one.whole.good.value)
    return [words("results-extremes", **told)]


async def _news(scene: Scene, wave: Wave, before: Wave, found: Results) -> str:
    comparison = await compared(scene.unit, wave, before)
    if comparison is None:
        return words("results-few-earlier")
    heading = words("results-since", days=_days(scene, before))
    return "\n".join([heading, *sentences.news(scene.house, found, comparison)])


def _doors(scene: Scene, wave: Wave, found: Results) -> list[tuple[Button, ...]]:
    """Where one goes on from the first page."""
    first = [button("results-all", f"results-all:{wave.id}")]
    if found.broken_down:
        first.append(button("results-parts", f"results-parts:{wave.id}"))
    second = [button("results-with", f"results-with:{wave.id}")]
    if found.texts:
        second.append(button("results-words", f"results-words:{wave.id}"))
    more = [
        button(name, f"{verb}:{wave.id}")
        for name, verb, action in MORE
        if allowed_in(scene.actor, action, wave.unit)
    ]
    rows = (more[place : place + 3] for place in range(0, len(more), 3))
    return [tuple(first), tuple(second), *map(tuple, rows), *_back(wave)]


def _back(wave: Wave, summary: int = 0) -> list[tuple[Button, ...]]:
    """The way back: to the first page where one is on another, and to the menu."""
    last = [button("results-summary", f"results:{wave.id}")] if summary else []
    return [(*last, button("menu", "menu"))]


def _label(wave: Wave, key: str) -> str:
    item = wave.questionnaire.item(key)
    return first_lines(sentences.asked(item), LABEL) if item else key
