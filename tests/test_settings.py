"""Settings: the example file tells the truth, and what is wrong stops the start with its cure."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.logs import MASK, Json, Masking, configure
from bot.settings import BadSettings, Settings, TelegramReceive, VkReceive, load
from domain.talk import Channel

EXAMPLE = Path(__file__).resolve().parent.parent / ".env.example"
ON = {"TELEGRAM_TOKEN": "1:aa", "VK_TOKEN": "vv", "VK_GROUP_ID": "7"}


def findings_of(environ: dict[str, str], env_file: Path | None = None) -> list[str]:
    with pytest.raises(BadSettings) as refused:
        load(env_file, environ)
    return refused.value.findings


def example() -> dict[str, str]:
    """What .env.example says when nothing in it is commented out."""
    lines = re.findall(r"^#? ?([A-Z_]+)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert len(dict(lines)) == len(lines), "a key stands twice"
    return dict(lines)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(example()) == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    filled = tmp_path / ".env"
    filled.write_text("".join(f"{key}={value}\n" for key, value in example().items()), "utf-8")
    assert load(filled, {}) == load(None, {})


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_gives_each_default(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = example()[name.upper()]
    assert shown == ("" if default is None else str(default))


def test_a_channel_without_a_token_is_off() -> None:
    assert load(None, {}).channels == ()
    assert load(None, {"TELEGRAM_TOKEN": "1:aa"}).channels == (Channel.TELEGRAM,)
    assert load(None, ON).channels == (Channel.TELEGRAM, Channel.VK)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("HTTP_PORT=1\nHTTP_HOST=::1\nVK_TOKEN=\nLOG_LEVEL='debug'\n", "utf-8-sig")
    settings = load(file, {"HTTP_PORT": " 2\n", "LOG_LEVEL": ""})
    assert (settings.http_port, settings.http_host, settings.log_level) == (2, "::1", "DEBUG")
    assert settings.vk_token is None


def test_the_process_environment_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "77")
    assert load(None, {}).http_port == 8080


def test_a_file_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path / ".env", {}) == load(None, {})


def test_a_webhook_and_a_callback_start_with_what_they_need() -> None:
    settings = load(
        None,
        ON
        | {
            "TELEGRAM_RECEIVE": "webhook",
            "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
            "TELEGRAM_WEBHOOK_SECRET": "long_enough",
            "VK_RECEIVE": "callback",
            "VK_CALLBACK_SECRET": "s",
        },
    )
    assert settings.telegram_receive is TelegramReceive.WEBHOOK
    assert settings.vk_receive is VkReceive.CALLBACK
    assert settings.telegram_webhook_secret == SecretStr("long_enough")


@pytest.mark.parametrize(
    ("environ", "key"),
    [
        (ON | {"TELEGRAM_RECEIVE": "webhook"}, "TELEGRAM_WEBHOOK_SECRET is missing"),
        (ON | {"TELEGRAM_RECEIVE": "webhook"}, "TELEGRAM_WEBHOOK_URL is missing"),
        (ON | {"VK_RECEIVE": "callback"}, "VK_CALLBACK_SECRET is missing"),
        ({"VK_TOKEN": "vv"}, "VK_GROUP_ID is missing"),
        ({"VK_GROUP_ID": "-7"}, "VK_GROUP_ID will not do"),
        ({"VK_GROUP_ID": "club7"}, "VK_GROUP_ID will not do"),
        ({"TELEGRAM_TOKEN": "aa"}, "TELEGRAM_TOKEN will not do"),
        ({"TELEGRAM_RECEIVE": "pull"}, "TELEGRAM_RECEIVE will not do: expected polling or webhook"),
        ({"VK_RECEIVE": "webhook"}, "VK_RECEIVE will not do: expected longpoll or callback"),
        ({"TELEGRAM_API_URL": "api.telegram.org"}, "TELEGRAM_API_URL will not do"),
        ({"TELEGRAM_WEBHOOK_URL": "http://example.org/"}, "TELEGRAM_WEBHOOK_URL will not do"),
        ({"TELEGRAM_WEBHOOK_SECRET": "with a space"}, "TELEGRAM_WEBHOOK_SECRET will not do"),
        ({"TELEGRAM_WEBHOOK_SECRET": "short"}, "TELEGRAM_WEBHOOK_SECRET will not do"),
        ({"DATABASE_URL": "postgres://h/d"}, "DATABASE_URL will not do: expected sqlite+aiosqlite"),
        ({"HTTP_PORT": "70000"}, "HTTP_PORT will not do"),
        ({"VK_CALLS_PER_SECOND": "-1"}, "VK_CALLS_PER_SECOND will not do"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL will not do: expected DEBUG, INFO, WARNING or ERROR"),
    ],
)
def test_what_will_not_do_is_named(environ: dict[str, str], key: str) -> None:
    assert any(found.startswith(f"environment: {key}") for found in findings_of(environ))


def test_every_finding_is_told_with_its_line_and_without_the_value(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# a comment\nTELEGRAM_BOT_TOKEN=1:aa\nexport TELEGRAM_TOKEN=hush\nVK_TOKEN=vv\n"
        "DATABASE_URI=x\nVK_COLOUR=blue\nPOSTGRES_PASSWORD=other\n",
        "utf-8",
    )
    assert findings_of({"HTTP_PORT": "x"}, file) == [
        f"{file}:5: DATABASE_URI is no setting: did you mean DATABASE_URL?",
        f"{file}:2: TELEGRAM_BOT_TOKEN is no setting: did you mean TELEGRAM_TOKEN?",
        f"{file}:6: VK_COLOUR is no setting: take it out; .env.example lists them all",
        f"{file}: VK_GROUP_ID is missing beside VK_TOKEN: set it to the number of the community, "
        "without a minus or letters",
        f"{file}:3: TELEGRAM_TOKEN will not do: expected the token as BotFather gave it: digits, "
        "a colon, letters",
        "environment: HTTP_PORT will not do: expected a port number, 0 for any free one",
    ]


def test_a_setting_without_a_value_is_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=INFO\nTELEGRAM_TOKEN 1:aa\n", "utf-8")
    assert findings_of({}, file) == [
        f"{file}:2: TELEGRAM_TOKEN has no value: write TELEGRAM_TOKEN=VALUE"
    ]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("# Приёмная\n".encode("cp1251"))
    [finding] = findings_of({}, file)
    assert "UTF-8" in finding


def test_what_is_shown_of_the_settings_holds_no_secret() -> None:
    settings = load(
        None, ON | {"DATABASE_URL": "postgresql+asyncpg://user:p%40ss@h/d", "VK_TOKEN": "hidden"}
    )
    assert set(settings.secrets) == {"1:aa", "hidden", "p%40ss", "p@ss"}
    assert not [secret for secret in settings.secrets if secret in repr(settings)]


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, put back as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    "said",
    [
        "token 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw failed",
        "GET /bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe",
        "https://api.vk.ru/method/x?access_token=AAHdqTcv&v=5.199",
        "{'access_token': 'AAHdqTcv', 'v': 5}",
        "https://lp.vk.ru/wh7?act=a_check&key=AAHdqTcv&ts=1",
        "postgresql+asyncpg://user:AAHdqTcv@host/db",
        "from AAHdqTcv.x@example.org",
        "the given AAHdqTcv-secret",
    ],
)
def test_a_secret_never_reaches_the_log(said: str) -> None:
    shown = Masking(["AAHdqTcv-secret"]).masked(said)
    assert "AAHdqTcv" not in shown
    assert MASK in shown


@pytest.mark.parametrize("phone", ["+7 912 345-67-89", "8 (912) 345-67-89", "89123456789"])
def test_a_phone_never_reaches_the_log(phone: str) -> None:
    assert Masking().masked(f"call {phone}!") == f"call {MASK}!"


@pytest.mark.parametrize("plain", ["appeal 2026-000123 of chat 2000000001", "update 812345678"])
def test_numbers_that_are_no_phones_stay(plain: str) -> None:
    assert Masking().masked(plain) == plain


def test_a_record_is_one_line_of_json(root_logger: logging.Logger) -> None:
    stream = io.StringIO()
    configure("INFO", ["hush"], stream)
    try:
        raise OSError("it was hush\nand more")
    except OSError:
        logging.getLogger("bot.x").exception("failed for %s", "a@example.org", extra={"row": 7})
    logging.getLogger("bot.x").debug("not shown")
    line, rest = stream.getvalue().split("\n", 1)
    record = json.loads(line)
    assert rest == ""
    assert record["message"] == f"failed for {MASK}"
    assert (record["level"], record["logger"], record["row"]) == ("ERROR", "bot.x", 7)
    assert f"OSError: it was {MASK}" in record["exception"]
    assert "hush" not in line
    assert isinstance(root_logger.handlers[0].formatter, Json)


def test_a_terminal_gets_plain_lines(root_logger: logging.Logger) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    configure("WARNING", ["hush"], stream)
    root_logger.warning("a hush thing")
    assert stream.getvalue().endswith(f" WARNING root: a {MASK} thing\n")
