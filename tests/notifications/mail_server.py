"""A real SMTP server, which keeps what it is given, and can refuse it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.running import free_port


class MailServer:
    """Takes mails at `url`; `answers` are said to the next recipients in place of yes."""

    def __init__(self, user: str = "", password: str = "") -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self._login = LoginPassword(user.encode(), password.encode()) if user else None
        secured = {"authenticator": self._knows, "auth_require_tls": False} if user else {}
        port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=port, **secured)
        self._controller.start()
        self.url = f"smtp://{f'{user}:{password}@' if user else ''}127.0.0.1:{port}"

    def _knows(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data == self._login, handled=False)

    async def handle_RCPT(  # noqa: N802 - the library's way of naming
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def stop(self) -> None:
        self._controller.stop()


def part(letter: EmailMessage, kind: str) -> str:
    """The text or the HTML of a mail."""
    found = letter.get_body((kind,))
    assert found is not None
    return str(found.get_content())
