"""Train and load our Rasa components as the graph does, without the graph."""

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.importer import ThuTucImporter
from bot.nlu.tokenizer import VietnameseTokenizer

TOKENIZER = VietnameseTokenizer(VietnameseTokenizer.get_default_config())
CONTEXT = ExecutionContext(GraphSchema({}), node_name="component")


def tokenized_data(path: Path) -> TrainingData:
    """The tokenized training data of a file or folder."""
    importer = ThuTucImporter(training_data_paths=[str(path)])
    return TOKENIZER.process_training_data(importer.get_nlu_data())


def trained(component: Any, data: TrainingData, folder: Path) -> Any:
    """The component after training, saving and loading with its default settings."""
    storage = LocalModelStorage(folder)
    resource = Resource("component")
    settings = component.get_default_config()
    component.create(settings, storage, resource, CONTEXT).train(data)
    return component.load(settings, storage, resource, CONTEXT)


def processed(component: Any, text: Any) -> Message:
    """A message that went through the tokenizer and the component."""
    message = Message({"text": text})
    component.process(TOKENIZER.process([message]))
    return message
