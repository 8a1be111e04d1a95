"""The report says honestly which aims are met."""

from bench.linking import LinkReport
from bench.load import Measured
from bench.report import Circumstances, Report
from bench.service import ServiceReport
from bench.tenfold import Catalogue, TenfoldReport

_ABOUT = Circumstances("2026-01-01", "abc", 2, "x", "3.12", 0.1, 5_000, 2_000, quick=True)


def _measured(clients: int = 1, per_second: float = 100.0, p95: float = 40.0) -> Measured:
    return Measured(clients, 100, 0, per_second, p95 / 2, p95, p95 * 2)


def _service(**changes: float) -> ServiceReport:
    values = {"start_seconds": 10.0, "app_mb": 300.0, "engine_mb": 200.0} | changes
    return ServiceReport([_measured(), _measured(32, 90.0, 400.0)], **values)


def _tenfold(p95: float) -> TenfoldReport:
    linking = LinkReport(1, 1, 1.0, 1.0, 1.0, 1.0)
    return TenfoldReport(
        Catalogue(linking, _measured(p95=20.0)), Catalogue(linking, _measured(p95=p95))
    )


def _met(report: Report) -> dict[str, bool | None]:
    return {aim.name: aim.met for aim in report.aims()}


def test_all_aims_are_met() -> None:
    assert set(_met(Report(_ABOUT, _service(), tenfold=_tenfold(25.0))).values()) == {True}


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert _met(Report(_ABOUT, _service()))["tenfold_ratio"] is None


def test_missed_aims_are_said() -> None:
    met = _met(Report(_ABOUT, _service(app_mb=500.0, start_seconds=13.0), tenfold=_tenfold(40.0)))

    assert not met["memory_mb"]
    assert not met["second_start_seconds"]
    assert not met["tenfold_ratio"]
    assert met["messages_per_second"]


def test_report_is_plain_data() -> None:
    data = Report(_ABOUT, _service(), tenfold=_tenfold(25.0)).as_json()

    assert data["tenfold"]["p95_ratio"] == 1.25
    assert {aim["name"] for aim in data["aims"]} == set(_met(Report(_ABOUT, _service())))
