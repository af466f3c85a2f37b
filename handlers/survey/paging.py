"""Long answers in pages: blocks that fill as few messages as hold them, turned in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.talk import Button
from handlers.flow import Scene, Turn
from handlers.survey.sentences import pages
from texts import button, written


def paged(scene: Scene, tap: str, blocks: Iterable[str], *rows: Sequence[Button]) -> Turn:
    """The page the pressed button names, the first if none, with the ways to those beside it;
    `tap` is what such a button carries before the number of its page."""
    shown = pages(block for block in blocks if block)
    place = tap.count(":")
    page = min(scene.number(place), len(shown) - 1)
    ways = []
    if page:
        ways.append(button("earlier", f"{tap}:{page - 1}"))
    if page + 1 < len(shown):
        ways.append(button("later", f"{tap}:{page + 1}"))
    turned = scene.event.message if scene.arg(place) else ""
    return scene.stay(written(shown[page], tuple(ways), *rows, instead_of=turned))
