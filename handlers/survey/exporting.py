"""The results of a wave as pictures in the chat, as a workbook and as a report (C7; N-2138 §14).

They hold nothing that could not be read in the chat: the same rules of small numbers made them."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import first_lines
from domain.refusal import Refused
from domain.surveys.waves import Wave
from domain.talk import Attached, Button, FileKind
from handlers.flow import Flow, Scene, Turn
from handlers.survey import pictures
from handlers.survey.picture import Picture, together
from handlers.survey.reading import read
from handlers.survey.report import report_of
from handlers.survey.surveys import named
from texts import button, moments, say, words, written

flow = Flow()

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PNG = "image/png"
#: letters of a file's name
LONGEST = 60


@flow.tapped("survey-xlsx", Action.SEE_RESULTS)
async def workbook(scene: Scene) -> Turn:
    """The results as a workbook with charts."""
    wave = await _readable(scene)
    file = _file(scene, wave, f"survey-xlsx:{wave.id}", "xlsx")
    title = wave.questionnaire.title
    return scene.stay(say("survey-xlsx-made", _back(wave), files=[file], title=title))


@flow.tapped("survey-docx", Action.SEE_RESULTS)
async def report(scene: Scene) -> Turn:
    """The results as a report for those who decide."""
    wave = await _readable(scene)
    file = _file(scene, wave, f"survey-docx:{wave.id}", "docx")
    title = wave.questionnaire.title
    return scene.stay(say("survey-docx-made", _back(wave), files=[file], title=title))


@flow.tapped("survey-png", Action.SEE_RESULTS)
async def shown(scene: Scene) -> Turn:
    """The pictures that tell most; with all their numbers in words, for whoever cannot
    see them."""
    wave = await _readable(scene)
    found = pictures.main(await report_of(scene.unit, scene.house, wave))
    if not found:
        title = wave.questionnaire.title
        return scene.stay(say("survey-png-none", _back(wave), title=title))
    files = [_photo(scene, wave, one) for one in found]
    return scene.stay(written(together(found), _back(wave), files=files))


def _photo(scene: Scene, wave: Wave, one: Picture) -> Attached:
    name = f"{one.which}.png"
    ref = f"survey-png:{wave.id}:{one.which}"
    file = scene.unit.exchange.house_file(scene.chat, ref, name, PNG, scene.now)
    return Attached(file, FileKind.PHOTO, "", name, PNG)


async def _readable(scene: Scene) -> Wave:
    """The wave, whose results there are and the actor may see."""
    wave = await named(scene, Action.SEE_RESULTS)
    if not (await read(scene.unit, wave)).enough:
        raise Refused("results-few", title=wave.questionnaire.title)
    return wave


def _file(scene: Scene, wave: Wave, ref: str, form: str) -> Attached:
    day = moments.numerals(scene.house.calendar.local_day(wave.closed_at or wave.closes_at))
    title = first_lines(wave.questionnaire.title, LONGEST).replace("/", " ")
    name = f"{words('survey-file', title=title, day=day)}.{form}"
    file = scene.unit.exchange.house_file(scene.chat, ref, name, FORMS[form], scene.now)
    return Attached(file, FileKind.DOCUMENT, "", name, FORMS[form])


def _back(wave: Wave) -> tuple[Button, ...]:
    return (button("results-summary", f"results:{wave.id}"), button("menu", "menu"))
