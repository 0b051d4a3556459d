"""The log of mails and pushes in words: how a delivery stands, and why it went no further."""

from shop_help.policy.wording import N_

STATES = {"waiting": N_("Waiting"), "sent": N_("Sent"), "failed": N_("Failed"), "dropped": N_("Not needed")}
TONES = {"waiting": "warn", "sent": "good", "failed": "bad", "dropped": ""}

#: By the code that is kept; a number behind it is the other side's.
REASONS = {
    "seen": N_("They had read it by then."),
    "off": N_("They don't want it this way any more."),
    "ended": N_("They signed out there, or the account is closed."),
    "gone": N_("The browser doesn't take pushes any more."),
    "no_way": N_("No mail server is set up."),
    "refused": N_("The other side refused it: %(code)s."),
    "away": N_("Nobody answered."),
    "broken": N_("Something is wrong with us: the log of the server has it."),
    "unsafe": N_("The address is none that we may send to."),
}


def reason_of(kept: str) -> tuple[str, str]:
    """The sentence of a kept reason, and the number in it; empty for none."""
    code, _, number = kept.partition(" ")
    return REASONS.get(code, ""), number
