"""What the door to VK has to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

API_URL = "https://api.vk.ru"


@dataclass(frozen=True, slots=True)
class VkConfig:
    """A community and how we talk with it.

    `calls_per_second` is what VK lets one token make (20); 0 paces nothing. At a first start
    unanswered messages not older than `look_back` are taken up. Without `confirmation` the code is
    asked of VK when it is needed.
    """

    token: str = field(repr=False)
    group_id: int
    files_dir: Path
    api_url: str = API_URL
    receive: Literal["longpoll", "callback"] = "longpoll"
    callback_secret: str = field(default="", repr=False)
    confirmation: str = ""
    calls_per_second: float = 20
    look_back: timedelta = timedelta(days=7)

    @property
    def account(self) -> str:
        return str(self.group_id)
