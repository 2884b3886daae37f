"""Spares the brain the packages that Rasa imports for what no model of ours has: TensorFlow before all.

They cost three seconds of every start and 470 MB of every process. In their place stand names without content: Rasa's
classes that are built on them can be defined, and whoever uses one is told why it cannot be used. Training and Rasa's
own commands run without this and have the real ones.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LEARNING = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "keras")
STORES = ("boto3", "botocore", "pymongo")
CHANNELS = (
    "aiogram",
    "fbmessenger",
    "mattermostwrapper",
    "rocketchat_API",
    "slack_sdk",
    "twilio",
    "webexteamssdk",
    "socketio",
    "engineio",
)
FITTING = ("sklearn", "matplotlib")
"""Only training fits models and draws: a brain multiplies with the numbers that were found."""
ASKING = ("prompt_toolkit", "questionary")
"""Only commands ask questions at a terminal."""
LEFT_OUT = (*LEARNING, *FITTING, *STORES, *CHANNELS, *ASKING)


class NotHere(RuntimeError):
    """Something tried to use a package in a process that goes without it."""


class _Named(type):
    """A class of which every attribute is such a class too."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _made(f"{cls.__name__}.{name}")

    def __getitem__(cls, _key: Any) -> Any:
        return cls


class _Nothing(metaclass=_Named):
    """Stands for one name of such a package: may be inherited from, may decorate a function, does nothing."""

    def __new__(cls, *given: Any, **settings: Any) -> Any:
        if cls.__module__ != __name__:
            raise NotHere(f"{cls.__qualname__} needs a package that is left out here, see bot/brain/left_out.py")
        if len(given) == 1 and not settings and callable(given[0]):
            return given[0]  # a decorator
        if settings and not given:
            return lambda function: function  # a decorator with settings
        raise NotHere(f"{cls.__name__} is left out here, see bot/brain/left_out.py")


def _made(name: str) -> type:
    return _Named(name, (_Nothing,), {"__module__": __name__})


class _Module(ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = _made(f"{self.__name__}.{name}")
        setattr(self, name, found)
        return found


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        if name.partition(".")[0] not in LEFT_OUT:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""


def install() -> None:
    """Leave the packages out of this process.

    Raises:
        RuntimeError: one is imported already, so that half of Rasa would have the real one.
    """
    already = [name for name in LEFT_OUT if name in sys.modules and not isinstance(sys.modules[name], _Module)]
    if already:
        raise RuntimeError(f"{already[0]} is imported already; install() must come before Rasa is imported")
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
