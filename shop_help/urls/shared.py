"""Addresses that belong to nobody's audience: signing in and out, and the way home."""

from shop_help.urls.query import asking


def sign_in() -> str:
    return "/sign-in"


def demo_sign_in() -> str:
    return "/sign-in/demo"


def sign_out() -> str:
    return "/sign-out"


def language() -> str:
    """Where one chooses the language one reads."""
    return "/language"


def home() -> str:
    """Leads to the first page of whoever is signed in."""
    return "/home"


def photo(photo_id: str) -> str:
    """A photo of a conversation, for all who may read that."""
    return f"/photos/{photo_id}"


def small_photo(photo_id: str) -> str:
    """The same, as it stands in the conversation."""
    return f"/photos/{photo_id}/small"


def protection_card(protection_id: int) -> str:
    """A case of Buyer Protection, for whoever follows its card: leads each reader to their own page of it."""
    return f"/protections/{protection_id}"


def evidence(evidence_id: str) -> str:
    """A photo of a claim, for all who may see that."""
    return f"/evidence/{evidence_id}"


def small_evidence(evidence_id: str) -> str:
    """The same, small."""
    return f"/evidence/{evidence_id}/small"


def request_card(request_id: int) -> str:
    """An order request, for whoever follows its card: leads each reader to their own page of it."""
    return f"/requests/{request_id}"


def my_data() -> str:
    """What is kept of somebody, and how their account is deleted."""
    return "/your-data"


def my_data_archive() -> str:
    """All of it as a file."""
    return "/your-data/archive"


def my_deletion() -> str:
    """Asks for the account to be deleted (form field `sure`)."""
    return "/your-data/deletion"


def my_deletion_undo() -> str:
    """Takes that back."""
    return "/your-data/deletion/undo"


def security() -> str:
    """What somebody signs in with, and where they are signed in."""
    return "/security"


def security_app() -> str:
    """Sets up an authenticator app; a POST begins."""
    return "/security/app"


def security_app_picture() -> str:
    """What an app reads with the phone's camera."""
    return "/security/app/picture.svg"


def security_app_confirmation() -> str:
    """The first code of the app (form field `code`)."""
    return "/security/app/confirmation"


def security_app_removal() -> str:
    return "/security/app/removal"


def security_codes() -> str:
    """A new sheet of recovery codes."""
    return "/security/codes"


def security_passkeys() -> str:
    """Adds a passkey (form fields `name`, `credential`)."""
    return "/security/passkeys"


def security_passkey(passkey_id: int) -> str:
    """Names one (form field `name`)."""
    return f"/security/passkeys/{passkey_id}"


def security_passkey_removal(passkey_id: int) -> str:
    return f"/security/passkeys/{passkey_id}/removal"


def security_sign_in_removal(name: str) -> str:
    """Signs another browser out."""
    return f"/security/sign-ins/{name}/removal"


def password_link(token: str) -> str:
    """Where somebody who was invited, or forgot theirs, chooses a password (form field `password`)."""
    return f"/passwords/{token}"


def forgotten() -> str:
    """Where such a link is asked for (form field `email`)."""
    return "/sign-in/forgotten"


def security_password() -> str:
    """Another password (form fields `now`, `password`)."""
    return "/security/password"


def passkey_question(what: str) -> str:
    """What the browser is to sign; `what`: make, show or sign-in."""
    return f"/passkeys/{what}"


def second_step(back: str = "") -> str:
    """Asks for more than a password (form field `code`)."""
    return asking("/sign-in/second", next=back)


def second_step_passkey() -> str:
    """The same by a passkey (form field `credential`)."""
    return "/sign-in/second/passkey"


def passkey_sign_in() -> str:
    """Signs in with a passkey alone (form field `credential`)."""
    return "/sign-in/passkey"


def partner_api() -> str:
    """What of the Partner API there is here, for whoever writes a tool."""
    return "/partner-api"


def tool_image(image_id: str) -> str:
    """A picture that a tool sent ahead, for people of its shop."""
    return f"/partner-api/images/{image_id}"
