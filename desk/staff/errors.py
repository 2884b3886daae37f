"""Why somebody of the desk is refused, one class per cause."""

from __future__ import annotations

from desk.errors import DeskError


class StaffError(DeskError):
    """Base of every refusal of this package; `code` names the sentence that is shown."""

    code = "refused"


class UnknownStaff(StaffError):
    """No account has this id."""

    code = "unknown"


class EmailTaken(StaffError):
    """Another account has this address."""

    code = "email_taken"


class FieldWrong(StaffError):
    """A value of an account cannot be used.

    Args:
        field: which.
    """

    code = "field_wrong"

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class LastAdmin(StaffError):
    """Without this account nobody could administer the desk."""

    code = "last_admin"


class PasswordWeak(StaffError):
    """A new password does not hold what the desk asks for."""

    code = "password_weak"


class SigninRefused(StaffError):
    """Address, password or code are wrong; which of them is not said."""

    code = "signin_wrong"


class SigninThrottled(StaffError):
    """Too many failed attempts.

    Args:
        seconds: after how many seconds the next attempt is welcome.
    """

    code = "signin_throttled"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class LinkSpent(StaffError):
    """The link was used, has expired, or never was one."""

    code = "link_spent"
