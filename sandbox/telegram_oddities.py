"""Unusual things people send in Telegram: stickers, polls, dice, places, contacts, stories."""

from __future__ import annotations

from sandbox.telegram_world import Json, World


def oddity(world: World, person: Json, kind: str, text: str) -> Json:
    """The content of a message that is neither words nor a plain file; ValueError if unknown."""
    made = _media(world, kind) or _told(world, person, kind, text)
    if made is None:
        raise ValueError(f"no such oddity: {kind}")
    return made


def _media(world: World, kind: str) -> Json | None:
    match kind:
        case "sticker":
            file = world.store("sticker", "sticker.webp", "image/webp", b"RIFF\x00\x00\x00\x00WEBP")
            view = {"file_id": world.handle(file), "file_unique_id": file.unique}
            flags = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": {**view, **flags, "width": 512, "height": 512, "emoji": "👍"}}
        case "location":
            return {"location": {"latitude": 55.0302, "longitude": 82.92043}}
        case "venue":
            place = {"latitude": 55.0302, "longitude": 82.92043}
            venue = {"location": place, "title": "Площадь Ленина", "address": "Красный пр., 34"}
            return {"venue": venue, "location": place}
        case "dice":
            return {"dice": {"emoji": "🎲", "value": 4}}
    return None


def _told(world: World, person: Json, kind: str, text: str) -> Json | None:
    match kind:
        case "poll":
            return {"poll": _poll(text)}
        case "contact":
            names = {key: person[key] for key in ("first_name", "last_name") if key in person}
            return {"contact": {"phone_number": "+79130000000", "user_id": person["id"], **names}}
        case "story":
            chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
            return {"story": {"chat": chat, "id": 1}}
        case "forward":
            origin = {"type": "hidden_user", "date": world.time, "sender_user_name": "Кто-то"}
            return {"forward_origin": origin, "text": text or "Пересланные слова"}
        case "pinned":
            return {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}}
    return None


def _poll(question: str) -> Json:
    options = [
        {"persistent_id": str(place), "text": text, "voter_count": 0}
        for place, text in enumerate(("Да", "Нет"))
    ]
    return {
        "id": "5307123456789",
        "question": question or "Когда починят дорогу?",
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
