"""The door of the socket: who is it now, find through the person, call the act, answer."""
