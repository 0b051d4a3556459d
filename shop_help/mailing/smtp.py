"""The operator's SMTP server, as SHOP_HELP_MAIL_URL names it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from shop_help.mailing.port import LATER, REFUSED, SENT, Outcome

#: Seconds until a server that says nothing is away; all of them together are below policy.telling_times.LEASE.
TIMEOUT_SECONDS = 15.0
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Server:
    """Where mail goes: `way` is smtps, starttls or plain."""

    host: str
    port: int
    way: str
    user: str
    password: str


def server_at(url: str) -> Server:
    """Reads smtp://user:password@host:587?starttls or smtps://…. Raises ValueError in a sentence."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("write smtp://user:password@host:587?starttls or smtps://user:password@host")
    way = "smtps" if parts.scheme == "smtps" else "starttls" if parts.query == "starttls" else "plain"
    if way == "plain" and parts.query:
        raise ValueError(f"?{parts.query} is not known: ?starttls is")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, parts.port or PORTS[parts.scheme], way, user, password)


def send(letter: EmailMessage, url: str) -> Outcome:
    """One mail over one connection."""
    server = server_at(url)
    try:
        with _connected(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        return Outcome(REFUSED if code >= 500 else LATER, f"refused {code}")
    except smtplib.SMTPResponseException as error:
        # A wrong password is the operator's to put right: the mail waits.
        final = error.smtp_code >= 500 and isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
        return Outcome(REFUSED if final else LATER, f"refused {error.smtp_code}")
    except (OSError, smtplib.SMTPException):
        return Outcome(LATER, "away")
    return Outcome(SENT)


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.way == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.way == "starttls":
        try:
            connection.starttls(context=context)
        except BaseException:
            connection.close()
            raise
    return connection
