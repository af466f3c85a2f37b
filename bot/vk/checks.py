"""Asking VK whether token, rights and settings let the door work."""

from __future__ import annotations

from typing import Any

from bot.channel import Halted, NotSent
from bot.vk.client import Calls
from bot.vk.config import VkConfig

RIGHTS = {
    "messages": "to talk with people",
    "photos": "to send pictures",
    "docs": "to send documents",
    "manage": "to see how events are delivered",
}
EVENTS = ("message_new", "message_edit", "message_event", "message_allow", "message_deny")
MANAGE = "in the community under Manage, Settings, API usage"


async def findings(config: VkConfig, calls: Calls) -> list[str]:
    """One sentence per finding, saying what to do; [] when all is well."""
    try:
        if found := await _community(config, calls):
            return found
        found = await _rights(calls)
        # Without the right to see the settings the question would only fail.
        if not any("manage" in sentence for sentence in found):
            found += await _delivery(config, calls)
    except Halted as failure:
        return [f"VK refuses VK_TOKEN ({failure}): make a new community token {MANAGE}."]
    except NotSent as failure:
        return [f"VK could not be asked ({failure}): check the network and VK_API_URL, try again."]
    return found


async def _community(config: VkConfig, calls: Calls) -> list[str]:
    answer = await calls("groups.getById")
    group = answer["groups"][0]["id"]
    if group == config.group_id:
        return []
    mend = f"set VK_GROUP_ID={group} or use the other community's token"
    return [f"VK_TOKEN belongs to community {group}, not {config.group_id}: {mend}."]


async def _rights(calls: Calls) -> list[str]:
    answer = await calls("groups.getTokenPermissions")
    granted = {permission["name"] for permission in answer["permissions"]}
    return [
        f"VK_TOKEN lacks the right {right!r} {purpose}: make a new token with it {MANAGE}."
        for right, purpose in RIGHTS.items()
        if right not in granted
    ]


async def _delivery(config: VkConfig, calls: Calls) -> list[str]:
    if config.receive == "callback":
        return await _callback(config, calls)
    settings = await calls("groups.getLongPollSettings", group_id=config.group_id)
    if not settings["is_enabled"]:
        return [f"Long Poll is switched off: switch it on {MANAGE}, tab Long Poll API."]
    return _missing(settings["events"], "Long Poll API")


async def _callback(config: VkConfig, calls: Calls) -> list[str]:
    answer = await calls("groups.getCallbackServers", group_id=config.group_id)
    working = [server for server in answer["items"] if server["status"] == "ok"]
    if not working:
        place = f"{MANAGE}, tab Callback API, with VK_CALLBACK_SECRET as its secret key"
        return [f"No Callback server is confirmed: add our address {place}, as the service runs."]
    settings = await calls(
        "groups.getCallbackSettings", group_id=config.group_id, server_id=working[0]["id"]
    )
    return _missing(settings["events"], "Callback API")


def _missing(events: dict[str, Any], tab: str) -> list[str]:
    return [
        f"Events of type {kind} are not delivered: tick them {MANAGE}, tab {tab}, Event types."
        for kind in EVENTS
        if not events.get(kind)
    ]
