"""Ends sockets: of a browser that signed out, and of a person whose rights changed."""

from shop_help.extensions import socketio


def sign_in_room(sign_in_id: str) -> str:
    """The sockets of one signed-in browser."""
    return f"sign_in:{sign_in_id}"


def end_sign_in(sign_in_id: str) -> None:
    """Ends the sockets of one browser, in every process; the doorkeepers end what Redis could not be told of."""
    socketio.end_room(sign_in_room(sign_in_id))


def end(sids: list[str]) -> None:
    """Ends these sockets."""
    for sid in sids:
        socketio.server.disconnect(sid, namespace="/")
