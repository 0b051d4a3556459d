"""When a form that comes again is the same tap, and not another wish."""

from datetime import timedelta

#: With the same words within this, it was sent twice.
SAME_FORM = timedelta(minutes=1)
