"""The errors the stand-in of VK answers with, in VK's own numbers and words."""

from __future__ import annotations

WORDS = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed: invalid access_token (4).",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation: Too many API calls",
    14: "Captcha needed",
    15: "Access denied",
    17: "Validation required: please open redirect_uri in browser",
    18: "User was deleted or banned",
    27: "Group authorization failed: method is unavailable with group auth.",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    105: "Couldn't save file",
    113: "Invalid user id",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    936: "Contact not found",
    945: "Chat was disabled",
    2000: "Servers number limit is reached",
}


class VkError(Exception):
    """A refusal as VK words it; `detail` goes after the standard words."""

    def __init__(self, code: int, detail: str = "") -> None:
        words = WORDS.get(code, f"Error {code}")
        super().__init__(f"{words}: {detail}" if detail else words)
        self.code = code
        self.words = str(self)


def bad(detail: str) -> VkError:
    """Error 100: a parameter that is missing or invalid."""
    return VkError(100, detail)
