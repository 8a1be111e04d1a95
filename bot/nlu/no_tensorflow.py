"""Inert stand-ins for TensorFlow and Keras, which Rasa imports and our pipeline never uses.

Rasa reaches TensorFlow on every start (`rasa.utils.train_utils` imports
`rasa.utils.tensorflow.callback`) to define classes that only DIET, TED and the response selectors
instantiate. The stand-ins let those definitions pass; calling anything from them raises
`TensorFlowLeftOutError`.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NoReturn

LEFT_OUT = frozenset(
    {"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "tf_keras"}
)


class TensorFlowLeftOutError(RuntimeError):
    """Raised when code tries to compute with TensorFlow, which this engine does not ship."""


class _InertType(type):
    """Metaclass of the stand-in for every name of a left-out package."""

    def __getattr__(cls, name: str) -> "type[Inert]":
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert

    def __call__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise TensorFlowLeftOutError(
            f"{cls.__name__} needs TensorFlow, which this engine leaves out on purpose. "
            "Use sparse features, a linear classifier and RulePolicy."
        )


class Inert(metaclass=_InertType):
    """Stands for any class or function of a left-out package; good as a base or annotation."""


class _InertModule(ModuleType):
    """A module in which every public name exists and is `Inert`."""

    def __getattr__(self, name: str) -> type[Inert]:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert


class InertFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every module of the left-out packages and loads it empty."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module is empty."""


def leave_tensorflow_out() -> None:
    """Serve the left-out packages inert from now on; safe to call again."""
    if not any(isinstance(finder, InertFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, InertFinder())
