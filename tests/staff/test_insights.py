"""The page of figures."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.answers.build import non_answer
from procedures_db.answers.render import non_answers
from procedures_db.database import transaction
from procedures_db.insights import Outcome
from procedures_db.terms import Role
from staff import messages
from staff.charts import HEIGHT, line, round_up, stacked
from tests.staff.conftest import Clock, SignIn

PATH = "/can-bo/so-lieu"


@pytest.fixture
def asked(sessions: sessionmaker[Session], clock: Clock) -> None:
    """Two questions of today, one of yesterday, a rating and a thumb."""
    turns: list[dict[str, Any]] = [
        {"status": "answered", "procedure_code": "9.1", "facets": ["fee"]},
        {"status": "error", "reason": "=1+1", "channel": "zalo"},
        {"status": "clarify", "at": clock.now - timedelta(days=1)},
    ]
    common = {"channel": "web", "at": clock.now, "question": "?", "answer": {}, "latency_ms": 1}
    with transaction(sessions) as session:
        for number, turn in enumerate(turns):
            names = {"turn_id": f"t{number}", "conversation_id": f"c{number}"}
            session.add(models.TurnRecord(**common | names | turn))
        session.flush()
        session.add(models.Feedback(turn_id="t0", thumb=1, reason=None, at=clock.now))
        session.add(models.Satisfaction(conversation_id="c0", channel="web", stars=4, at=clock.now))


@pytest.mark.usefixtures("asked")
async def test_page_shows_charts_with_their_numbers(signed_in: SignIn) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)

    page = await browser.page(PATH)

    text = page.text
    assert "3 câu hỏi từ 25/10/2026 đến 23/11/2026" in text
    assert "33,3 % trả lời đủ (1)" in text
    assert "Sao 100,0 % đạt đạt 1" in text
    assert [one.attributes["aria-label"] for one in page.all("svg")]
    assert len(page.all("rect", class_="part-answered")) == 2  # of the day, of the hour


@pytest.mark.usefixtures("asked")
async def test_period_and_channel_narrow_the_figures(signed_in: SignIn) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)

    yesterday = await browser.page(PATH + "?tu=2026-11-22&den=2026-11-22")
    zalo = await browser.page(PATH + "?kenh=zalo")
    nothing = await browser.page(PATH + "?tu=2020-01-01&den=2020-01-02&kenh=<b>")

    assert "1 câu hỏi từ 22/11/2026 đến 22/11/2026" in yesterday.text
    assert "100,0 % không trả lời được (1)" in zalo.text
    assert "Chưa có câu hỏi nào" in nothing.text


async def test_days_that_are_none_are_passed_over(signed_in: SignIn) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)

    page = await browser.page(PATH + "?tu=hôm+qua&den=9999-99-99")

    assert "0 câu hỏi từ 25/10/2026 đến 23/11/2026" in page.text


@pytest.mark.usefixtures("asked")
async def test_csv_has_one_number_a_line_and_runs_nothing(signed_in: SignIn) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)

    response = await browser.get(PATH + ".csv")

    rows = list(csv.DictReader(io.StringIO((await response.read()).decode("utf-8-sig"))))
    questions = [row for row in rows if row["mục"] == "câu hỏi"]
    assert sum(int(row["số"]) for row in questions) == 3
    assert {row["kênh"] for row in questions} == {"web", "zalo"}
    assert {"ngày": "2026-11-23", "giờ": "9"}.items() <= questions[-1].items()
    assert "'=1+1" in {row["tên"] for row in rows}


def test_every_outcome_and_every_reason_has_words() -> None:
    assert set(messages.OUTCOMES) == set(Outcome)
    told = {kind for kind in non_answers() if non_answer(kind, [])["status"] != "small_talk"}
    assert set(messages.REASONS) >= told


def test_bars_of_a_column_stand_on_each_other() -> None:
    chart = stacked([[1, 3], [0, 0]], ("a", "b"), ("first", "second"))

    assert chart.top == 5
    assert [(one.kind, one.title, float(one.height)) for one in chart.bars] == [
        ("a", "first", HEIGHT / 5),
        ("b", "first", HEIGHT * 3 / 5),
    ]
    assert float(chart.bars[1].y) + HEIGHT * 3 / 5 == float(chart.bars[0].y)


def test_line_breaks_where_nothing_was_asked() -> None:
    assert line([0.5, None, 1.0, 0.0]).count("M") == 2
    assert line([None]) == ""


@pytest.mark.parametrize(
    ("number", "top"), [(0, 1), (1, 1), (3, 5), (6, 10), (11, 20), (501, 1000)]
)
def test_axis_ends_at_a_round_number(number: int, top: int) -> None:
    assert round_up(number) == top
