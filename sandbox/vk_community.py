"""The groups.*, users.*, photos.* and docs.* methods of the stand-in of VK."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sandbox.people import Sent
from sandbox.vk_callback import Servers
from sandbox.vk_errors import VkError, bad
from sandbox.vk_params import Params, flag, needed, number
from sandbox.vk_queue import Queue
from sandbox.vk_shapes import Json, Stored
from sandbox.vk_world import EVENTS, PERMISSIONS, World

PICTURE = "https://vk.ru/images/community_200.png"


class Community:
    """What a community token may ask besides messages."""

    def __init__(self, world: World, queue: Queue, servers: Servers) -> None:
        self._world = world
        self._queue = queue
        self._servers = servers
        self._uploaded: dict[str, Sent] = {}
        self.methods = {
            "groups.getLongPollServer": self.long_poll_server,
            "groups.getLongPollSettings": self.long_poll_settings,
            "groups.setLongPollSettings": self.set_long_poll_settings,
            "groups.getById": self.groups,
            "groups.getCallbackConfirmationCode": self.confirmation,
            "groups.getCallbackServers": self.callback_servers,
            "groups.addCallbackServer": self.add_callback_server,
            "groups.getCallbackSettings": self.callback_settings,
            "groups.setCallbackSettings": self.set_callback_settings,
            "groups.getTokenPermissions": self.permissions,
            "users.get": self.users,
            "photos.getMessagesUploadServer": self.photo_server,
            "photos.saveMessagesPhoto": self.save_photo,
            "docs.getMessagesUploadServer": self.doc_server,
            "docs.save": self.save_doc,
        }

    def _ours(self, params: Params) -> None:
        if number(params, "group_id") != self._world.group:
            raise VkError(15, "no access to this group")

    def long_poll_server(self, params: Params) -> Json:
        self._ours(params)
        if not self._world.long_poll:
            raise bad("longpoll for this group is not enabled")
        server = f"{self._world.base}/longpoll/{self._world.group}"
        return {"key": self._queue.key, "server": server, "ts": str(self._queue.ts)}

    def long_poll_settings(self, params: Params) -> Json:
        self._ours(params)
        events = dict(self._world.long_poll_events)
        return {"api_version": "5.199", "events": events, "is_enabled": self._world.long_poll}

    def set_long_poll_settings(self, params: Params) -> int:
        self._ours(params)
        if "enabled" in params:
            self._world.long_poll = flag(params, "enabled")
        set_events(self._world.long_poll_events, params)
        return 1

    def groups(self, params: Params) -> Json:
        group = {
            "id": self._world.group, "name": self._world.names.get(-self._world.group, "Приёмная"),
            "screen_name": self._world.screen_name, "is_closed": 0, "type": "group",
            "photo_50": PICTURE, "photo_100": PICTURE, "photo_200": PICTURE,
        }  # fmt: skip
        return {"groups": [group], "profiles": []}

    def confirmation(self, params: Params) -> Json:
        self._ours(params)
        return {"code": self._servers.code}

    def callback_servers(self, params: Params) -> Json:
        self._ours(params)
        items = [server.json() for server in self._servers.all.values()]
        return {"count": len(items), "items": items}

    def add_callback_server(self, params: Params) -> Json:
        self._ours(params)
        title = needed(params, "title")
        if len(title) > 14:
            raise bad("title should be less or equal 14 letters")
        url, secret = needed(params, "url"), params.get("secret_key", "")
        server = self._servers.add(url, secret, title)
        self._servers.confirm_soon(server)
        return {"server_id": server.id}

    def callback_settings(self, params: Params) -> Json:
        self._ours(params)
        return {"api_version": "5.199", "events": dict(self._servers.of(params).events)}

    def set_callback_settings(self, params: Params) -> int:
        self._ours(params)
        set_events(self._servers.of(params).events, params)
        return 1

    def permissions(self, params: Params) -> Json:
        granted = {
            name: bit for name, bit in PERMISSIONS.items() if name in self._world.permissions
        }
        settings = [{"name": name, "setting": bit} for name, bit in granted.items()]
        return {"mask": sum(granted.values()), "permissions": settings}

    def users(self, params: Params) -> list[Json]:
        wanted = [word for word in params.get("user_ids", "").split(",") if word]
        if len(wanted) > 1000 or not all(word.isdecimal() for word in wanted):
            raise VkError(113)
        people = []
        for person in map(int, wanted):
            if person not in self._world.names:  # VK leaves out whom it does not know
                continue
            first, _, last = self._world.names[person].partition(" ")
            people.append(
                {"id": person, "first_name": first, "last_name": last, "is_closed": False,
                 "can_access_closed": True}
            )  # fmt: skip
        return people

    def photo_server(self, params: Params) -> Json:
        url = f"{self._world.base}/upload/photo/{secrets.token_hex(8)}"
        group = self._world.group
        return {"upload_url": url, "album_id": -64, "user_id": 0, "group_id": group}

    def doc_server(self, params: Params) -> Json:
        kind = params.get("type") or "doc"
        if kind not in {"doc", "audio_message", "graffiti"}:
            raise bad("type is invalid")
        number(params, "peer_id")
        return {"upload_url": f"{self._world.base}/upload/{kind}/{secrets.token_hex(8)}"}

    def upload(self, kind: str, name: str, content: bytes, mime: str) -> Json:
        """What the upload server answers; the handle in it is then given to a save method."""
        if not content or (kind == "photo" and not mime.startswith("image/")):
            return {"error": "bad_file", "error_descr": "upload failed"}
        known = {"photo": "photo", "audio_message": "voice"}
        handle = secrets.token_urlsafe(24)
        self._uploaded[handle] = Sent(known.get(kind, "document"), name, content, mime)
        if kind == "photo":
            photo = json.dumps([{"markers_restarted": True, "photo": handle}])
            return {"server": 1, "photo": photo, "hash": secrets.token_hex(8)}
        return {"file": handle}

    def save_photo(self, params: Params) -> list[Json]:
        try:
            handle = json.loads(needed(params, "photo"))[0]["photo"]
        except (ValueError, LookupError, TypeError):
            raise bad("photo is invalid") from None
        number(params, "server")
        needed(params, "hash")
        return [self._save(handle, "").photo]

    def save_doc(self, params: Params) -> Json:
        file = self._save(needed(params, "file"), params.get("title", ""))
        kind = "audio_message" if file.kind == "voice" else "doc"
        shape: dict[str, Any] = {"type": kind, kind: getattr(file, kind)}
        return shape

    def _save(self, handle: str, title: str) -> Stored:
        sent = self._uploaded.pop(handle, None)
        if sent is None:
            raise VkError(105)
        named = Sent(sent.kind, title or sent.name, sent.content, sent.mime)
        return self._world.keep(named, -self._world.group)


def set_events(events: dict[str, int], params: Params) -> None:
    for name in EVENTS:
        if name in params:
            events[name] = int(flag(params, name))
