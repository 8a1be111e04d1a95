"""Errors of the console's accounts.

AccountError      something that cannot be done to an account; the text is for people
"""


class AccountError(Exception):
    """What an account cannot be; the Vietnamese text can be shown."""
