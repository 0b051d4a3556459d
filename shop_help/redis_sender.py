"""What this process tells Redis, by a thread of its own: whoever has something to say never waits for the network.

Redis carries news and counts. The truth is in the database, so what can't be said is dropped and not kept for later:
a browser that missed it asks for the heads (CHAT, trap 12).
"""

import atexit
import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

from shop_help import metrics

log = logging.getLogger(__name__)

#: Seconds that Redis has for an answer; one that takes longer is as good as gone.
DEAF_SECONDS = 2.0
#: Seconds between two tries while it is gone: the first, and the longest.
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0
#: What waits at most; more than this in one go means that Redis is gone or far too slow.
MOST_WAITING = 10_000
#: Commands of one round trip.
LARGEST_BATCH = 256
#: Seconds that a process which ends gives to what it has still to say.
LAST_WORDS_SECONDS = 1.0

#: A command, and who is told its answer.
Said = tuple[tuple[Any, ...], Callable[[Any], None] | None]


def client_of(url: str) -> Redis:
    """A client that fails soon. A connection that broke while it was idle is made anew once."""
    once_more = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
    return Redis.from_url(url, socket_timeout=DEAF_SECONDS, socket_connect_timeout=DEAF_SECONDS, retry=once_more)


class RedisSender:
    """Says commands in their order, many in one round trip. Its thread begins with the first of them."""

    def __init__(self, url: str) -> None:
        self.is_up = True
        metrics.ask_redis("told", lambda: self.is_up)
        self._client = client_of(url)
        self._waiting: SimpleQueue[Said] = SimpleQueue()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_idle = threading.Event()

    def say(self, *command: Any, told: Callable[[Any], None] | None = None) -> None:
        """Says it soon, or never where Redis is gone; doesn't wait and doesn't fail. `told` gets the answer."""
        if self._waiting.qsize() >= MOST_WAITING:
            metrics.told_redis(command[:1], "dropped")
            return
        self._waiting.put((command, told))
        if self._thread is None:
            self._begin()

    def _begin(self) -> None:
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._go_on, name="redis-sender", daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def flush(self) -> None:
        """Waits a moment until what was said is with Redis: a command ends as soon as it has announced its work."""
        done = threading.Event()
        self.say("PING", told=lambda _: done.set())
        if self.is_up:
            done.wait(LAST_WORDS_SECONDS)

    def _go_on(self) -> None:
        pause = threading.Event()
        wait = FIRST_WAIT
        while True:
            batch = self._next_batch()
            try:
                answers = self._send(batch)
            except (RedisError, OSError) as error:
                self._note(False, error)
                pause.wait(wait)
                wait = min(2 * wait, LONGEST_WAIT)
                # News of a while ago is no news.
                metrics.told_redis(_names(batch + self._rest()), "dropped")
                continue
            self._note(True)
            metrics.told_redis(_names(batch), "sent")
            wait = FIRST_WAIT
            for (_, told), answer in zip(batch, answers, strict=True):
                if told is not None:
                    told(answer)

    def _next_batch(self) -> list[Said]:
        batch = [self._waiting.get()]
        try:
            while len(batch) < LARGEST_BATCH:
                batch.append(self._waiting.get_nowait())
        except Empty:
            pass
        return batch

    def _send(self, batch: list[Said]) -> list[Any]:
        pipeline: Any = self._client.pipeline(transaction=False)
        for command, _ in batch:
            pipeline.execute_command(*command)
        answers: list[Any] = pipeline.execute(raise_on_error=False)
        return answers

    def _rest(self) -> list[Said]:
        """What else waits, which is nobody's any more."""
        taken = []
        try:
            while True:
                taken.append(self._waiting.get_nowait())
        except Empty:
            return taken

    def _note(self, is_up: bool, error: BaseException | None = None) -> None:
        """Says once that Redis went, and once that it is back."""
        if is_up == self.is_up:
            return
        self.is_up = is_up
        if is_up:
            log.info("Redis is back")
        else:
            log.warning("Redis can't be told anything; the browsers ask for themselves meanwhile: %s", error)


def _names(batch: list[Said]) -> list[str]:
    return [command[0] for command, _ in batch]
