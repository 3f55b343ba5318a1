"""The gate of the maintenance view: a password, few attempts, and keys that last a working day."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FREE_ATTEMPTS = 5
"""Wrong passwords from one address that have to wait for nothing."""
FREE_ATTEMPTS_OF_ALL = 50
"""The same for all addresses together, for whoever has many."""
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
"""Seconds to wait after the next wrong password, and at most; every further one doubles the wait."""
LASTS = 8 * 60 * 60.0
"""Seconds that a key opens the view."""

_EVERYBODY = ""
_REMEMBERED = 1000


@dataclass(frozen=True)
class Entry:
    """What became of an attempt: a key, or an empty string and the seconds to wait before the next attempt."""

    key: str = ""
    wait: float = 0.0


@dataclass
class _Tries:
    wrong: int = 0
    until: float = 0.0


class Gate:
    """Lets in whoever knows the password. Keys and attempts are kept in memory alone."""

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._digest = _digest(password)
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[str, _Tries] = {}
        self._keys: dict[str, float] = {}

    def enter(self, password: str, client: str) -> Entry:
        """Try ``password`` from the address ``client``. While an address has to wait, even the right one is refused."""
        with self._lock:
            now = self._clock()
            wait = max(self._wait(client, now), self._wait(_EVERYBODY, now))
            if wait > 0:
                return Entry(wait=wait)
            if not hmac.compare_digest(self._digest, _digest(password)):
                self._missed(client, FREE_ATTEMPTS, now)
                self._missed(_EVERYBODY, FREE_ATTEMPTS_OF_ALL, now)
                return Entry(wait=max(self._wait(client, now), self._wait(_EVERYBODY, now)))
            self._tries.pop(client, None)
            self._keys = {k: until for k, until in self._keys.items() if until > now}
            key = secrets.token_urlsafe(32)
            self._keys[key] = now + LASTS
            return Entry(key=key)

    def knows(self, key: str) -> bool:
        """Whether ``key`` opens the view."""
        with self._lock:
            return self._keys.get(key, 0.0) > self._clock()

    def leave(self, key: str) -> None:
        """Make ``key`` worthless."""
        with self._lock:
            self._keys.pop(key, None)

    def _wait(self, client: str, now: float) -> float:
        tries = self._tries.get(client)
        return max(0.0, tries.until - now) if tries else 0.0

    def _missed(self, client: str, free: int, now: float) -> None:
        tries = self._tries.pop(client, _Tries())
        tries.wrong += 1
        if tries.wrong >= free:
            tries.until = now + min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries.wrong - free, 20))
        self._tries[client] = tries  # at the end: the first ones are those that have tried longest ago
        while len(self._tries) > _REMEMBERED:
            self._tries.pop(next(k for k in self._tries if k != _EVERYBODY))


def _digest(password: str) -> bytes:
    # Of one length, whatever the password's: comparing takes as long for any attempt.
    return hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest()
