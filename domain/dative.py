"""Names in their cases: the dative of a letter's address, the accusative of who is stood in for.

Only what is beyond doubt is declined: every word is in the dictionary and has one form. A surname
the dictionary does not know as one, or a double one, leaves the name as its bearer writes it.
"""

from __future__ import annotations

from domain.names import Gender, taken_apart
from domain.words import dictionary

_GENDERS = {Gender.MAN: "masc", Gender.WOMAN: "femn"}


def dative(name: str) -> str:
    """Surname, name and patronymic in any order, declined; "" when not all of it is certain."""
    parts, words = taken_apart(name), name.split()
    if len(words) != 3 or not (parts.given and parts.patronymic and parts.gender):
        return ""
    kinds = {parts.given.lower(): "Name", parts.patronymic.lower(): "Patr"}
    gender = _GENDERS[parts.gender]
    forms = [_declined(word.lower(), kinds.get(word.lower(), "Surn"), gender) for word in words]
    return " ".join(form.capitalize() for form in forms) if all(forms) else ""


def accusative_surname(name: str) -> str:
    """The surname of a full name as it follows the word "for"; "" when it is not certain."""
    parts, words = taken_apart(name), name.split()
    if len(words) != 3 or parts.gender is None:
        return ""
    form = _declined(words[0].lower(), "Surn", _GENDERS[parts.gender], "accs")
    return form.capitalize()


def _declined(word: str, kind: str, gender: str, case: str = "datv") -> str:
    if not dictionary().word_is_known(word):
        return ""
    forms = {
        form.word
        for parse in dictionary().parse(word)
        if {kind, gender, "nomn", "sing"} in parse.tag
        if (form := parse.inflect({case, "sing"}))
    }
    return str(forms.pop()) if len(forms) == 1 else ""
