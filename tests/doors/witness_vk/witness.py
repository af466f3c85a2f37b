"""An ordinary bot on vkbottle: it answers, and tells what it saw, one JSON object a line."""

# mypy: ignore-errors
# (vkbottle lives in an environment of its own)

import asyncio
import json
import os
import sys
from typing import Any

from vkbottle import (
    API,
    BotPolling,
    Callback,
    DocMessagesUploader,
    Keyboard,
    OpenLink,
    PhotoMessageUploader,
    VKAPIError,
)
from vkbottle.tools.mini_types.bot import message_min
from vkbottle_types.events import GroupTypes


class LocalAPI(API):
    API_URL = os.environ["VK_BASE"] + "/method/"


api = LocalAPI(os.environ["VK_TOKEN"])


def tell(**seen: Any) -> None:
    sys.stdout.write(json.dumps(seen, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def fetched(url: str) -> str:
    return str(await api.http_client.request_text(url))


async def heard(event: dict[str, Any]) -> None:
    message = message_min(event, api)
    photos, documents = message.get_photo_attachments(), message.get_doc_attachments()
    largest = max(photos[0].sizes, key=lambda size: size.width) if photos else None
    tell(
        heard=message.text,
        photo=await fetched(largest.url) if largest else None,
        document=await fetched(documents[0].url) if documents else None,
        **{"from": message.from_id},
    )
    photo = await PhotoMessageUploader(api).upload(b"witness.jpg", peer_id=message.peer_id)
    document = await DocMessagesUploader(api).upload(
        b"witness.pdf", peer_id=message.peer_id, title="witness.pdf"
    )
    keyboard = Keyboard(inline=True)
    keyboard.add(Callback("Да", payload={"t": "yes"}))
    keyboard.add(OpenLink("https://example.org", "Сайт"))
    sent = await message.answer(
        f"Слышу: {message.text}", attachment=f"{photo},{document}", keyboard=keyboard.get_json()
    )
    tell(sent=sent.conversation_message_id)


async def pressed(event: dict[str, Any]) -> None:
    press = GroupTypes.MessageEvent(**event).object
    tell(pressed=press.payload, under=press.conversation_message_id)
    await api.messages.send_message_event_answer(
        event_id=press.event_id,
        user_id=press.user_id,
        peer_id=press.peer_id,
        event_data=json.dumps({"type": "show_snackbar", "text": "Готово"}),
    )
    await api.messages.edit(
        peer_id=press.peer_id, cmid=press.conversation_message_id, message="Спасибо"
    )
    tell(answered=True)


async def edited(event: dict[str, Any]) -> None:
    tell(edited=GroupTypes.MessageEdit(**event).object.text)


async def denied(event: dict[str, Any]) -> None:
    user = GroupTypes.MessageDeny(**event).object.user_id
    send = {"peer_id": user, "random_id": 77, "message": "Вы тут?"}
    try:
        await api.messages.send(**send)
    except VKAPIError as error:
        tell(denied=user, refused=error.code)
    code = f"return [API.messages.send({json.dumps(send)}), API.groups.getTokenPermissions()];"
    answer = await api.http_client.request_json(
        f"{api.API_URL}execute",
        method="POST",
        data={"code": code, "access_token": os.environ["VK_TOKEN"], "v": "5.199"},
    )
    first, permissions = answer["response"]
    errors = [error["error_code"] for error in answer["execute_errors"]]
    tell(executed=first, mask=permissions["mask"], errors=errors)


HANDLERS = {
    "message_new": heard,
    "message_event": pressed,
    "message_edit": edited,
    "message_deny": denied,
}


async def main() -> None:
    polling = BotPolling(api, group_id=int(os.environ["VK_GROUP"]), wait=25)
    listening = polling.listen()
    tell(ready=True)
    async for answer in listening:
        for event in answer["updates"]:
            await HANDLERS[event["type"]](event)


asyncio.run(main())
