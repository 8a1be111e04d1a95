"""Publishing: what the bot reads, what history keeps, and what happens when it goes wrong."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.read import read_procedure
from procedures_db.rows import remove_rows
from procedures_db.store import (
    catalogue_version,
    count_procedures,
    parse_content,
    publish,
    publish_all,
    published_content,
    searchable_text,
    touch_catalogue,
)
from procedures_db.terms import RevisionState
from tests.factories import ACTOR, CODE, amount, content, detailed

OTHER = "9.000002"


def revisions(session: Session, code: str = CODE) -> list[models.Revision]:
    query = select(models.Revision).join(models.Procedure).where(models.Procedure.code == code)
    return list(session.scalars(query.order_by(models.Revision.number)))


def test_new_procedure_is_revision_one(session: Session) -> None:
    published = publish(session, detailed(), actor=ACTOR)

    assert published.revision == 1
    assert published.created
    assert published.changed
    assert published_content(session, CODE) == detailed()
    assert [(one.number, one.state, one.published_by) for one in revisions(session)] == [
        (1, RevisionState.PUBLISHED, ACTOR)
    ]


def test_same_content_again_changes_nothing(session: Session) -> None:
    publish(session, detailed(), actor=ACTOR)
    version = catalogue_version(session)

    published = publish(session, detailed(), actor=ACTOR)

    assert published.revision == 1
    assert not published.changed
    assert catalogue_version(session) == version
    assert len(revisions(session)) == 1


def test_change_is_a_new_revision_and_history_stays_as_it_was(session: Session) -> None:
    publish(session, detailed(), actor=ACTOR)
    changed = detailed(fees=[amount(10_000)])

    published = publish(session, changed, actor="officer")

    first, second = revisions(session)
    assert published.revision == 2
    assert not published.created
    assert first.state is RevisionState.SUPERSEDED
    assert parse_content(first.content) == detailed()
    assert second.state is RevisionState.PUBLISHED
    assert second.published_by == "officer"
    assert published_content(session, CODE) == changed


def test_going_back_to_earlier_content_is_a_third_revision(session: Session) -> None:
    for procedure in (detailed(), detailed(steps=[]), detailed()):
        publish(session, procedure, actor=ACTOR)

    assert [one.number for one in revisions(session)] == [1, 2, 3]
    assert published_content(session, CODE) == detailed()


def test_rows_that_content_no_longer_has_are_gone(session: Session) -> None:
    publish(session, detailed(), actor=ACTOR)

    publish(session, content(), actor=ACTOR)

    assert read_procedure(session, CODE).content == content()
    for table in models.Base.metadata.tables.values():
        if "procedure_id" in table.c and table.name != "revision":
            assert session.scalar(select(func.count()).select_from(table)) == 0, table.name


def test_what_the_caller_does_not_commit_did_not_happen(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        publish(session, detailed(), actor=ACTOR)

    with sessions() as session:
        assert count_procedures(session) == 0
        assert catalogue_version(session) == 0
        assert revisions(session) == []


def test_error_takes_the_whole_transaction_back(sessions: sessionmaker[Session]) -> None:
    def fail() -> None:
        with transaction(sessions) as session:
            publish(session, detailed(), actor=ACTOR)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with sessions() as session:
        assert count_procedures(session) == 0


def test_many_are_published_together_and_each_says_what_happened(session: Session) -> None:
    publish_all(session, [content(CODE), content(OTHER)], actor=ACTOR)

    published = publish_all(
        session, [content(CODE), content(OTHER, name="Tên mới"), content("9.000003")], actor=ACTOR
    )

    assert [(one.code, one.revision, one.changed, one.created) for one in published] == [
        (CODE, 1, False, False),
        (OTHER, 2, True, False),
        ("9.000003", 1, True, True),
    ]


def test_publishing_one_leaves_the_others_alone(session: Session) -> None:
    publish_all(session, [detailed(CODE), detailed(OTHER, uuid=None)], actor=ACTOR)

    publish(session, content(CODE), actor=ACTOR)

    assert read_procedure(session, OTHER).content == detailed(OTHER, uuid=None)
    assert [one.state for one in revisions(session, OTHER)] == [RevisionState.PUBLISHED]


def test_publishing_nothing_is_nothing(session: Session) -> None:
    assert publish_all(session, [], actor=ACTOR) == []
    assert catalogue_version(session) == 0


def test_version_grows_with_every_change(session: Session) -> None:
    versions = [catalogue_version(session)]
    for name in ("A", "B", "C"):
        publish(session, content(name=name), actor=ACTOR)
        versions.append(catalogue_version(session))
    touch_catalogue(session)
    versions.append(catalogue_version(session))

    assert versions == sorted(set(versions))


def test_agencies_and_life_events_are_shared(session: Session) -> None:
    publish_all(session, [detailed(CODE), detailed(OTHER)], actor=ACTOR)

    assert session.scalar(select(func.count()).select_from(models.Agency)) == 2
    assert session.scalar(select(func.count()).select_from(models.LifeEvent)) == 1


def test_life_events_of_several_procedures_are_all_kept(session: Session) -> None:
    publish(session, content(CODE, life_events=["Có con", "Đi học"]), actor=ACTOR)
    publish(session, content(OTHER, life_events=["Đi học", "Có con"]), actor=ACTOR)

    assert set(read_procedure(session, OTHER).content.life_events) == {"Có con", "Đi học"}


def test_alias_written_twice_is_kept_once(session: Session) -> None:
    publish(session, content(aliases=["báo tử", "khai tử", "báo tử"]), actor=ACTOR)

    assert read_procedure(session, CODE).content.aliases == ["báo tử", "khai tử"]


def test_papers_point_to_the_first_of_equal_forms(session: Session) -> None:
    twice = [{"name": "Tờ khai", "url": f"https://example.vn/{n}"} for n in (1, 2)]
    publish(
        session, content(forms=twice, documents=[{"name": "A", "form": "Tờ khai"}]), actor=ACTOR
    )

    paper = session.scalars(select(models.RequiredDocument)).one()
    assert paper.form is not None
    assert paper.form.url == "https://example.vn/1"


def test_the_largest_fee_of_a_procedure_fits(session: Session) -> None:
    procedure = content(fees=[amount(180_000_000_000)])

    publish(session, procedure, actor=ACTOR)

    assert read_procedure(session, CODE).content == procedure


def test_unknown_procedure_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError, match=r"9\.000001"):
        published_content(session, CODE)


def test_removing_rows_of_nothing_is_nothing(session: Session) -> None:
    publish(session, detailed(), actor=ACTOR)

    remove_rows(session, [])

    assert read_procedure(session, CODE).content == detailed()


def test_wrong_content_names_each_field() -> None:
    wrong = content().to_json() | {"fees": [{"kind": "amount"}], "levels": ["huyện"]}

    with pytest.raises(ContentError) as error:
        parse_content(wrong)

    assert "fees.0" in str(error.value)
    assert "levels.0" in str(error.value)


@pytest.mark.parametrize("data", [None, [], "1.001193", 7])
def test_what_is_no_record_is_wrong_content(data: object) -> None:
    with pytest.raises(ContentError):
        parse_content(data)


def test_procedure_is_found_by_the_words_of_its_facts() -> None:
    words = searchable_text(detailed())

    assert words is not None
    for fact in ("Ghi đàn ong", "Ủy ban nhân dân cấp xã", "Đàn đông", "Ảnh tổ ong", "Có ao"):
        assert fact in words


def test_searchable_words_are_bounded() -> None:
    long = content(steps=[], conditions=[{"text": "điều kiện " * 100}] * 100)

    assert len(searchable_text(long) or "") <= 8_000
    assert searchable_text(content()) is None


def test_two_officers_publishing_at_once_lose_nothing(sessions: sessionmaker[Session]) -> None:
    with transaction(sessions) as session:
        publish_all(session, [content(CODE), content(OTHER)], actor=ACTOR)
        before = catalogue_version(session)
    failures: list[Exception] = []

    def change(code: str) -> None:
        for number in range(5):
            try:
                with transaction(sessions) as session:
                    publish(session, content(code, name=f"Tên {number}"), actor=code)
            except Exception as error:
                failures.append(error)

    officers = [threading.Thread(target=change, args=(code,)) for code in (CODE, OTHER)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()

    assert failures == []
    with sessions() as session:
        assert len(revisions(session, CODE)) == len(revisions(session, OTHER)) == 6
        assert catalogue_version(session) == before + 10


def test_content_with_every_letter_of_the_alphabet_survives(session: Session) -> None:
    text = "Đặng Thị Ế, ẮẰẲẴẶ ỗộ – “ngoặc” 'đơn' \\ % _ ; -- 🐝 中"
    procedure: ProcedureContent = content(name=text, aliases=[text])

    publish(session, procedure, actor=ACTOR)

    assert read_procedure(session, CODE).content == procedure
    assert published_content(session, CODE) == procedure


def test_letter_that_postgresql_cannot_store_is_refused_everywhere() -> None:
    with pytest.raises(ContentError, match="name"):
        parse_content(content().to_json() | {"name": "Thủ\0tục"})
