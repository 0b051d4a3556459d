"""Brand: what this is called, its accent and its logo, with a look at it before it holds."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import branding, identity, urls
from shop_help.actions import brand as acts
from shop_help.actions.brand import WrittenBrand
from shop_help.forms import in_words, text_of
from shop_help.operators import door
from shop_help.policy.brand import LARGEST_LOGO, LONGEST_NAME, SCHEMES, brand_faults, is_colour, nearest
from shop_help.policy.faults import Faulty
from shop_help.policy.permissions import may_set_brand
from shop_help.speech import gettext as _

#: What the preview is drawn on and with, by scheme (static/css/tokens.css).
PREVIEWS = {"accent": ("#f6f4f1", "#1c1a18"), "accent_dark": ("#121110", "#f4f1ed")}


@door.get("/brand")
def brand() -> str:
    _refuse_others()
    look = branding.current()
    return _page(WrittenBrand(look.name, look.accent, look.accent_dark), {})


@door.post("/brand/preview")
def brand_preview() -> str:
    """What is being written, as pages would have it; the form asks as one types."""
    _refuse_others()
    written = _written()
    return render_template("operators/_brand_preview.html", **_shown(written, _faults(written)))


@door.post("/brand")
def set_brand() -> Any:
    """Saves it; with `nearest` in the shades that can be read, with `reset` in ours."""
    _refuse_others()
    sign_in_id = identity.current().sign_in_id
    if request.form.get("do") == "reset":
        acts.reset_brand(sign_in_id)
        return _saved()
    written = _with_logo(_written())
    try:
        acts.set_brand(sign_in_id, written, request.form.get("seen", ""))
    except Faulty as faulty:
        return _page(written, in_words(faulty.faults)), 422
    return _saved()


def _saved() -> Any:
    flash(_("Saved. It holds from now on."), "good")
    return redirect(urls.operator_brand(), 303)


def _written() -> WrittenBrand:
    colours = {scheme: _colour(text_of(scheme)) for scheme in SCHEMES}
    if text_of("do") == "nearest":
        colours = {scheme: nearest(each, scheme) if is_colour(each) else each for scheme, each in colours.items()}
    return WrittenBrand(text_of("name"), colours["accent"], colours["accent_dark"])


def _colour(typed: str) -> str:
    """As we keep it; what is none comes back as it was typed."""
    return typed.lower() if is_colour(typed.lower()) else typed


def _with_logo(written: WrittenBrand) -> WrittenBrand:
    file = request.files.get("logo")
    content = file.stream.read(LARGEST_LOGO + 1) if file is not None and file.filename else None
    if content is None and request.form.get("no_logo"):
        content = b""
    return WrittenBrand(written.name, written.accent, written.accent_dark, content)


def _faults(written: WrittenBrand) -> dict[str, str]:
    return in_words(brand_faults(written.name, written.accent, written.accent_dark))


def _page(written: WrittenBrand, errors: dict[str, str]) -> str:
    return render_template(
        "operators/brand.html",
        errors=errors,
        look=branding.current(),
        longest_name=LONGEST_NAME,
        largest=LARGEST_LOGO // 1024,
        **_shown(written, _faults(written)),
    )


def _shown(written: WrittenBrand, faults: dict[str, str]) -> dict[str, Any]:
    """What the preview shows: a picture for light and dark, and what is wrong."""
    colours = {"accent": written.accent, "accent_dark": written.accent_dark}
    return {
        "written": written,
        "pictures": [
            {"accent": colour, "paper": PREVIEWS[scheme][0], "ink": PREVIEWS[scheme][1], "fault": faults.get(scheme)}
            for scheme, colour in colours.items()
            if is_colour(colour)
        ],
        "has_shades": any(faults.get(scheme) and is_colour(each) for scheme, each in colours.items()),
    }


def _refuse_others() -> None:
    if not may_set_brand(identity.current()):
        abort(404)
