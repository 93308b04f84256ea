"""Instances of the contract to JSON values and back; the only code that meets pydantic's machinery."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from runway_jlab.errors import BadRequest

T = TypeVar("T")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """The validator and serializer of one contract class; building one is slow, so each is built once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(value: Any) -> Any:
    """A contract instance as JSON values (dict, list, str, …), under its wire names."""
    return adapter(type(value)).dump_python(value, mode="json", by_alias=True, warnings=False)


def from_json(kind: type[T], content: Any) -> T:
    """The request that `content` holds.

    Raises
    ------
    BadRequest
        A field is missing, has another type, or is not known.
    """
    try:
        parsed: T = adapter(kind).validate_python(content)
    except ValidationError as error:
        lines = [
            f"{'.'.join(str(part) for part in issue['loc']) or 'body'}: {issue['msg']}" for issue in error.errors()
        ]
        raise BadRequest("The request is not as expected: " + "; ".join(lines)) from error
    return parsed
