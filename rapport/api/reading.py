"""The OpenAPI description as something to read: by subject, with every field in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

METHODS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    is_required: bool = False
    about: str = ""


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    about: str
    parameters: list[Field] = field(default_factory=list)
    sent: list[Field] = field(default_factory=list)
    answered: str = ""  # name of the shape in a good answer
    statuses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Subject:
    name: str
    operations: list[Operation]


@dataclass(frozen=True)
class Shape:
    """What a thing looks like in an answer."""

    name: str
    about: str
    fields: list[Field]


@dataclass(frozen=True)
class Manual:
    about: list[list[str]]  # paragraphs, each of words and code in turn
    subjects: list[Subject]
    shapes: list[Shape]


def manual(description: dict[str, Any]) -> Manual:
    """`description` is an OpenAPI 3.1 document as ninja makes it."""
    shapes = description["components"]["schemas"]
    subjects: dict[str, list[Operation]] = {}
    for path, by_method in description["paths"].items():
        for method in METHODS:
            if said := by_method.get(method):
                subjects.setdefault(said["tags"][0], []).append(_operation(method, path, said, shapes))
    shown = [
        Shape(name, said.get("description", ""), list(_fields(said, shapes)))
        for name, said in shapes.items()
        if name.endswith("Out") and said.get("properties")
    ]
    about = description["info"]["description"].strip().split("\n\n")
    paragraphs = [paragraph.split("`") for paragraph in about]
    return Manual(paragraphs, [Subject(name, operations) for name, operations in subjects.items()], shown)


def _operation(method: str, path: str, said: dict, shapes: dict) -> Operation:
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    good = next(response for status, response in said["responses"].items() if int(status) < 300)
    answer = good.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        about=said.get("description", ""),
        parameters=[
            Field(p["name"], _type(p["schema"], shapes), p.get("required", False), _about(p, p["schema"]))
            for p in said.get("parameters", ())
        ],
        sent=list(_fields(_resolved(body, shapes), shapes)),
        answered=_type(answer, shapes) if answer else "",
        statuses=[str(status) for status in said["responses"]],
    )


def _fields(shape: dict, shapes: dict) -> Iterable[Field]:
    required = shape.get("required", ())
    for name, said in shape.get("properties", {}).items():
        yield Field(name, _type(said, shapes), name in required, _about(said))


def _about(*said: dict) -> str:
    about = next((one["description"] for one in said if one.get("description")), "")
    values = next((one["enum"] for one in said if one.get("enum")), ())
    return about or ", ".join(map(str, values))


def _type(said: dict, shapes: dict) -> str:
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        values = shapes[name].get("enum")
        return " | ".join(map(str, values)) if values else name.replace("PageOut_", "").rstrip("_")
    if "anyOf" in said:
        return " | ".join(dict.fromkeys(_type(one, shapes) for one in said["anyOf"]))
    if said.get("type") == "array":
        return _("list of %(type)s") % {"type": _type(said.get("items", {}), shapes)}
    if "enum" in said:
        return " | ".join(map(str, said["enum"]))
    return said.get("format") or said.get("type", "")


def _resolved(said: dict, shapes: dict) -> dict:
    return shapes[said["$ref"].rpartition("/")[2]] if "$ref" in said else said
