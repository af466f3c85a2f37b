"""Articles while replying: offered for the appeal at hand, put into the reply, whole or by name."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.knowledge import EVERYBODY, Shelf
from domain.ministry import Article
from domain.talk import Button
from handlers.articles import named
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.draft import WRITING, Draft
from handlers.officer.reply import shown
from texts import button, say, words

flow = Flow()

#: as many as are worth looking at: five rows and the way back
MOST = 5
#: of a longer article the beginning is shown before it is put in; all of it stands in the preview
SHOWN = 2_500


def shelf(scene: Scene, appeal: Appeal) -> Shelf:
    """What may be put into a reply: to a citizen nothing that is for employees only."""
    inside = appeal.kind.internal and scene.may(Action.READ_INTERNAL_ARTICLES)
    return scene.house.whole if inside else scene.house.public


@flow.tapped("articles", Action.DRAFT)
async def choose(scene: Scene) -> Turn:
    """What fits the client's words, then what there is about the topic."""
    appeal, draft = await drafts.pressed(scene)
    found = await _fitting(scene, appeal)
    if not found:
        return Turn((say("articles-none", _back(), number=appeal.number),), WRITING, draft)
    rows = [(Button(one.title, f"quote:{draft['version']}:{one.id}"),) for one in found]
    ask = say("choose-article", *rows, (_back(),), number=appeal.number)
    return Turn((ask,), WRITING, draft)


async def _fitting(scene: Scene, appeal: Appeal) -> list[Article]:
    on = shelf(scene, appeal)
    said = " ".join(entry.text for entry in await drafts.by_client(scene, appeal))
    found = on.search(said, MOST - 1 if appeal.topic else MOST)
    about = on.about(appeal.topic or appeal.process) if appeal.topic or appeal.process else ()
    return list({one.id: one for one in (*found, *about)}.values())[:MOST]


@flow.tapped("quote", Action.DRAFT)
async def look(scene: Scene) -> Turn:
    """One article, before anything of it is put in."""
    appeal, draft = await drafts.pressed(scene)
    article = named(shelf(scene, appeal), scene.arg(1))
    tail = f"{draft['version']}:{article.id}"
    told = say(
        "article-shown",
        (button("quote-text", f"quote-text:{tail}"), button("quote-link", f"quote-link:{tail}")),
        (button("other-article", f"articles:{draft['version']}"), _back()),
        title=article.title,
        whole="yes" if len(article.text) <= SHOWN else "no",
        text=article.text[:SHOWN],
    )
    return Turn((told,), WRITING, draft)


@flow.tapped("quote-text", Action.DRAFT)
async def put_text(scene: Scene) -> Turn:
    """The article's text becomes a part of the reply, after what is written already."""
    appeal, draft = await drafts.pressed(scene)
    article = named(shelf(scene, appeal), scene.arg(1))
    return await shown(scene, appeal, _with(draft, article, article.text))


@flow.tapped("quote-link", Action.DRAFT)
async def put_link(scene: Scene) -> Turn:
    """Its name, and a link that opens it in the messenger the reply goes to."""
    appeal, draft = await drafts.pressed(scene)
    article = named(shelf(scene, appeal), scene.arg(1))
    link = await _link(scene, appeal, article) or "none"
    way = "chat" if appeal.chat else "paper"
    text = words("article-link", title=article.title, id=article.id, link=link, way=way)
    return await shown(scene, appeal, _with(draft, article, text))


async def _link(scene: Scene, appeal: Appeal, article: Article) -> str:
    """None ("") where the messenger has no link to us, or there is no dialogue; nor to what is for
    employees only, so that no press passes it on."""
    chat = await scene.unit.chats.find(appeal.chat)
    if chat is None or article.audience != EVERYBODY:
        return ""
    link = scene.house.links.get(chat.channel)
    return link(f"kb-{article.id}") if link else ""


def _with(draft: Draft, article: Article, text: str) -> Draft:
    part = {"text": text, "files": [], "message": ""}
    return draft | {
        "parts": [*draft["parts"], part],
        "version": draft["version"] + 1,
        "album": "",
        "reason": "",
        "articles": list(dict.fromkeys([*draft.get("articles", []), article.id])),
    }


def _back() -> Button:
    return button("back-to-reply", "draft")
