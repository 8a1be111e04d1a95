"""The two things a question sets side by side: "khác gì nhau giữa A và B", "A hay B"."""

import re

from procedures_db.search.text import normalise

_COMPARES = re.compile(
    r"(?<!\S)(?:khac gi|khac nhau|khac biet|khac the nao|khac cho nao|khac o dau|so sanh"
    r"|phan biet"
    r"|giong (?:va )?khac)(?!\S)"
)
_FILLERS = re.compile(
    r"(?<!\S)(?:khac gi(?: nhau)?|khac nhau(?: gi| the nao| cho nao| o dau| nhu the nao)?"
    r"|khac biet(?: gi)?"
    r"|khac (?:the nao|cho nao|o dau)|so sanh|phan biet|giong (?:va )?khac(?: nhau)?|diem"
    r"|su|co gi|co|thi|la gi"
    r"|giua|giup (?:em|toi|minh)|cho (?:em|toi|minh) hoi|a|vay|nhe|voi a|thu tuc"
    r"|ve phap ly|the nao|nhu the nao"
    r"|lam sao|nen chon|nen lam|nen|loi hon|re hon|tot hon|de hon|nhanh hon|don gian hon"
    r"|cai nao|ben nao)(?!\S)"
)
_JOINS = re.compile(r" (?:voi|va|hay la|hay|hoac|cung) ")
_CHOICE = re.compile(r" hay(?: la)? ")
_CUE = re.compile(r" khac (?:gi|the nao|cho nao|o dau)(?: nhau)?(?: voi| so voi)? ")
_VERBS = (
    "dang ky|thanh lap|xin cap|xin|lam|mo|cap lai|cap doi|cap moi|cap|khai bao|khai|nop"
    "|nhap|doi|tach"
    "|chuyen|mua|sang ten|gia han"
)
_LEADS = re.compile(rf"^({_VERBS}) (.+)$")
_FOUNDED = re.compile(r"^(?:cong ty|doanh nghiep|hop tac xa)(?!\S)")
_BARE_LEAD = re.compile(rf"^(?:{_VERBS})$")
# A choice between offices, ways or people is no choice between procedures.
_NO_THING = re.compile(
    r"(?<!\S)(?:o|online|truc tuyen|truc tiep|xa|phuong|huyen|tinh|buu dien|cong an"
    r"|benh vien|tien mat|thue|dau"
    r"|sao|1 lan|me|bo|so|vneid|khong|chua|can(?! cuoc)|duoc|giay|sat|moi ky)(?!\S)"
)
_ASKS_FACET = re.compile(r"^(?:nop|lam o dau|lam the nao|lam sao|lam gi|mua o dau|xin o dau)(?!\S)")
_LONGEST_CHOICE = 12
_LONGEST = 24


def compared_sides(text: str) -> tuple[str, str] | None:
    """Return what a question compares, as two short texts, or None when it compares nothing."""
    said = normalise(text)
    compares = bool(_COMPARES.search(said))
    if len(said.split()) > (_LONGEST if compares else _LONGEST_CHOICE):
        return None
    if not compares and not _CHOICE.search(said):
        return None
    join = _JOINS if compares else _CHOICE
    around = _CUE.split(f" {said} ")
    parts = [_bare(part) for part in around] if len(around) == 2 else []
    if len([part for part in parts if part]) != 2:
        parts = [part.strip() for part in join.split(f" {_bare(said)} ")]
    parts = [part for part in parts if part]
    if len(parts) != 2:
        return None
    first, second = parts
    if not compares and (_NO_THING.search(first) or _NO_THING.search(second)):
        return None
    if any(not _JOINS.sub(" ", f" {_NO_THING.sub(' ', part)} ").strip() for part in parts):
        return None
    return first, second


def wordings(first: str, second: str) -> tuple[list[str], list[str]]:
    """Return how each side may be meant, the likeliest first: a verb or a noun may be shared."""
    lead, other = _LEADS.match(first), _LEADS.match(second)
    firsts, seconds = [first], [second]
    if _BARE_LEAD.match(first) and other:
        firsts = [f"{first} {other[2]}"]
    elif not lead:
        firsts = [f"{other[1]} {first}"] if other else [f"dang ky {first}", first, f"lam {first}"]
    if not other:
        length = len(second.split())
        head = first.split()[:-length]
        if lead:
            seconds = [f"{'thanh lap' if _FOUNDED.match(second) else lead[1]} {second}"]
        elif len(head) > 1:
            seconds = [" ".join([*head, second])]
        else:
            seconds = [f"dang ky {second}", second, f"lam {second}"]
    return firsts, seconds


def two_wishes(text: str) -> tuple[str, str] | None:
    """Return two parts of a message that may each ask for a procedure of its own, or None."""
    said = normalise(text)
    parts = re.split(r" (?:voi|va|cung voi) ", said)
    if len(parts) != 2 or len(said.split()) > _LONGEST:
        return None
    # "và nộp ở đâu" asks about the same procedure.
    if not _LEADS.match(parts[1]) or _ASKS_FACET.match(parts[1]) or len(parts[0].split()) < 2:
        return None
    return parts[0], parts[1]


def _bare(said: str) -> str:
    return " ".join(_FILLERS.sub(" ", said).split())
