"""Reading the parameters of a call as VK does: text in, typed value or error 100 out."""

from __future__ import annotations

import json
from typing import Any

from sandbox.vk_errors import bad

Params = dict[str, str]
INT64 = 2**63


def as_text(value: Any) -> str:
    """A value of an `execute` script as the form would have carried it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ",".join(as_text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def number(params: Params, name: str, default: int | None = None) -> int:
    text = params.get(name, "")
    if not text:
        if default is None:
            raise bad(f"{name} is undefined")
        return default
    try:
        return int(text)
    except ValueError:
        raise bad(f"{name} not integer") from None


def numbers(params: Params, name: str) -> list[int]:
    try:
        return [int(item) for item in params.get(name, "").split(",") if item.strip()]
    except ValueError:
        raise bad(f"{name} should be a list of integers") from None


def flag(params: Params, name: str) -> bool:
    return params.get(name, "") in {"1", "true", "True"}


def needed(params: Params, name: str) -> str:
    text = params.get(name, "")
    if not text:
        raise bad(f"{name} is undefined")
    return text


def count(params: Params, default: int = 20) -> int:
    found = number(params, "count", default)
    if not 0 <= found <= 200:
        raise bad("count should be between 0 and 200")
    return found
