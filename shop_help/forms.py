"""What every door reads from a form, and how what is wrong with it is said."""

from collections.abc import Mapping

from flask import request

from shop_help.policy.faults import Fault
from shop_help.speech import gettext as _


def text_of(name: str) -> str:
    """A field's text, with the line ends of this house."""
    return request.form.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()


def in_words(faults: Mapping[str, Fault]) -> dict[str, str]:
    """Each field's fault as a sentence."""
    return {name: _(fault.sentence, **fault.values) for name, fault in faults.items()}
