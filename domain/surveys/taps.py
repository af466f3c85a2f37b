"""What a survey's button carries: the press, the wave, the mark, and what was answered so far."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from enum import StrEnum

from domain.surveys.marks import MARK_LENGTH

VERB = "sv"
#: letters of a wave's id
_WAVE = 11
_SHAPE = re.compile(
    rf"{VERB}:([a-z])([\w-]{{{_WAVE}}})([\w-]{{{MARK_LENGTH}}})?:([\w-]*)", re.ASCII
)


class Press(StrEnum):
    """What is wanted by a press; `Tap.packed` says of which place in the questionnaire."""

    SHOW = "a"  # go on from what is answered
    CHOOSE = "m"  # the last is MANY, and its choice goes on
    LOW = "l"  # the lower half of an NPS scale
    HIGH = "h"  # the upper one
    SEND = "s"
    LATER = "n"


@dataclass(frozen=True, slots=True)
class Tap:
    """`mark` is "" in a wave that is not anonymous: there it is made from the dialogue."""

    press: Press
    wave: int
    mark: str
    packed: str = ""

    def __str__(self) -> str:
        """What stands after the verb and its colon."""
        return f"{self.press}{_code(self.wave)}{self.mark}:{self.packed}"


def read_tap(tap: str) -> Tap | None:
    """The tap as it was spelt; None for one that is not ours."""
    found = _SHAPE.fullmatch(tap)
    if found is None or found[1] not in {*map(str, Press)}:
        return None
    wave = _wave(found[2])
    return Tap(Press(found[1]), wave, found[3] or "", found[4]) if wave else None


def is_of_survey(tap: str) -> bool:
    """Whether a button is a survey's, whatever else it may carry."""
    return tap.partition(":")[0] == VERB


def _code(wave: int) -> str:
    return urlsafe_b64encode(wave.to_bytes(8, "big")).decode().rstrip("=")


def _wave(code: str) -> int:
    try:
        wave = int.from_bytes(urlsafe_b64decode(f"{code}="), "big")
    except (Error, ValueError):
        return 0
    return wave if wave < 2**63 and _code(wave) == code else 0
