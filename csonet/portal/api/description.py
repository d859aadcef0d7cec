"""The OpenAPI description: what django-ninja knows of the operations, and what the data sets know of records."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from csonet.content.models import Item
from csonet.opendata.datasets import Dataset, Field, datasets
from csonet.portal.api import filters, searching, vocabularies
from csonet.ui import languages

TEXT = """Everything on CSO Net that everybody may read, as data. Reading only, without an account.

Lists take the same filters as the portal's pages, and are given in pages; `next` leads on. Whoever wants everything
takes the nightly files of the data page. A parameter that there is not, or a value that cannot be, is answered with
422. Answers carry an ETag: send it as If-None-Match, and what has not changed is answered with 304. Who asks more often
than the portal allows one network address is answered with 429 and told by Retry-After when to come again."""

_WORD = {
    "type": "string",
    "minLength": 1,
    "maxLength": filters.LONGEST,
    "pattern": filters.WORD,
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "message"],
                "properties": {"parameter": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_TERM = {
    "type": "object",
    "required": ["code", "name", "within"],
    "properties": {
        "code": {"type": "string"},
        "name": {"type": "string"},
        "within": {"type": "string", "description": "The code of what it belongs to; empty if nothing."},
        "iso3": {"type": "string"},
        "m49": {"type": "string"},
    },
}
_HIT = {
    "type": "object",
    "required": ["kind", "id", "url", "language", "title", "snippet"],
    "properties": {name: {"type": "string"} for name in ("kind", "id", "url", "language", "title", "snippet")},
}
_INDEX = {
    "type": "object",
    "required": ["openapi", "documentation", "licence", "lists", "vocabularies", "search"],
    "properties": {
        **{name: {"type": "string"} for name in ("openapi", "documentation", "licence", "search")},
        **{name: {"type": "object", "additionalProperties": {"type": "string"}} for name in ("lists", "vocabularies")},
    },
}
_ETAG = {"schema": {"type": "string"}, "description": "Send it as If-None-Match; 304 says that nothing changed."}
_CACHE = {"schema": {"type": "string"}, "description": "It may be kept, if it is asked for a change each time."}
_HEADERS = {"ETag": _ETAG, "Cache-Control": _CACHE}
_LINK = {"schema": {"type": "string"}, "description": "Where the fields are explained, and the licence (RFC 8288)."}
_MODIFIED = {
    "schema": {"type": "string"},
    "description": "Send it as If-Modified-Since. Left out where answers of others were counted: they have no date.",
}
_SPOKEN = {"schema": {"type": "string"}, "description": "The language of the names."}
_RETRY = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}


def completed(schema: Any) -> Any:
    """The description with records, answers, and the values that parameters can have."""
    schema["components"]["schemas"] = _schemas()
    schema["info"]["license"] = {"name": "Licence of the collection", "url": settings.OPEN_DATA_LICENCE}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            name = operation["operationId"]
            operation["parameters"] = _parameters(operation["parameters"], _choices(name))
            operation["responses"] = _responses(name, has_parameters="{" in path)
    return schema


def _schemas() -> dict[str, Any]:
    made = {"Problem": _PROBLEM, "Term": _TERM, "Hit": _HIT, "Index": _INDEX}
    return made | {_title(dataset.name): _record(dataset) for dataset in datasets().values()}


def _record(dataset: Dataset) -> dict[str, Any]:
    return {
        "type": "object",
        "description": str(dataset.about),
        "required": dataset.columns,
        "additionalProperties": False,
        "properties": {field.name: _property(field) for field in dataset.fields},
    }


def _property(field: Field) -> dict[str, Any]:
    return {**field.type, "description": ". ".join(str(part).rstrip(".") for part in (field.label, field.note) if part)}


def _title(name: str) -> str:
    return name.title().replace("-", "")


def _choices(operation: str) -> filters.Choices:
    """Parameter → the values that it can have in this operation; none for one that takes any word."""
    verb, _hyphen, name = operation.partition("-")
    if operation == "search":
        return searching.choices()
    if verb != "list":
        return {}
    if name in Item.every_noun():
        return filters.choices_of_items(Item.every_noun()[name])
    if name == "organizations":
        return filters.choices_of_organizations()
    return {"lang": list(languages.CODES)} if name in vocabularies.NAMES else filters.choices_of_table(name)


def _parameters(told: list[dict[str, Any]], choices: filters.Choices) -> list[dict[str, Any]]:
    """What django-ninja knows of the parameters, and the filters with the values that there are."""
    kept = [_tidied(parameter) for parameter in told if parameter["name"] not in choices]
    words = {one["name"] for one in told if one["schema"].get("type") == "string"}
    return kept + [
        _filter(name, values, is_single=name in words or filters.is_single(name, values))
        for name, values in choices.items()
    ]


def _tidied(parameter: dict[str, Any]) -> dict[str, Any]:
    """Without titles, and without a default of nothing."""
    schema = {name: value for name, value in parameter["schema"].items() if name not in ("title", "description")}
    if schema.get("default", 0) is None:
        del schema["default"]
        schema = next(one for one in schema.pop("anyOf") if one["type"] != "null") | schema
    return {**parameter, "schema": schema}


def _filter(name: str, values: list[str], *, is_single: bool) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string", "enum": values} if values else _WORD
    if not is_single:
        one = {"type": "array", "items": one, "maxItems": filters.MOST_VALUES}
    return {"in": "query", "name": name, "required": False, "schema": one}


def _responses(operation: str, *, has_parameters: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "200": {
            "description": "What was asked for.",
            "headers": _headers(operation),
            "content": {"application/json": {"schema": _answer(operation)}},
        },
        "304": {"description": "It has not changed.", "headers": _HEADERS},
        "400": _problem("The request cannot be understood."),
        "422": _problem("A parameter that there is not, or a value that cannot be."),
        "429": {**_problem("Too many requests; Retry-After says when to come again."), "headers": _RETRY},
        "503": {**_problem("The portal is not available at the moment."), "headers": _RETRY},
    }
    if has_parameters:
        found["404"] = _problem("There is nothing here that everybody may read.")
    return found


def _headers(operation: str) -> dict[str, Any]:
    """The headers of what was asked for: lists say where they are explained, single records when they changed."""
    verb, _hyphen, name = operation.partition("-")
    if verb == "read":
        return {**_HEADERS, "Last-Modified": _MODIFIED}
    if name in vocabularies.NAMES:
        return {**_HEADERS, "Content-Language": _SPOKEN}
    return {**_HEADERS, "Link": _LINK} if verb == "list" else _HEADERS


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _answer(operation: str) -> dict[str, Any]:
    """The body of the answer of an operation, by its name."""
    verb, _hyphen, name = operation.partition("-")
    if operation == "index":
        return {"$ref": "#/components/schemas/Index"}
    if operation == "search":
        counted = {"total": {"type": "integer"}, "total_is_capped": {"type": "boolean"}, "page": {"type": "integer"}}
        return _list_of("Hit", **counted)
    if verb == "read":
        return {"$ref": f"#/components/schemas/{_title('organizations' if name == 'organization' else name)}"}
    if name in vocabularies.NAMES:
        return _list_of("Term")
    link = {"type": ["string", "null"], "format": "uri"}
    return _list_of(_title(name), next=link, previous=link)


def _list_of(name: str, **others: Any) -> dict[str, Any]:
    results = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    return {"type": "object", "required": ["results", *others], "properties": {"results": results, **others}}
