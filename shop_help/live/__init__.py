"""The door of the socket: who is it now, find through the person, call the act, answer.

Importing this package registers the handlers; that happens before `socketio.init_app`, or a second application of the
same process would have none.
"""

from shop_help.live import connections, conversations

__all__ = ["connections", "conversations"]
