"""The limits VK sets to keyboards."""

from __future__ import annotations

import json
from typing import Any

from sandbox.vk_errors import VkError
from sandbox.vk_shapes import Json, payload_text

ACTIONS = {"text", "callback", "open_link", "location", "vkpay", "open_app", "open_photo"}
COLOURS = {"default", "primary", "secondary", "positive", "negative"}
LONGEST_LABEL, LONGEST_PAYLOAD, WIDEST = 40, 255, 5


def keyboard(text: str) -> Json | None:
    """The keyboard in `text`, None when it holds no button. Raises VkError 911."""
    try:
        board = json.loads(text)
        rows = [list(row) for row in board.get("buttons", [])]
        inline = bool(board.get("inline", False))
    except (ValueError, AttributeError, TypeError):
        raise VkError(911, "keyboard is not valid JSON") from None
    highest, most = (6, 10) if inline else (10, 40)
    if len(rows) > highest or sum(map(len, rows)) > most or any(len(r) > WIDEST for r in rows):
        raise VkError(911, "too much buttons")
    for button in (button for row in rows for button in row):
        check(button)
    if inline and board.get("one_time"):
        raise VkError(911, "inline keyboard can't be one_time")
    if not rows:
        return None
    return {"one_time": bool(board.get("one_time")), "inline": inline, "buttons": rows}


def check(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("action"), dict):
        raise VkError(911, "button has no action")
    action = button["action"]
    if action.get("type") not in ACTIONS:
        raise VkError(911, "button's type is unknown")
    if action["type"] in {"text", "callback", "open_link"} and not action.get("label"):
        raise VkError(911, "label is empty")
    if len(str(action.get("label", ""))) > LONGEST_LABEL:
        raise VkError(911, "label is too long")
    if action["type"] == "open_link" and not str(action.get("link", "")).startswith("http"):
        raise VkError(911, "link is invalid")
    if button.get("color", "default") not in COLOURS:
        raise VkError(911, "color is unknown")
    if action["type"] in {"open_link", "location", "vkpay", "open_app"} and "color" in button:
        raise VkError(911, f"color is not allowed for {action['type']}")
    check_payload(payload_text(action.get("payload")))


def check_payload(payload: str) -> None:
    if len(payload) > LONGEST_PAYLOAD:
        raise VkError(911, "payload is too long")
    if payload:
        try:
            json.loads(payload)
        except ValueError:
            raise VkError(911, "payload is not valid JSON") from None
