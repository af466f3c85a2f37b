"""The mark in a survey's button: who holds it may answer once. Kept is only its hash."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

#: characters of a mark: 128 bits
MARK_LENGTH = 22


def spelt(raw: bytes) -> str:
    """16 bytes as a mark."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def hashed(wave: int, mark: str) -> str:
    """What is kept of a mark; it leads back to nobody."""
    return hashlib.sha256(f"ballot:{wave}:{mark}".encode()).hexdigest()


def mark_of(key: str, chat: int) -> str:
    """The mark of a dialogue in a wave that is not anonymous: the same whenever it is asked for,
    so that an invitation said twice gives no second answer. `key` is the wave's."""
    return spelt(hmac.digest(key.encode(), f"mark:{chat}".encode(), "sha256")[:16])
