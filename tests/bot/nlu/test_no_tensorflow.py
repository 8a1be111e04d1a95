import importlib
import sys

import pytest

from bot.nlu.no_tensorflow import InertFinder, TensorFlowLeftOutError, leave_tensorflow_out


def test_rasas_tensorflow_imports_are_served_inert() -> None:
    layers = importlib.import_module("tensorflow.keras.layers")

    class Layer(layers.Layer):  # type: ignore[misc, name-defined]
        """As rasa.utils.tensorflow defines its layers."""

    assert isinstance(Layer, type)
    assert importlib.import_module("rasa.nlu.classifiers.diet_classifier")


def test_computing_with_tensorflow_says_that_it_is_left_out() -> None:
    tensorflow = importlib.import_module("tensorflow")

    with pytest.raises(TensorFlowLeftOutError, match="leaves out on purpose"):
        tensorflow.constant(1)


def test_modules_that_do_not_exist_elsewhere_stay_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("tensorboard_of_nobody")


def test_leaving_out_twice_adds_one_finder() -> None:
    leave_tensorflow_out()

    assert sum(isinstance(finder, InertFinder) for finder in sys.meta_path) == 1
