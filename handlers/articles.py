"""The knowledge base as people leaf through it: what each may read, and nothing else exists.

Every way to an article (a search, a topic, a button, a link, a reply) goes through `shelf` and
`named`: an article somebody may not read is answered for like one that was never written.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import Action
from domain.knowledge import EVERYBODY, Shelf, pages
from domain.ministry import Article
from domain.refusal import Refused
from domain.talk import Button, Reply
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, say, words, written

flow = Flow()

#: An article's address: /start kb-ID by a link, or typed by hand.
LINK = r"(?i:/start\s+)?(?i:kb)-(\S{1,64})"
#: five rows of titles and the way on and back: six rows
A_PAGE = 5
LABEL = 40


def shelf(scene: Scene) -> Shelf:
    """What whoever speaks may read now."""
    inside = scene.may(Action.READ_INTERNAL_ARTICLES)
    return scene.house.whole if inside else scene.house.public


def named(on: Shelf, id_: str) -> Article:
    """The article of this id, refused alike whether it is not there or not for this reader."""
    found = on.get(id_)
    if found is None:
        raise Refused("no-article")
    return found


def home_button(scene: Scene) -> Button:
    """The way back to where this reader searches."""
    inside = scene.may(Action.READ_INTERNAL_ARTICLES)
    return button("knowledge", "knowledge") if inside else button("kb", "kb")


def topics(scene: Scene, name: str, page: int, instead_of: str = "") -> Reply:
    """The beginning: how to search, and a page of the topics there is something about."""
    ministry, known = scene.house.ministry, shelf(scene).topics()
    order = dict.fromkeys((*ministry.topics, *ministry.processes, *ministry.units, *known))
    every = [topic for topic in order if topic in known]
    every += [""] if shelf(scene).about("") else []
    count = max(1, -(-len(every) // A_PAGE))
    page %= count
    rows = [
        (Button(_cut(title(scene, topic)), f"kb-topic:{topic}:0"),)
        for topic in every[page * A_PAGE :][:A_PAGE]
    ]
    last = [button("menu", "menu")]
    if count > 1:
        last.append(button("more-topics", f"kb-topics:{page + 1}"))
    return say(name, *rows, tuple(last), instead_of=instead_of)


@flow.tapped("kb-topics", Action.READ_ARTICLES)
async def turn_topics(scene: Scene) -> Turn:
    inside = scene.may(Action.READ_INTERNAL_ARTICLES)
    name = "knowledge-home" if inside else "kb-home"
    return scene.stay(topics(scene, name, scene.number(0), scene.event.message))


@flow.tapped("kb-topic", Action.READ_ARTICLES)
async def topic(scene: Scene) -> Turn:
    """The articles of a topic, a page at a time."""
    about = shelf(scene).about(scene.arg(0))
    if not about:
        raise Refused("no-article")
    count = -(-len(about) // A_PAGE)
    page = scene.number(1) % count
    last = [home_button(scene), button("menu", "menu")]
    if count > 1:
        last.append(button("more", f"kb-topic:{scene.arg(0)}:{page + 1}:turn"))
    rows = titles(about[page * A_PAGE :][:A_PAGE])
    turned = scene.event.message if scene.arg(2) else ""
    heading = title(scene, scene.arg(0))
    return scene.stay(say("kb-topic", *rows, tuple(last), instead_of=turned, topic=heading))


@flow.tapped("article", Action.READ_ARTICLES)
async def read(scene: Scene) -> Turn:
    """A page of an article; opening it counts."""
    article = named(shelf(scene), scene.arg(0))
    page = scene.number(1)
    if not scene.arg(1):
        scene.unit.articles.used(article.id, "opened")
    turned = scene.event.message if scene.arg(1) else ""
    return scene.stay(await shown(scene, article, page, turned))


@flow.spelt(LINK, Action.READ_ARTICLES)
async def follow_link(scene: Scene) -> Turn:
    """The article a link or its address names."""
    article = named(shelf(scene), scene.arg(0).lower())
    scene.unit.articles.used(article.id, "opened")
    return scene.stay(await shown(scene, article))


@flow.tapped("helped", Action.READ_ARTICLES)
async def helped(scene: Scene) -> Turn:
    """The same page without the question, so that nobody answers it twice by mistake."""
    article = named(shelf(scene), scene.arg(0))
    scene.unit.articles.used(article.id, "helped")
    turned = scene.event.message
    return scene.stay(await shown(scene, article, len(_pages(article)) - 1, turned, asks=False))


async def shown(
    scene: Scene, article: Article, page: int = 0, instead_of: str = "", *, asks: bool = True
) -> Reply:
    """A page of an article; on the last one its reader is asked whether it helped."""
    whole = _pages(article)
    page = min(page, len(whole) - 1)
    lines = [words("kb-article", title=article.title, text=whole[page])]
    if scene.may(Action.READ_INTERNAL_ARTICLES) and page == 0:
        lines.append(_about(scene, article))
    if scene.may(Action.EDIT_TOPICS) and page == 0:
        lines.append(words("kb-uses", **await scene.unit.articles.of(article.id)))
    if len(whole) > 1:
        lines.append(words("kb-page", page=page + 1, count=len(whole)))
    turn = []
    if page:
        turn.append(button("kb-back", f"article:{article.id}:{page - 1}"))
    if page + 1 < len(whole):
        turn.append(button("kb-on", f"article:{article.id}:{page + 1}"))
    ask: list[Button] = []
    if page + 1 == len(whole) and asks:
        ask = [
            button("helped", f"helped:{article.id}"),
            button("not-helped", f"not-helped:{article.id}"),
        ]
    if not asks:
        lines.append(words("kb-helped"))
    back = (home_button(scene), button("menu", "menu"))
    return written("\n\n".join(lines), turn, ask, back, instead_of=instead_of)


def titles(found: Sequence[Article]) -> list[tuple[Button, ...]]:
    """A button for each article."""
    return [(Button(_cut(one.title), f"article:{one.id}"),) for one in found]


def title(scene: Scene, topic: str) -> str:
    """What a topic of articles is called: a topic of appeals, a process or a unit."""
    ministry = scene.house.ministry
    if not topic:
        return words("kb-no-topic")
    for known in (ministry.topics, ministry.processes):
        if topic in known:
            return known[topic].title
    return scene.house.unit_name(topic)


def _about(scene: Scene, article: Article) -> str:
    """For whom it is and who keeps it: what colleagues have to know before they pass it on."""
    owner = article.owner
    unit = scene.house.ministry.units.get(owner)
    return words(
        "kb-about",
        audience="everybody" if article.audience == EVERYBODY else "employees",
        owner=unit.name if unit else scene.house.who(owner),
        review=moments.date_name(article.review) if article.review else "none",
        id=article.id,
    )


def _pages(article: Article) -> tuple[str, ...]:
    return pages(article.text)


def _cut(label: str) -> str:
    return label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}\u2026"
