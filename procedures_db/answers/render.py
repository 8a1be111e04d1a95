"""Turn facts into plain Vietnamese through the templates beside this module."""

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from procedures_db.yaml_text import read_yaml

LEVEL_NAMES = {
    "commune": "cấp xã",
    "province": "cấp tỉnh",
    "ministry": "cấp bộ",
    "other": "cơ quan khác",
}
FACET_NAMES = {
    "overview": "tóm tắt",
    "documents": "giấy tờ cần nộp",
    "fee": "phí, lệ phí",
    "exemption": "miễn, giảm",
    "time": "thời hạn giải quyết",
    "place": "nơi giải quyết",
    "online": "nộp trực tuyến",
    "conditions": "yêu cầu, điều kiện",
    "steps": "các bước thực hiện",
    "form": "mẫu đơn, tờ khai",
    "legal_basis": "căn cứ pháp lý",
    "result": "kết quả nhận được",
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("procedures_db.answers"),
        autoescape=False,  # noqa: S701 - plain text; every channel escapes for itself
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters["level_name"] = lambda level: LEVEL_NAMES[level]
    return environment


def render(template: str, **values: Any) -> str:
    """Return the text of `template` (a name without suffix), stripped."""
    return _environment().get_template(f"{template}.txt.j2").render(**values).strip()


@cache
def non_answers() -> dict[str, dict[str, str]]:
    """Return what is said when there are no facts: kind -> status and text."""
    text = resources.files("procedures_db.answers").joinpath("non_answers.yml").read_text("utf-8")
    data: dict[str, dict[str, str]] = read_yaml(text)
    return data
