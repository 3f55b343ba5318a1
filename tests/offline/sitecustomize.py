"""Runs in every Python whose PYTHONPATH names this folder: what would leave the machine fails, and is noted."""

import os
import sys
from pathlib import Path
from typing import Any

_HERE = {None, "", "localhost", "::1", "0.0.0.0", "::", "ip6-localhost"}


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        # Addresses of other families, such as Unix sockets, are no tuples of host and port.
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name in _HERE or (isinstance(name, str) and name.startswith("127.")):
        return
    with Path(os.environ["OFFLINE_NOTES"]).open("a", encoding="utf-8") as notes:
        notes.write(f"{event} {name}\n")
    raise OSError(f"{event} to {name} is not allowed here")


sys.addaudithook(_guard)
