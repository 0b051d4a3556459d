"""What operators do to the brand: its name, its accent, its logo."""

from dataclasses import dataclass
from hashlib import sha256

from shop_help import audit, clock
from shop_help.actions.staff import By, staff_at
from shop_help.darkroom import develop_logo
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Brand
from shop_help.models.brand import THE_ONE
from shop_help.policy.brand import LARGEST_LOGO, NAME, SCHEMES, brand_faults
from shop_help.policy.faults import Fault, Faulty, refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_set_brand
from shop_help.policy.wording import N_

#: The longest side of what is kept.
LOGO_SIDE = 512
STALE = Fault(N_("Somebody else changed the brand meanwhile. Look at it, then save again."))
_NO_LOGO = Fault(N_("This is no picture that can be a logo. Choose a PNG or a WebP; an SVG can hold a script."))
_LARGE_LOGO = Fault(N_("A logo has %(kilobytes)s KB at most."), {"kilobytes": LARGEST_LOGO // 1024})


@dataclass(frozen=True)
class WrittenBrand:
    """A brand as it was filled in. `logo`: a file; None keeps the one that is there, empty takes it away."""

    name: str
    accent: str
    accent_dark: str
    logo: bytes | None = None


def set_brand(by: By, written: WrittenBrand, seen: str | None = None) -> None:
    """Pages, mails and the app have it from now on. `seen`: the version that was edited.

    Raises Faulty for a name, a colour or a logo that can't be, and where somebody was quicker.
    """
    refuse_faulty(brand_faults(written.name, written.accent, written.accent_dark))
    logo = _developed(written.logo) if written.logo else None
    with write_unit(db.session) as session:
        viewer = staff_at(by, may_set_brand)
        row = session.get(Brand, THE_ONE, with_for_update=True)
        if seen is not None and seen != (row.version if row else ""):
            raise Faulty({"": STALE})
        before = _told(row)
        row = row or Brand(id=THE_ONE)
        row.name, row.accent, row.accent_dark = written.name.strip(), written.accent, written.accent_dark
        row.logo = row.logo if written.logo is None else logo
        row.version = _version_of(row)
        if _told(row) == before:
            session.rollback()
            return
        row.updated_at = clock.now()
        session.add(row)
        audit.note("brand.changed", "brand", viewer, before=before, after=_told(row))


def reset_brand(by: By) -> None:
    """The brand that we ship holds again."""
    with write_unit(db.session) as session:
        viewer = staff_at(by, may_set_brand)
        row = session.get(Brand, THE_ONE, with_for_update=True)
        if row is None:
            session.rollback()
            return
        session.delete(row)
        audit.note("brand.changed", "brand", viewer, before=_told(row), after=_told(None))


def _developed(content: bytes) -> bytes:
    if len(content) > LARGEST_LOGO:
        raise Faulty({"logo": _LARGE_LOGO})
    try:
        return develop_logo(content, LOGO_SIDE)
    except Refused as refused:
        raise Faulty({"logo": _NO_LOGO}) from refused


def _version_of(row: Brand) -> str:
    parts = (row.name, row.accent, row.accent_dark, sha256(row.logo or b"").hexdigest())
    return sha256("\0".join(parts).encode()).hexdigest()[:12]


def _told(row: Brand | None) -> dict[str, str]:
    """As the audit log keeps it; the one that we ship where there is none."""
    if row is None:
        return {"name": NAME, **{scheme: each.accent for scheme, each in SCHEMES.items()}, "logo": ""}
    logo = sha256(row.logo).hexdigest()[:12] if row.logo else ""
    return {"name": row.name, "accent": row.accent, "accent_dark": row.accent_dark, "logo": logo}
