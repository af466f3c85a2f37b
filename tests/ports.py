"""Ports that are nobody else's while a test has them: those who listen come and go in between."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept(port: int = 0) -> Iterator[int]:
    """A port of 127.0.0.1, this one or a free one, that no other process is given meanwhile.

    Whoever connects is refused until somebody listens there; our servers can, for they all take
    an address that is in use and not listened on. Only Linux lets them: elsewhere it is let go."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        found = int(holder.getsockname()[1])
        if sys.platform != "linux":
            holder.close()
        yield found
