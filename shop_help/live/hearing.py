"""What every socket event goes through: a payload that is a mapping, and an answer whatever happens."""

import logging
from collections.abc import Callable
from typing import Any

from flask import g

from shop_help.clock import ticks
from shop_help.extensions import socketio
from shop_help.live.connections import Speaker, speaker_at
from shop_help.metrics import acknowledged
from shop_help.policy.messages import Refused

log = logging.getLogger(__name__)

Answer = dict[str, Any]
Handler = Callable[[Speaker, dict[str, Any]], Answer]


def hears(event: str) -> Callable[[Handler], Handler]:
    """Registers a handler `(speaker, payload) -> answer`. A failure is an answer too, never an empty ack."""

    def register(handler: Handler) -> Handler:
        def heard(sid: str, payload: object) -> Answer:
            began = ticks()
            answer = _answer(event, handler, sid, payload)
            acknowledged(event, _outcome(answer), began)
            return answer

        socketio.on(event)(heard)
        return handler

    return register


def _answer(event: str, handler: Handler, sid: str, payload: object) -> Answer:
    try:
        if not isinstance(payload, dict):
            raise Refused("bad_request")
        speaker = speaker_at(sid)
        # No request is made anew for an event: what is said to it is in the language of its page.
        g.locale_name = speaker.language
        return handler(speaker, payload)
    except Refused as refused:
        return refused.as_ack()
    except Exception:
        log.exception("%s failed", event)
        return Refused("unavailable").as_ack()


def _outcome(answer: Answer) -> str:
    if not answer["ok"]:
        return str(answer["code"])
    return "duplicate" if answer.get("duplicate") else "ok"


def whole_number(payload: dict[str, Any], key: str) -> int:
    """A payload's number that is zero or more. Raises Refused("bad_request")."""
    value = payload.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Refused("bad_request")
    return value
