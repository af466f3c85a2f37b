"""Every setting of the environment, once; a bad one is refused with place, key and cure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from domain.talk import Channel

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class BadSettings(Exception):
    """The settings do not allow a start: one sentence per finding, with place, key and cure."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class TelegramReceive(StrEnum):
    POLLING = "polling"
    WEBHOOK = "webhook"


class VkReceive(StrEnum):
    LONGPOLL = "longpoll"
    CALLBACK = "callback"


def _database(url: str) -> str:
    if not re.match(r"(sqlite\+aiosqlite:///|postgresql\+asyncpg://)\S+$", url):
        raise ValueError
    return url


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in url:
        raise ValueError
    return url.rstrip("/")


def _public(url: str) -> str:
    """Messengers call https only; a plain address is for stand-ins on the same machine."""
    parts = urlsplit(_address(url))
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError
    return url


def _telegram_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
        raise ValueError
    return token


def _telegram_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[\w-]{8,256}", secret.get_secret_value(), re.ASCII):
        raise ValueError
    return secret


def _upper(word: object) -> object:
    return word.upper() if isinstance(word, str) else word


Address = Annotated[str, AfterValidator(_address)]
Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    BeforeValidator(_upper),
]


class Settings(BaseSettings):
    """What the environment decides. A channel without a token is off.

    A description says what is expected of the value: it is what a bad value is answered with.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite+aiosqlite:///var/priyomnaya.db",
        repr=False,
        description="sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE",
    )
    organisation_file: Path = Field(Path("organisation.yaml"), description="the path of a file")
    files_dir: Path = Field(Path("var/files"), description="the path of a folder")

    telegram_token: Annotated[SecretStr, AfterValidator(_telegram_token)] | None = Field(
        None, description="the token as BotFather gave it: digits, a colon, letters"
    )
    telegram_api_url: Address = Field(
        "https://api.telegram.org", description="an address like https://api.telegram.org"
    )
    telegram_receive: TelegramReceive = Field(
        TelegramReceive.POLLING, description="polling or webhook"
    )
    telegram_webhook_url: Annotated[str, AfterValidator(_public)] | None = Field(
        None, description="the public https:// address that Telegram is to call"
    )
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(_telegram_secret)] | None = Field(
        None, description="8 to 256 of the letters A-Z a-z 0-9 _ -"
    )
    telegram_sends_per_second: float = Field(
        30, ge=0, description="a number of messages a second, 0 for no pacing"
    )

    vk_token: SecretStr | None = Field(None, description="the access token of the community")
    vk_group_id: int | None = Field(
        None, gt=0, description="the number of the community, without a minus or letters"
    )
    vk_api_url: Address = Field(
        "https://api.vk.ru", description="an address like https://api.vk.ru"
    )
    vk_receive: VkReceive = Field(VkReceive.LONGPOLL, description="longpoll or callback")
    vk_callback_secret: SecretStr | None = Field(
        None, description="the secret key of the Callback API server"
    )
    vk_confirmation: str = Field(
        "", description="the confirmation string of the Callback API server"
    )
    vk_calls_per_second: float = Field(
        20, ge=0, description="a number of calls a second, 0 for no pacing"
    )

    http_host: str = Field("127.0.0.1", description="the address to listen on")
    http_port: int = Field(8080, ge=0, le=65535, description="a port number, 0 for any free one")
    log_level: Level = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that are on: those with a token."""
        on = {Channel.TELEGRAM: self.telegram_token, Channel.VK: self.vk_token}
        return tuple(channel for channel, token in on.items() if token)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show: tokens, secrets, the password of the database."""
        values = (getattr(self, name) for name in type(self).model_fields)
        secrets = [v.get_secret_value() for v in values if isinstance(v, SecretStr)]
        if password := urlsplit(self.database_url).password:
            secrets += [password, unquote(password)]
        return tuple(secrets)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """`load` hands the environment over as arguments, so that tests need not change theirs."""
        return init_settings, dotenv_settings

    @model_validator(mode="wrap")
    @classmethod
    def _everything_at_once(cls, given: Any, build: ModelWrapValidatorHandler[Self]) -> Self:
        findings = _misspelt(given) + _missing(given)
        try:
            settings = build(given)
        except ValidationError as error:
            findings += [(str(e["loc"][0]), _unfit(e["loc"][0])) for e in error.errors()]
        if findings:
            raise BadSettings([f"{key.upper()} {sentence}" for key, sentence in findings])
        return settings


Finding = tuple[str, str]


def load(env_file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read `env_file` (it need not exist) under `environ`, which wins. Raises BadSettings."""
    names = {name.upper() for name in Settings.model_fields}
    given: dict[str, Any] = {
        key.lower(): environ[key].strip() for key in names if environ.get(key, "").strip()
    }
    lines = _lines(env_file)
    given |= {"_env_file": env_file, "_env_file_encoding": "utf-8-sig"}
    try:
        return Settings(**given)
    except BadSettings as bad:
        findings = [_placed(text, env_file, lines, given) for text in bad.findings]
    raise BadSettings(findings)


def _lines(env_file: Path | None) -> dict[str, int]:
    """Where the file says what. Raises BadSettings for a setting without a value."""
    if env_file is None or not env_file.is_file():
        return {}
    try:
        text = env_file.read_text("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise BadSettings([f"{env_file}: cannot be read as UTF-8 text: {error}"]) from None
    lines, findings = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        if not (said := re.match(r"\s*(?:export\s+)?(\w+)\s*(.?)", line)):
            continue
        if said[2] == "=":
            lines[said[1].lower()] = number
        elif said[1].lower() in Settings.model_fields:
            findings.append(f"{env_file}:{number}: {said[1]} has no value: write {said[1]}=VALUE")
    if findings:
        raise BadSettings(findings)
    return lines


def _placed(
    text: str, env_file: Path | None, lines: Mapping[str, int], given: Collection[str]
) -> str:
    key = text.partition(" ")[0].lower()
    if key in given or env_file is None:
        return f"environment: {text}"
    return f"{env_file}:{lines[key]}: {text}" if key in lines else f"{env_file}: {text}"


def _unfit(key: object) -> str:
    return f"will not do: expected {Settings.model_fields[str(key)].description}"


def _misspelt(given: Mapping[str, Any]) -> list[Finding]:
    """Names in the file that nobody reads though they look like ours; others' names are theirs."""
    names = list(Settings.model_fields)
    findings = []
    for key in given.keys() - set(names):
        ours = key.startswith(("telegram_", "vk_"))
        if near := get_close_matches(key, names, n=1, cutoff=0.6 if ours else 0.8):
            findings.append((key, f"is no setting: did you mean {near[0].upper()}?"))
        elif ours:
            findings.append((key, "is no setting: take it out; .env.example lists them all"))
    return sorted(findings)


def _missing(given: Mapping[str, Any]) -> list[Finding]:
    """What a channel that is on cannot do without."""
    needs: list[tuple[str, str]] = []
    if given.get("telegram_token") and given.get("telegram_receive") == "webhook":
        why = "is missing while TELEGRAM_RECEIVE=webhook: set it to"
        needs += [("telegram_webhook_url", why), ("telegram_webhook_secret", why)]
    if given.get("vk_token"):
        needs.append(("vk_group_id", "is missing beside VK_TOKEN: set it to"))
        if given.get("vk_receive") == "callback":
            needs.append(("vk_callback_secret", "is missing while VK_RECEIVE=callback: set it to"))
    return [
        (key, f"{why} {Settings.model_fields[key].description}")
        for key, why in needs
        if not given.get(key)
    ]
