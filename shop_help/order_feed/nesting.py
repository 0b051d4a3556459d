"""How deep JSON is nested, told before a parser follows it down: a parser keeps a path for every level."""

import re
from itertools import accumulate

#: Orders have eight levels; nobody means more than this.
DEEPEST = 100

_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_SIGNS = bytes(set(range(256)) - set(b'[]{}"'))
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')


class Nesting:
    """Follows the brackets of a document chunk by chunk, leaving out those inside strings."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._ends_in_escape = False

    def is_too_deep(self, chunk: bytes) -> bool:
        """Goes on by a chunk. True once it was deeper than anybody means."""
        brackets = self._brackets(chunk)
        deepest = max(accumulate(map(_STEPS.__getitem__, brackets), initial=self._depth))
        self._depth += sum(map(_STEPS.__getitem__, brackets))
        return deepest > DEEPEST

    def _brackets(self, chunk: bytes) -> bytes:
        if self._ends_in_escape:
            chunk = b"\\" + chunk
        chunk = _ESCAPED.sub(b"", chunk)
        self._ends_in_escape = chunk.endswith(b"\\")
        signs = (b'"' if self._in_string else b"") + chunk.translate(None, _NO_SIGNS)
        signs = _STRING.sub(b"", signs)
        outside, quote, _ = signs.partition(b'"')
        self._in_string = bool(quote)
        return outside
