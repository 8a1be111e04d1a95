"""What Zalo's error numbers mean for a message that was to be sent."""

from enum import StrEnum


class Fault(StrEnum):
    """What to do about an error."""

    TOKEN = "token"  # noqa: S105
    """Refresh the access token and send once more."""
    LATER = "later"
    """Send again after a while."""
    OPERATOR = "operator"
    """Send again after a long while; somebody has to put the account right."""
    NEVER = "never"
    """This message never arrives at this person."""


# Numbers as Zalo documents them for OpenAPI v3; unknown ones are tried again.
FAULTS: dict[int, Fault] = {
    -216: Fault.TOKEN,  # access token invalid
    -220: Fault.TOKEN,  # access token expired
    -32: Fault.LATER,  # too many requests a minute
    -210: Fault.LATER,  # over a limit
    -211: Fault.OPERATOR,  # quota of the account used up
    -218: Fault.OPERATOR,  # quota of this kind of message used up
    -219: Fault.OPERATOR,  # app removed or switched off
    -221: Fault.OPERATOR,  # account not verified
    -223: Fault.OPERATOR,  # app not authorised by the account
    -224: Fault.OPERATOR,  # account's package does not allow it
    -320: Fault.OPERATOR,  # billing account not connected
    -321: Fault.OPERATOR,  # billing account empty
    -201: Fault.NEVER,  # parameter wrong
    -213: Fault.NEVER,  # person does not follow the account
    -227: Fault.NEVER,  # person's account is inactive
    -230: Fault.NEVER,  # outside the reply window
    -232: Fault.NEVER,  # outside the reply window
    -233: Fault.NEVER,  # kind of message not allowed
    -234: Fault.LATER,  # not at night
    -244: Fault.NEVER,  # person does not want such messages
}


class ZaloError(Exception):
    """Zalo refused; `number` is its error number, or None when it gave none."""

    def __init__(self, text: str, number: int | None = None, fault: Fault = Fault.LATER) -> None:
        super().__init__(text if number is None else f"{number} {text}")
        self.number = number
        self.fault = fault

    @classmethod
    def from_number(cls, number: int, text: str) -> "ZaloError":
        """Return the error for a number of Zalo's."""
        return cls(text[:200], number, FAULTS.get(number, Fault.LATER))


class ZaloTokenError(ZaloError):
    """No access token can be had; a person has to authorise the account again."""

    def __init__(self, text: str, number: int | None = None) -> None:
        super().__init__(text, number, Fault.OPERATOR)


class ZaloUnclearError(ZaloError):
    """The connection broke after the request was sent: the message may have arrived."""
