"""Sends the letters that wait: each by one gateway at a time, with patience, and none to a wrong address for ever.

A letter keeps its Message-ID through all attempts, so that a receiver recognises one that came twice because the
connection broke between its last line and the server's word that it has it.
"""

from __future__ import annotations

import asyncio
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.delivery import pause
from bot.gateway import Gateway
from bot.logs import log
from bot.mail_settings import Mailbox, mail_problem, mailbox
from bot.rounds import every
from bot.settings import Settings
from desk import letters
from desk.letters import Letter

OFF, OK, WRONG, FAILING = "off", "ok", "wrong", "failing"
SMTP_SECONDS = 30.0
HOLD_SECONDS = 120
"""How long a letter is ours: longer than an attempt may take, so that nobody else begins before we have given up."""
LONGEST_PAUSE = 3600.0
_SLOWER = 30
"""Mail servers that put a stranger off (greylisting) want minutes, not seconds."""
_PERMANENT = 500
TAGS = {"en": "en", "zh": "zh-Hans"}


class LetterError(Exception):
    """A letter could not be sent.

    Args:
        code: why; a code, never what a server said, which may quote an address.
        permanent: whether another attempt is useless.
        ours: whether our server or our settings are at fault, so that no other letter would go out either.
    """

    def __init__(self, code: str, permanent: bool = False, ours: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.ours = ours


def composed(letter: Letter, box: Mailbox, now: datetime) -> EmailMessage:
    """Return a letter as it goes out; the policy refuses any header with a line break."""
    subject, body = letters.written(letter, box.helpdesk)
    domain = box.address.partition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((box.helpdesk, box.address))
    message["To"] = letter.recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<letter-{letter.id}-{int(letter.created.timestamp())}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, charset="utf-8", cte="base64" if not body.isascii() else "quoted-printable")
    message["Content-Language"] = TAGS[letter.language]
    return message


async def send(message: EmailMessage, box: Mailbox) -> None:
    """Give a letter to the mail server.

    Raises:
        LetterError: it did not take it.
    """
    sending = aiosmtplib.send(
        message,
        hostname=box.host,
        port=box.port,
        username=box.user or None,
        password=box.password or None,
        use_tls=box.tls == "tls",
        start_tls=box.tls == "starttls",
        timeout=SMTP_SECONDS / 2,
    )
    try:
        await asyncio.wait_for(sending, SMTP_SECONDS)
    except (SMTPException, OSError, asyncio.TimeoutError) as problem:
        raise _as_letter_error(problem) from problem


def _as_letter_error(problem: Exception) -> LetterError:
    if isinstance(problem, SMTPRecipientsRefused):
        return _as_letter_error(problem.recipients[0])
    if isinstance(problem, SMTPAuthenticationError):
        return LetterError("login", ours=True)
    if isinstance(problem, SMTPSenderRefused):
        return LetterError(f"sender_{problem.code}", ours=True)
    if isinstance(problem, (SMTPRecipientRefused, SMTPDataError)):
        return LetterError(f"smtp_{problem.code}", permanent=problem.code >= _PERMANENT)
    if isinstance(problem, SMTPResponseException):
        return LetterError(f"smtp_{problem.code}", ours=True)
    if isinstance(problem, SMTPNotSupported):
        # The server knows no addresses in other scripts; it never will in the three days that we try.
        return LetterError("unsupported", permanent=True)
    if isinstance(problem, (TimeoutError, asyncio.TimeoutError)):
        return LetterError("timeout", ours=True)
    is_tls = isinstance(problem, ssl.SSLError) or "TLS" in str(problem)
    return LetterError("tls" if is_tls else "connection", ours=True)


class Mailer:
    """Sends for this process.

    Args:
        gateway: gives the database and the time.
        settings: names the mail server.
    """

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self.problem = mail_problem(settings)
        self._box = None if self.problem else mailbox(settings)
        self.state = WRONG if self.problem else OK if self._box else OFF
        self._not_before: datetime | None = None
        self._in_a_row = 0

    async def run(self, seconds: float) -> None:
        """Send for ever; without a mail server only give up what has waited for too long.

        Args:
            seconds: between two looks.
        """
        if self.problem:
            log().error("mail_setting", what=self.problem)
        await every(seconds, "mail", self.send_due)

    async def send_due(self) -> int:
        """Send what is due, one after the other, and return how many attempts were made."""
        now = self._gateway.clock()
        if self._not_before is not None and now < self._not_before:
            return 0
        due = await self._gateway.read(lambda connection: letters.due(connection, now))
        if any(letter.created < now - letters.GIVEN_UP_AFTER for letter in due):
            gone = await self._gateway.write(lambda connection: letters.give_up(connection, now))
            log().warning("letters_given_up", count=gone)
            return 0
        attempts = 0
        for letter in due if self._box else ():
            attempts += await self._attempt(letter)
            if self._not_before is not None:
                break
        return attempts

    async def _attempt(self, letter: Letter) -> bool:
        now, box = self._gateway.clock(), self._box
        until = now + timedelta(seconds=HOLD_SECONDS)
        if box is None or not await self._gateway.write(lambda held: letters.claim(held, letter, until, now)):
            return False
        try:
            await send(composed(letter, box, now), box)
        except LetterError as problem:
            await self._failed(letter, problem)
            return True
        self.state, self._not_before, self._in_a_row = OK, None, 0
        await self._gateway.write(lambda held: letters.sent(held, letter.id, self._gateway.clock()))
        return True

    async def _failed(self, letter: Letter, problem: LetterError) -> None:
        now, made = self._gateway.clock(), letter.attempts + 1
        log().warning("letter", letter=letter.id, kind=letter.kind, code=problem.code, attempts=made)
        if problem.ours:
            # No other letter would fare better: leave the server in peace, twice as long each time.
            self.state, self._in_a_row = FAILING, self._in_a_row + 1
            self._not_before = now + timedelta(seconds=pause(self._in_a_row))
        if problem.permanent:
            await self._gateway.write(lambda held: letters.failed(held, letter.id, now, problem.code))
            return
        # With a fault of ours it waits too, if shorter: one that the server stumbles over must not block the rest.
        until = now + timedelta(seconds=pause(made) if problem.ours else min(LONGEST_PAUSE, _SLOWER * pause(made)))
        await self._gateway.write(lambda held: letters.postpone(held, letter.id, until, now, problem.code))
