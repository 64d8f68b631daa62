"""The description of the doors for programs, made of the models that check what comes and goes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from kithwork.apps.observations import shapes
from kithwork.apps.observations.letter import Letter

REF = "#/components/schemas/{model}"
PROBLEMS = {
    "400": "It cannot be understood; the sentence names the place in the body, such as items[3].id, and the mend.",
    "401": "Nobody is signed in, and no good token was sent.",
    "403": "This person may not.",
    "405": "This door does not open by this method.",
    "413": "The batch is too long.",
    "415": "The body is packed in a way nobody here unpacks.",
    "429": "Too many requests from one account. Wait as long as Retry-After says.",
}
# The letter inside an item's text is described too, though it travels as text.
MODELS: tuple[type[BaseModel], ...] = (
    shapes.Batch, shapes.BatchAnswer, shapes.DeviceName, shapes.DeviceAnswer, shapes.DayAnswer,
    shapes.Receipts, shapes.HeldPage, shapes.Why, shapes.Sentence, Letter,
)  # fmt: skip


def description() -> dict[str, Any]:
    """OpenAPI 3.1."""
    _, schemas = models_json_schema([(model, "validation") for model in MODELS], ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kithwork: observations",
            "version": "1",
            "description": (
                "What a device recorded goes in, each letter once and byte for byte. A letter has an id made on the "
                "device; the same text again is answered with already, another text under the same id is kept aside. "
                "A client forgets a letter on stored or already and on nothing else."
            ),
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "paths": _paths(),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "kithwork"},
            },
        },
    }


def _paths() -> dict[str, Any]:
    uuid = {"type": "string", "format": "uuid"}
    return {
        "/day": {
            "get": _operation("Today's list of an observer", "DayAnswer", [_asked("device", uuid)])
        },
        "/devices": {"post": _operation("Make a browser known", "DeviceAnswer", body="DeviceName")},
        "/observations": {
            "post": _operation("Send letters", "BatchAnswer", body="Batch"),
            "get": _operation(
                "What is held, in the order it arrived",
                "HeldPage",
                [_asked("after", {"type": "integer", "minimum": 0})],
            ),
        },
        "/observations/{letter}": {
            "delete": _operation(
                "Take an observation away",
                None,
                [{"name": "letter", "in": "path", "required": True, "schema": uuid}],
                body="Why",
                more={"404": "No such letter.", "409": "It was taken away before."},
            )
        },
        "/receipts": {
            "get": _operation(
                "Which letters are safe",
                "Receipts",
                [_asked("ids", {"type": "string", "description": "ids with commas, at most 100"})],
            )
        },
        "/openapi.json": {"get": _operation("This description", None)},
    }


def _asked(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _operation(
    summary: str,
    answer: str | None,
    parameters: list[dict[str, Any]] | None = None,
    *,
    body: str = "",
    more: dict[str, str] | None = None,
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {
            "200": {"description": "Done.", "content": _json(answer)},
            **{
                status: {"description": said, "content": _json("Sentence")}
                for status, said in sorted((PROBLEMS | (more or {})).items())
            },
        },
    }
    if body:
        found["requestBody"] = {"required": True, "content": _json(body)}
    return found


def _json(model: str | None) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=model)} if model else {"type": "object"}
    return {"application/json": {"schema": schema}}
