"""Say again what was said before, for a receipt's code."""

from typing import cast

from procedures_db.answers.build import non_answer
from procedures_db.answers.contract import Button, Reply
from procedures_db.answers.notices import with_notices
from procedures_db.answers.payload import Choice, encode
from procedures_db.answers.render import render
from procedures_db.receipts import Receipt
from procedures_db.terms import Facet


def tell_receipt(receipt: Receipt) -> Reply:
    """Return the answer as it was given, with its date before it and a button to ask again."""
    again = ask_again(receipt)
    reply = {**receipt.answer, "candidates": [], "buttons": [again] if again else []}
    return with_notices(cast(Reply, reply), [render("receipt", receipt=receipt)])


def tell_unknown_receipt(code: str) -> Reply:
    """Return what is said to a code under which nothing was answered."""
    reply = non_answer("unknown_receipt", [])
    reply["text"] = reply["text"].format(code=code)
    return reply


def ask_again(receipt: Receipt) -> Button | None:
    """Return the button that asks the same of the data as it is now.

    None for an answer about several procedures, which no one choice asks for again.
    """
    if "bundle" in receipt.answer or "comparison" in receipt.answer:
        return None
    known = {facet.value for facet in Facet}
    facets = [part["facet"] for part in receipt.answer["parts"]]
    asked = tuple(Facet(facet) for facet in dict.fromkeys(facets) if facet in known)
    return {
        "title": render("ask_again"),
        "payload": encode(Choice(receipt.procedure_code, asked)),
    }
