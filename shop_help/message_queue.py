"""Socket.IO's queue between processes, over Redis or Valkey: what is said in one is heard at the sockets of all.

The library's own manager publishes in the thread that speaks, so a deaf Redis holds up every message, and it lays the
listener's connection anew whenever publishing fails, so that a process can stay deaf for a minute (CHAT, trap 12).
Here publishing has a thread of its own (redis_sender.py), and the listener a connection of its own that is asked for
a sign of life.
"""

import logging
import time
from collections.abc import Iterator
from typing import Any

from redis.client import PubSub
from redis.exceptions import RedisError
from socketio.pubsub_manager import PubSubManager

from shop_help import metrics
from shop_help.clock import ticks
from shop_help.redis_sender import FIRST_WAIT, LONGEST_WAIT, RedisSender, client_of

log = logging.getLogger(__name__)

#: Seconds of silence after which Redis is asked whether it is there, and after which it is taken to be gone.
SILENT_SECONDS, GONE_SECONDS = 3.0, 6.0


class MessageQueue(PubSubManager):
    """The library's manager on our two connections. Each packet says first who sent it and to which room, so that
    one which nobody here would hear costs no reading."""

    name = "redis"

    def __init__(self, url: str, channel: str, sender: RedisSender) -> None:
        super().__init__(channel=channel)
        self._url = url
        self._sender = sender
        self._own = self.host_id.encode()
        self._heard_at = 0.0
        metrics.ask_redis("heard", lambda: self.is_listening)

    @property
    def is_listening(self) -> bool:
        """Did Redis give a sign of life lately? Before the first socket came there is nobody to hear anything."""
        return not self._heard_at or ticks() - self._heard_at < GONE_SECONDS

    def end_room(self, room: str) -> None:
        """Ends the sockets of a room in every process."""
        self._end_here(room)
        self._publish({"method": "end_room", "namespace": "/", "room": room, "host_id": self.host_id})

    def _end_here(self, room: str) -> None:
        for sid, _ in list(self.get_participants("/", room)):
            self.server.disconnect(sid, namespace="/")

    def _publish(self, data: dict[str, Any]) -> None:
        head = f"{data['host_id']} {data.get('room') or ''}\n"
        self._sender.say("PUBLISH", self.channel, head + self.json.dumps(data))

    def _listen(self) -> Iterator[Any]:
        """Each packet of other processes that concerns a socket of this one; never ends and never fails."""
        wait = FIRST_WAIT
        while True:
            try:
                client: Any = client_of(self._url)
                with client.pubsub(ignore_subscribe_messages=True) as ear:
                    ear.subscribe(self.channel)
                    for packet in self._packets(ear):
                        wait = FIRST_WAIT
                        yield from self._what_concerns_us(packet)
            except (RedisError, OSError) as error:
                log.warning("Redis isn't heard; the browsers ask for themselves meanwhile: %s", error)
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _packets(self, ear: PubSub) -> Iterator[bytes]:
        """What is published, until Redis gives no sign of life. No socket timeout: silence alone is no failure."""
        self._heard_at = ticks()
        while ticks() - self._heard_at < GONE_SECONDS:
            heard = ear.get_message(timeout=SILENT_SECONDS)
            if heard is None:
                ear.ping()
                continue
            self._heard_at = ticks()
            if heard["type"] == "message":
                yield heard["data"]
        raise RedisError("no sign of life")

    def _what_concerns_us(self, packet: bytes) -> Iterator[Any]:
        head, _, body = packet.partition(b"\n")
        who, _, room = head.partition(b" ")
        if who == self._own or (room and room.decode() not in self.rooms.get("/", {})):
            return
        data = self.json.loads(body)
        if data["method"] == "end_room":
            self._end_here(data["room"])
        else:
            yield data
