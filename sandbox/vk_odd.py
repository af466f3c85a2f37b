"""The unusual things people send in VK, as parts of a message's JSON."""

from __future__ import annotations

from sandbox.vk_shapes import Json

STICKER: Json = {
    "inner_type": "base_sticker_new", "sticker_id": 21, "product_id": 1,
    "images": [{"url": "https://vk.ru/sticker/1-21-64", "width": 64, "height": 64}],
}  # fmt: skip


def oddity(odd: str, person: int, date: int) -> Json:
    """What `World.hear` takes besides text. Raises KeyError for an oddity not known here."""
    poll = {
        "id": 7, "owner_id": person, "question": "Кто за?", "created": date, "votes": 0,
        "answers": [{"id": 1, "text": "Да", "votes": 0, "rate": 0.0}], "anonymous": False,
        "multiple": False, "end_date": 0, "closed": False, "is_board": False, "can_edit": False,
        "can_vote": True, "can_report": False, "can_share": False, "answer_ids": [],
        "author_id": person, "disable_unvote": False,
    }  # fmt: skip
    post: Json = {
        "inner_type": "wall_wallpost", "id": 12, "from_id": -77, "owner_id": -77, "date": date,
        "post_type": "post", "text": "Двор без света", "attachments": [],
    }  # fmt: skip
    video = {"id": 5, "owner_id": person, "title": "Двор", "duration": 9, "type": "video"}
    place = {
        "type": "point", "coordinates": {"latitude": 55.7512, "longitude": 37.6184},
        "place": {"title": "Москва", "latitude": 55.7512, "longitude": 37.6184},
    }  # fmt: skip
    shapes: dict[str, Json] = {
        "sticker": {"attachments": [{"type": "sticker", "sticker": STICKER}]},
        "dice": {"attachments": [{"type": "sticker", "sticker": STICKER | {"sticker_id": 22}}]},
        "poll": {"attachments": [{"type": "poll", "poll": poll}]},
        "gift": {"attachments": [{"type": "gift", "gift": {"id": 3}}]},
        "wall": {"attachments": [{"type": "wall", "wall": post}]},
        "video": {"attachments": [{"type": "video", "video": video}]},
        "link": {"attachments": [{"type": "link", "link": {"url": "https://example.org/a"}}]},
        "location": {"geo": place},
        "contact": {"text": f"https://vk.ru/id{person}"},
    }
    return dict(shapes[odd])
