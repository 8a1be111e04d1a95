"""What is said before the parts of an answer."""

from procedures_db.answers import answer, non_answer, with_notices
from procedures_db.answers.notices import flag_notices, notice_texts
from procedures_db.importers.flags import Flag
from procedures_db.terms import Facet
from tests.factories import TODAY, facts


def test_every_notice_belongs_to_a_kind_of_flag() -> None:
    assert set(notice_texts()) <= {flag.value for flag in Flag}


def test_procedure_that_left_the_national_list_says_so_first() -> None:
    reply = answer(facts(flags=[Flag.UNLISTED("danh sách 07/2026")]), [Facet.FEE], [], TODAY)

    (notice,) = reply["notices"]
    assert "danh sách thủ tục hành chính quốc gia" in notice
    assert reply["text"].startswith(notice)


def test_flags_for_staff_are_not_shown_to_citizens() -> None:
    reply = answer(facts(flags=[Flag.FEE_UNIT("20.0000")]), [Facet.FEE], [], TODAY)

    assert "notices" not in reply
    assert flag_notices([Flag.SOURCES_FEE.value]) == []


def test_later_notices_come_before_earlier_ones() -> None:
    reply = with_notices(non_answer("greet", []), ["Hai."])

    reply = with_notices(reply, ["Một."])

    assert reply["notices"] == ["Một.", "Hai."]
    assert reply["text"].startswith("Một.\n\nHai.\n\n")
