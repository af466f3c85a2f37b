"""How a rule says no."""


class Refused(Exception):
    """A rule's named refusal: `text` names the sentence that tells the person why and what to do."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values
