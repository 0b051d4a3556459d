"""What a first start without the demo needs, step by step: whether it is there, made now, or left to be done."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop_help import letters, mailing
from shop_help.actions.help_catalogue import install_questions
from shop_help.actions.hiring import Taken, change_roles, hire
from shop_help.actions.standard_faqs import install_standard_faqs
from shop_help.config import SettingsError, settings, unsafe
from shop_help.extensions import db
from shop_help.mailing.port import SENT
from shop_help.models import Order, Person, ServiceHours, works_as
from shop_help.models.personal import has_come, operators_but
from shop_help.policy.delivery_log import reason_of
from shop_help.policy.markets import MARKETS
from shop_help.readiness import WITHOUT_DATABASE, hindrances

#: How a step stands: it was there, it was made now, it is still to be done, or it may be done at leisure.
THERE, MADE, LEFT, LATER = "there", "made", "left", "later"


@dataclass(frozen=True)
class Step:
    """A step, how it stands, and that in a sentence."""

    name: str
    state: str
    words: str


@dataclass(frozen=True)
class FirstOperator:
    """Who sets up the rest on the pages."""

    email: str
    name: str
    password: str


def check_settings() -> Step:
    """May a server start with what the environment says? It names all that keeps it from it."""
    try:
        faults = list(unsafe(settings()))
    except (SettingsError, ValueError) as error:
        faults = [str(error)]
    if faults:
        return Step("settings", LEFT, " ".join(faults))
    return Step("settings", THERE, "A server may start with these settings.")


def bring_up_to_date() -> Step:
    """The tables, made or brought up to date."""
    from flask_migrate import upgrade

    before = hindrances()
    if WITHOUT_DATABASE in before:
        return Step("database", LEFT, "The database does not answer: look at SHOP_HELP_DATABASE_URL.")
    if not before:
        return Step("database", THERE, "The database is up to date.")
    try:
        upgrade()
    except SQLAlchemyError as error:
        return Step("database", LEFT, f"It could not be brought up to date: {type(error).__name__}.")
    return Step("database", MADE, "The database is up to date now.")


def put_questions_in() -> Step:
    """The questions of Help that come with Shop Help; what operators wrote is kept."""
    done = install_questions()
    for_shops = install_standard_faqs()
    if not done.added and not done.renewed and not for_shops:
        return Step("questions", THERE, "The questions of Help are there.")
    return Step("questions", MADE, f"{done.added + for_shops} questions were added, {done.renewed} renewed.")


def has_operator() -> bool:
    """Is there anybody who may set rules and roles?"""
    return operators_but(db.session.connection(), 0) > 0


def make_operator(who: FirstOperator | None) -> Step:
    """Somebody to set up the rest. Who has an account already is given the role."""
    if has_operator():
        return Step("operator", THERE, "There is an operator.")
    if who is None:
        return Step("operator", LEFT, "Nobody is an operator: flask setup --operator EMAIL --name NAME")
    try:
        hire(who.email, who.name, ["operator"], who.password)
    except Taken:
        change_roles(who.email, ["operator"], [])
        return Step("operator", MADE, f"{who.email} is an operator now, with the password they had.")
    return Step("operator", MADE, f"{who.name} is an operator, and sets up a second factor with the first sign-in.")


def try_mail(address: str) -> Step:
    """Whether mails leave; with an address a test is sent there, as every mail is."""
    if not mailing.is_set_up():
        return Step("mail", LATER, "No mail leaves: set SHOP_HELP_MAIL_URL and SHOP_HELP_MAIL_FROM.")
    if mailing.is_demo():
        return Step("mail", LATER, "This is the demo: mails are files, and none leaves.")
    if not address:
        return Step("mail", LATER, "Not tried now: flask setup --test-mail EMAIL")
    outcome = mailing.send(letters.test_letter(address))
    if outcome.what == SENT:
        return Step("mail", MADE, f"The mail server took a test to {address}: look whether it arrives.")
    words, code = reason_of(outcome.reason)
    return Step("mail", LEFT, f"A test to {address} did not leave: " + (words % {"code": code} if code else words))


def look_at_hours() -> Step:
    """Whether anybody said when customer service is open."""
    said = set(db.session.scalars(select(ServiceHours.market)))
    missing = [market.code for market in MARKETS.values() if market.code not in said]
    if not missing:
        return Step("hours", THERE, "Business hours are set in every market.")
    where = ", ".join(missing)
    return Step("hours", LATER, f"The usual business hours hold in {where}: see “Hours” on the operators' pages.")


def look_at_agents() -> Step:
    """Whether anybody answers."""
    agents = select(Person.id).where(works_as("agent"), Person.active, has_come())
    if db.session.scalars(agents.limit(1)).first():
        return Step("agents", THERE, "Somebody answers cases.")
    return Step("agents", LATER, "No agent yet: flask staff add EMAIL NAME --role agent")


def look_at_orders() -> Step:
    """Whether the shop told of any."""
    if db.session.scalars(select(Order.id).limit(1)).first():
        return Step("orders", THERE, "Orders have come in.")
    return Step("orders", LATER, "No order yet: flask orders import FILE")
