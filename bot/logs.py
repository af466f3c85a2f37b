"""Logs that may be shown to anybody: one line a record, secrets and people's data masked.

What people write is never logged at all; the mask is for what slips in through others' errors.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import quote

MASK = "***"

#: what a token or a person's data looks like, wherever it comes from
SHAPES = (
    re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}"),  # a bot's token
    re.compile(r"\bvk1\.[a-z]\.[\w-]{20,}"),  # a community's token
    re.compile(r"(?<=://)[^\s/@]+:[^\s/@]+(?=@)"),  # user and password of an address
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # an e-mail
    re.compile(
        r"(?<![\w:.+-])(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d\d[\s-]*\d\d(?![\w-])"
    ),  # a phone
)
#: `access_token=…`, `"secret": "…"`, `?key=…`: the name stays, the value goes
NAMED = re.compile(
    r"""(?i)(\b(?:access_|secret_)?(?:token|secret|password)|[?&]key)"""
    r"""(=["']?|["']\s*:\s*["'])[^\s"'&,;)}]+"""
)
#: what every record has; anything else was given by `extra=`
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Masking(logging.Formatter):
    """Masks the finished line, so that neither arguments nor tracebacks pass by."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
        forms = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        self._secrets = sorted(forms, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return self.masked(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return told(ei[1]) if ei[1] is not None else ""

    def masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        text = NAMED.sub(rf"\1\2{MASK}", text)
        for shape in SHAPES:
            text = shape.sub(MASK, text)
        return text


class Json(Masking):
    """One JSON object a line: time, level, logger, message, the `extra=`s, exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.masked(record.getMessage()),
        }
        line |= {k: self._safe(v) for k, v in vars(record).items() if k not in STANDARD}
        if record.exc_info:
            line["exception"] = self.masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

    def _safe(self, value: object) -> object:
        return (
            value
            if value is None or isinstance(value, (bool, int, float))
            else self.masked(str(value))
        )


def configure(level: str, secrets: Collection[str] = (), stream: TextIO | None = None) -> None:
    """Log to `stream` (standard error by default): plain lines to a terminal, else JSON.

    `level` is for the house's own words. Libraries are heard from warnings on: below that they
    tell each request with the token in its address, and each statement with what people wrote."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter((Masking if stream.isatty() else Json)(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for room in OUR_OWN:
        logging.getLogger(room).setLevel(level)


OUR_OWN = ("bot", "handlers", "domain", "texts", "storage", "scheduler")


def told(trouble: BaseException) -> str:
    """A failure with where it came from, without its words wherever they may quote somebody:
    a database names the row it refuses, a conversion the text it cannot convert."""
    lines = []
    for part in _chain(trouble):
        words = f": {part}" if isinstance(part, SPEAKING) else ""
        frames = "".join(traceback.format_tb(part.__traceback__))
        kind = f"{type(part).__module__}.{type(part).__qualname__}".removeprefix("builtins.")
        lines.append(f"{frames}{kind}{words}")
    return "\n".join(lines)


#: whose words are the interpreter's or the system's own
SPEAKING = (OSError, AttributeError, ImportError, NameError, TypeError)


def _chain(trouble: BaseException) -> Iterator[BaseException]:
    """What led to it first, as Python prints it; each of a group after the group."""
    before = trouble.__cause__ or (None if trouble.__suppress_context__ else trouble.__context__)
    if before is not None:
        yield from _chain(before)
    yield trouble
    if isinstance(trouble, BaseExceptionGroup):
        for part in trouble.exceptions:
            yield from _chain(part)
