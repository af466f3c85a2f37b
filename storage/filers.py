"""Whose an appeal is that an employee filed, as a citizen or as a colleague."""

from __future__ import annotations

from sqlalchemy import bindparam, text, update

from domain.appeals import INTERNAL as KINDS
from storage import tables as t
from storage.trip import Query
from storage.types import Id

_KINDS = ", ".join(sorted(f"'{kind}'" for kind in KINDS))
INTERNAL = text(f"appeals.kind IN ({_KINDS})")
CITIZENS = text(f"appeals.kind NOT IN ({_KINDS})")

FOLLOW = Query(
    update(t.appeals)
    .where(t.appeals.c.filer == bindparam("b_employee"), INTERNAL)
    .values(chat=bindparam("b_chat", type_=Id))
)
FILED = Query(
    update(t.appeals)
    .where(t.appeals.c.chat == bindparam("b_chat", type_=Id), t.appeals.c.filer == "", CITIZENS)
    .values(filer=bindparam("b_employee"))
    .returning(t.appeals.c.id)
)
