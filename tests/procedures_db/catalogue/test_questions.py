"""The case questions of the starter catalogue."""

from procedures_db.answers import Choice, encode
from procedures_db.catalogue.loader import CatalogueFile
from procedures_db.facts.cases import makes_a_difference, next_question
from procedures_db.terms import Facet


def test_most_procedures_ask_about_the_case(catalogue: list[CatalogueFile]) -> None:
    assert sum(bool(file.content.questions) for file in catalogue) >= 65


def test_every_question_changes_the_result(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        for question in file.content.questions:
            assert makes_a_difference(file.content, question, {}), f"{file.name}: {question.key}"


def test_every_answer_leaves_papers_to_bring(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        asked: list[str] = []
        answers: dict[str, str] = {}
        while question := next_question(file.content, answers, asked):
            asked.append(question.key)
            answers[question.key] = question.options[0].key
        assert len(asked) <= 3, file.name
        for question in file.content.questions:
            labels = [option.label for option in question.options]
            assert len(labels) == len(set(labels)), file.name
            assert question.text.endswith("?"), file.name


def test_every_option_fits_a_button(catalogue: list[CatalogueFile]) -> None:
    asked = (Facet.DOCUMENTS, Facet.FEE, Facet.TIME, Facet.PLACE, Facet.ONLINE)
    for file in catalogue:
        for question in file.content.questions:
            for option in question.options:
                choice = Choice(file.content.code, asked, (question.key, option.key))
                assert len(encode(choice)) <= 64, file.name


def test_a_word_of_one_option_is_no_word_of_another(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        for question in file.content.questions:
            words = [word for option in question.options for word in option.words]
            assert len(words) == len(set(words)), f"{file.name}: {question.key}"


def test_papers_are_issued_by_other_procedures(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        for paper in file.content.documents:
            assert paper.issued_by != file.content.code, file.name


def test_the_rule_by_which_a_paper_is_spared_is_a_basis(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        laws = " ".join(law.number or "" for law in file.content.legal_basis)
        for paper in file.content.documents:
            if paper.held_basis:
                assert paper.held_basis.rpartition(" ")[2] in laws, file.name
