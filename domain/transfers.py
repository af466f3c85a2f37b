"""How often an appeal may change hands: twice; a third time only its head moves it on."""

from __future__ import annotations

from domain.appeals import Appeal

#: M-97 §13 counts switches of a caller between employees; D-139 §3.10 forbids passing on as such
MOST = 2


def counted(appeal: Appeal) -> int:
    """The transfers of the appeal once it is moved on now. Finding out where an appeal belongs
    that nobody claims is no transfer: it has not been anybody's yet."""
    return appeal.transfers + (0 if appeal.sorting else 1)


def is_spent(appeal: Appeal) -> bool:
    """Whether it has been moved on as often as officers may."""
    return counted(appeal) > MOST
