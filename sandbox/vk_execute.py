"""A small interpreter of VKScript: `return [API.messages.send({…}), …];` and values like JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox.vk_errors import VkError

MOST_CALLS = 25
CALL = re.compile(r"API\.(\w+\.\w+)\s*\(\s*")
WORD = re.compile(r"true|false|null")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NAME = re.compile(r"[A-Za-z_$][\w$]*")
SPACE = re.compile(r"\s*")
QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
JSON = json.JSONDecoder(strict=False)

#: Makes one API call; raises VkError.
Call = Callable[[str, dict[str, Any]], Any]


class Script:
    """One run of one script. A failed call is worth `false` and is listed in `errors`."""

    def __init__(self, code: str, call: Call) -> None:
        self._code = code
        self._call = call
        self._at = 0
        self._calls = 0
        self.errors: list[dict[str, Any]] = []

    def run(self) -> Any:
        """The value returned. Raises VkError 12 (cannot compile) or 13 (too many calls)."""
        self._expect("return")
        try:
            value = self._value()
        except ValueError:
            raise self._lost() from None
        self._expect(";")
        self._space()
        if self._at != len(self._code):
            raise self._lost()
        return value

    def _value(self) -> Any:
        self._space()
        if call := CALL.match(self._code, self._at):
            self._at = call.end()
            return self._api(call[1])
        head = self._code[self._at : self._at + 1]
        if head == "[":
            return self._list()
        if head == "{":
            return self._object()
        return self._scalar(head)

    def _api(self, method: str) -> Any:
        self._space()
        params = {} if self._code.startswith(")", self._at) else self._object()
        self._expect(")")
        self._calls += 1
        if self._calls > MOST_CALLS:
            raise VkError(13)
        try:
            return self._call(method, params)
        except VkError as error:
            self.errors.append(
                {"method": method, "error_code": error.code, "error_msg": error.words}
            )
            return False

    def _list(self) -> list[Any]:
        self._expect("[")
        values: list[Any] = []
        while not self._eaten("]"):
            if values:
                self._expect(",")
            values.append(self._value())
        return values

    def _object(self) -> Any:
        try:  # plain JSON, by far the commonest, is read at once
            value, self._at = JSON.raw_decode(self._code, self._at)
        except ValueError:
            return self._loose_object()
        return value

    def _loose_object(self) -> dict[str, Any]:
        self._expect("{")
        values: dict[str, Any] = {}
        while not self._eaten("}"):
            if values:
                self._expect(",")
            self._space()
            name = NAME.match(self._code, self._at)
            if name:
                self._at = name.end()
            key = name[0] if name else self._value()
            self._expect(":")
            values[str(key)] = self._value()
        return values

    def _scalar(self, head: str) -> Any:
        if head == '"':
            value, self._at = JSON.raw_decode(self._code, self._at)
            return value
        if quoted := QUOTED.match(self._code, self._at):
            self._at = quoted.end()
            return re.sub(r"\\(.)", r"\1", quoted[1])
        for pattern in (WORD, NUMBER):
            if found := pattern.match(self._code, self._at):
                self._at = found.end()
                return json.loads(found[0])
        raise self._lost()

    def _space(self) -> None:
        space = SPACE.match(self._code, self._at)
        self._at = space.end() if space else self._at

    def _eaten(self, token: str) -> bool:
        self._space()
        if self._code.startswith(token, self._at):
            self._at += len(token)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._eaten(token):
            raise self._lost()

    def _lost(self) -> VkError:
        return VkError(12, f"unexpected token in position {self._at}")
