"""How often each article of the knowledge base was of use; never to whom."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage import tables as t
from storage.pending import Pending
from storage.trip import Query

#: how an article is used: read, put into a reply that went, found helpful or not
HOW = ("opened", "sent", "helped", "not_helped")

_USED = Query(
    insert(t.article_uses)
    .values(article=bindparam("b_article"), how=bindparam("b_how"), count=1)
    .on_conflict_do_update(
        index_elements=["article", "how"], set_={"count": t.article_uses.c.count + 1}
    )
)
_OF_ONE = Query(select(t.article_uses).where(t.article_uses.c.article == bindparam("article")))
_ALL = Query(select(t.article_uses))


class ArticleUses:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def used(self, article: str, how: str) -> None:
        """Once more; `how` is one of HOW. Who and when is kept nowhere."""
        if how not in HOW:
            raise ValueError(f"articles are not used so: {how}")
        self._pending.change(_USED, b_article=article, b_how=how)

    async def of(self, article: str) -> dict[str, int]:
        """How often this one was used, by how; 0 where it never was."""
        rows = await self._pending.rows(_OF_ONE, article=article)
        return dict.fromkeys(HOW, 0) | {row["how"]: int(row["count"]) for row in rows}

    async def all(self) -> dict[str, int]:
        """The same for all articles together."""
        found = dict.fromkeys(HOW, 0)
        for row in await self._pending.rows(_ALL):
            found[row["how"]] += int(row["count"])
        return found
