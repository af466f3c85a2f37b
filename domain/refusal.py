"""How a rule says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A rule's named refusal: `text` names the sentence that tells why and what to do."""

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(text)
        self.text = text
        self.values = values
