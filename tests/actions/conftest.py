"""The assistant over the tiny catalogue."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Linker
from tests.actions.chat import Chat
from tests.factories import TODAY


@pytest.fixture
def assistant(linker: Linker, sessions: sessionmaker[Session]) -> Assistant:
    return Assistant(linker, ProcedureReader(sessions, seconds=0), lambda: TODAY)


@pytest.fixture
def chat(assistant: Assistant) -> Chat:
    return Chat(assistant)
