"""Requests to the Bot API in any body it takes, and its answers, as bytes."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.telegram_methods import Call, Upload
from sandbox.telegram_world import Json, Refusal, bad

#: clients quote names or do not, and some write Cyrillic without quotes; the real server takes all
NAMED = re.compile(r';\s*(name|filename)=(?:"((?:[^"\\]|\\.)*)"|([^;\r\n]*))')
TYPE = re.compile(r"content-type:\s*([^;\r\n]+)", re.IGNORECASE)


async def read(request: web.Request, method: str) -> Call:
    """The call, whether it came as query, form, multipart or JSON."""
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    body, kind = await request.read(), request.content_type
    if kind == "multipart/form-data":
        _multipart(body, request.headers["Content-Type"], params, files)
    elif kind == "application/json" and body:
        try:
            params |= json.loads(body)
        except (ValueError, TypeError):
            raise bad("can't parse request body as JSON object") from None
    elif body:
        params |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Call(method, params, files)


def _multipart(body: bytes, kind: str, params: dict[str, Any], files: dict[str, Upload]) -> None:
    _, _, boundary = kind.partition("boundary=")
    mark = b"\r\n--" + boundary.split(";")[0].strip('" ').encode()
    for part in (b"\r\n" + body).split(mark)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        header = head.decode("utf-8", "replace")
        names = {
            key: re.sub(r"\\(.)", r"\1", quoted) or bare.strip()
            for key, quoted, bare in NAMED.findall(header)
        }
        if "filename" in names:
            told = TYPE.search(header)
            mime = told[1].strip() if told else "application/octet-stream"
            files[names.get("name", "")] = Upload(names["filename"], mime, content)
        else:
            params[names.get("name", "")] = content.decode("utf-8", "replace")


def encode(result: Any) -> bytes:
    return json.dumps(result, separators=(",", ":")).encode()


def answer(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


def error(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters is not None:
        body["parameters"] = refusal.parameters
    return answer(refusal.code, encode(body))


def cut(request: web.Request) -> web.Response:
    """Break the line; the response returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
