"""What visitors think of answers and conversations, without a browser."""

import pytest

from tests.bot.web.conftest import FETCH, Client, Visit
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.opinions import feedback_of, satisfaction_of, turns_of


async def turn_on(visit: Visit) -> str:
    """Return the id of the one turn on the page."""
    page = await visit()
    return str(page.all("input", name="turn")[0].get("value"))


async def test_thumb_goes_back_to_the_answer(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "answered"})
    turn = await turn_on(visit)

    up = await client.post("/danh-gia", data={"turn": turn, "thumb": "1"}, allow_redirects=False)
    down = await client.post("/danh-gia", data={"turn": turn, "thumb": "-1"}, allow_redirects=False)

    assert up.status == down.status == 303
    assert up.headers["Location"] == f"/#gop-y-{turn}"
    assert down.headers["Location"] == f"/?gop-y={turn}#gop-y-{turn}"


async def test_personal_data_in_a_reason_is_masked(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "answered"})
    fields = {"turn": await turn_on(visit), "thumb": "-1", "comment": "Gọi tôi 0912345678"}

    await client.post("/danh-gia", data=fields)

    ((thumb, reason),) = feedback_of(gateway)
    assert thumb == -1
    assert "0912345678" not in str(reason)


async def test_an_empty_reason_is_not_asked_for_again(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "answered"})
    turn = await turn_on(visit)
    await client.post("/danh-gia", data={"turn": turn, "thumb": "-1", "sent": "1"})

    page = await visit(f"/?gop-y={turn}")

    assert not page.all("form", class_="reasons")
    assert feedback_of(gateway) == [(-1, "Không nêu lý do")]


async def test_nobody_rates_the_answers_of_others(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "answered"})
    turn = await turn_on(visit)
    client.session.cookie_jar.clear()
    await client.post("/hoi", data={"text": "answered"})

    await visit("/danh-gia", "POST", 404, data={"turn": turn, "thumb": "1"})
    await visit(f"/luot/{turn}", status=404)

    assert feedback_of(gateway) == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/danh-gia", {}),
        ("/danh-gia", {"turn": "x", "thumb": "2"}),
        ("/hai-long", {"stars": "6"}),
        ("/hai-long", {"stars": "năm"}),
        ("/giao-dien", {"theme": "<b>"}),
    ],
)
async def test_made_up_values_are_refused(
    visit: Visit, client: Client, path: str, fields: dict[str, str]
) -> None:
    await client.post("/hoi", data={"text": "answered"})

    await visit(path, "POST", 400, data={"x": "y", **fields})


async def test_unanswered_questions_cannot_be_rated(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "small_talk"})

    assert not (await visit()).all("input", name="turn")


async def test_satisfaction_is_part_of_the_page_only_when_it_is_due(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    for _ in range(2):
        await client.post("/hoi", data={"text": "answered"})
    early = (await visit()).one("section", id="hai-long")
    await client.post("/hoi", data={"text": "answered"})
    due = (await visit()).one("section", id="hai-long")
    await client.post("/hai-long", data={"stars": "4", "comment": "nhanh"})
    after = await visit()

    assert early.get("hidden") is not None
    assert due.get("hidden") is None
    assert not after.all("section", id="hai-long")
    assert satisfaction_of(gateway) == [(4, "nhanh")]


async def test_script_gets_the_next_state_of_the_form(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "answered"})
    fields = {"turn": await turn_on(visit), "thumb": "-1"}

    response = await client.post("/danh-gia", data=fields, headers=FETCH)

    text = await response.text()
    assert response.headers["X-Fragment"]
    assert "Chưa được ở điểm nào?" in text
    assert "<html" not in text


async def test_deletion_is_confirmed_and_real(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "answered"})
    fields = {"turn": await turn_on(visit), "thumb": "1"}
    await client.post("/danh-gia", data=fields)
    asked = await visit("/xoa")
    assert turns_of(gateway) == ["answered"]

    page = await visit("/xoa", "POST", data={"x": "y"})

    assert "Xoá hẳn" in [each.text for each in asked.all("button")]
    assert "Đã xoá hẳn" in page.text
    assert turns_of(gateway) == []
    assert feedback_of(gateway) == []
    assert "Không có hội thoại nào để xoá" in (await visit("/xoa")).text


async def test_a_new_conversation_hides_the_old_one_but_keeps_it(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "answered"})
    await client.post("/hoi-lai")

    assert not (await visit()).one("ol", id="history").text
    assert turns_of(gateway) == ["answered"]
