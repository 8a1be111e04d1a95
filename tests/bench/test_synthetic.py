"""The grown catalogue has as many procedures as asked for, and leaves the real one alone."""

from pathlib import Path

from sqlalchemy import make_url

from bench.synthetic import copy_catalogue, grow, invent_names, remove_copy
from procedures_db.database import open_engine, session_factory
from procedures_db.store import count_procedures
from tests import tiny_catalogue


def _count(url: str) -> int:
    engine = open_engine(url)
    with session_factory(engine)() as session:
        count = count_procedures(session)
    engine.dispose()
    return count


def test_copy_grows_and_original_does_not(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    tiny_catalogue.fill(session_factory(engine))
    engine.dispose()
    before = _count(sqlite_url)
    copy = copy_catalogue(sqlite_url, tmp_path / "copy" / "grown.db")

    assert grow(copy, 10) == (before, 10 * before)
    assert _count(copy) == 10 * before
    assert _count(sqlite_url) == before


def test_copy_leaves_nothing_behind(sqlite_url: str, tmp_path: Path) -> None:
    target = tmp_path / "copy" / "grown.db"
    _count(copy_catalogue(sqlite_url, target))

    remove_copy(target)

    assert list(target.parent.iterdir()) == []
    assert Path(str(make_url(sqlite_url).database)).exists()


def test_names_are_put_together_from_real_words() -> None:
    names = ["cấp lại thẻ căn cước", "đăng ký kết hôn"]

    invented = list(invent_names(names, 20))

    assert invented == list(invent_names(names, 20))
    assert {word for name in invented for word in name.split()} <= set(" ".join(names).split())
