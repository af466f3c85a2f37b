"""What the Telegram door is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """`receive` is "polling" or "webhook". `commands` are (name, description) of the bot's menu.

    `per_second` paces sending in all, 0 switches pacing off. `patience` is how long one poll may
    wait, `pause` the first wait after a trouble, both in seconds.
    """

    token: str = field(repr=False)
    files_dir: Path
    api_url: str = "https://api.telegram.org"
    receive: str = "polling"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    commands: tuple[tuple[str, str], ...] = ()
    per_second: float = 30.0
    patience: int = 25
    pause: float = 1.0

    def __post_init__(self) -> None:
        if self.receive not in ("polling", "webhook"):
            raise ValueError('Telegram receives by "polling" or "webhook"')
        if self.receive == "webhook" and not (self.webhook_url and self.webhook_secret):
            raise ValueError("a Telegram webhook needs its address and a secret")

    @property
    def account(self) -> str:
        """The bot's id: the digits of its token before the colon."""
        return self.token.partition(":")[0]
