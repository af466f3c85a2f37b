"""The official specs as witness: every request of the house and every event of the stand-ins.

Without the shared folder nothing is held against them; with CI=true it has to be there.
"""

from __future__ import annotations

import os
from functools import cache

from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn
from tests.doors.telegram_tools import SHARED, against_spec
from tests.doors.vk_kit import Official


@cache
def _vk() -> Official | None:
    if (SHARED / "specs" / "vk_validate.py").exists():
        return Official(SHARED)
    assert os.environ.get("CI") != "true", "CI must check against the official specs"
    return None


def findings(telegram: TelegramStandIn, vk: VkStandIn) -> list[str]:
    """What went over the wire that the official specs do not allow; [] when all is well."""
    found = [f"telegram: {said}" for said in against_spec(telegram)]
    if official := _vk():
        for method, params in vk.requests:
            if method != "execute" and (said := official.request(method, params)):
                found.append(f"vk: {method}: {said}")
        for event in vk.events:
            found += [f"vk: {event['type']}: {said}" for said in official.event(event)]
    return found
