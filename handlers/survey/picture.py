"""A picture of results before it is drawn: its words, and the same in words for whoever cannot
see it. What is drawn stands in the text, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from texts import words


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure. `value`, and where it is known its interval, lie on the picture's scale; `shown`
    is the number as people write it, `note` what it is made of."""

    label: str
    value: float
    shown: str
    low: float | None = None
    high: float | None = None
    note: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """`which` names it among those of a wave. `in_time` are figures one after the other, and not
    beside one another. `scale` is from where to where figures can lie."""

    which: str
    title: str
    about: str
    bars: tuple[Bar, ...]
    scale: tuple[float, float]
    foot: tuple[str, ...] = ()
    in_time: bool = False

    @property
    def figures(self) -> str:
        """What it shows, without what is said below it."""
        head = "\n".join((self.title, self.about))
        return "\n\n".join((head, "\n".join(map(_line, self.bars))))

    @property
    def text(self) -> str:
        """Everything the picture says."""
        return "\n\n".join((self.figures, *self.foot))


def together(pictures: Sequence[Picture]) -> str:
    """Everything these say; what stands below several of them once, at the end."""
    foot = dict.fromkeys(one for picture in pictures for one in picture.foot)
    return "\n\n".join((*(picture.figures for picture in pictures), *foot))


def _line(bar: Bar) -> str:
    name = "picture-line-noted" if bar.note else "picture-line"
    return words(name, label=bar.label, shown=bar.shown, note=bar.note)
