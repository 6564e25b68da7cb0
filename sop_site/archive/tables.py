"""Rows as lines of JSON and back, whatever the engine.

A table is read and written through a model of plain fields that is made for this purpose: no
save(), no signal, no StreamField that leaves out what it doesn't know, no time that is set anew.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.apps.registry import Apps
from django.db import models

# Worked out from other rows, differently on each engine: left out, and made anew at the end.
DERIVED_APPS = {"wagtailsearch"}
DERIVED = {"sop_pages.searchentry", "sop_pages.searchpassage"}
A_BATCH = 500
# A row that may hold a file: few at a time, so that memory stays small.
A_HEAVY_BATCH = 10


def _same(value):
    return value


@dataclass(frozen=True)
class Plain:
    """How a type of column is written: the field that reads it, and its values as JSON."""

    make: Callable[[models.Field], models.Field]
    write: Callable = _same
    read: Callable = _same


def _simple(made: type[models.Field], write: Callable = _same, read: Callable = _same) -> Plain:
    return Plain(lambda field: made(), write, read)


def _text(field) -> models.Field:
    return models.CharField(max_length=field.max_length)


def _decimal(field) -> models.Field:
    return models.DecimalField(max_digits=field.max_digits, decimal_places=field.decimal_places)


PLAIN = {
    **dict.fromkeys(("AutoField", "IntegerField", "SmallAutoField"), _simple(models.IntegerField)),
    **dict.fromkeys(("BigAutoField", "BigIntegerField"), _simple(models.BigIntegerField)),
    "PositiveBigIntegerField": _simple(models.PositiveBigIntegerField),
    "PositiveIntegerField": _simple(models.PositiveIntegerField),
    "PositiveSmallIntegerField": _simple(models.PositiveSmallIntegerField),
    "SmallIntegerField": _simple(models.SmallIntegerField),
    "BooleanField": _simple(models.BooleanField),
    "FloatField": _simple(models.FloatField),
    "TextField": _simple(models.TextField),
    "GenericIPAddressField": _simple(models.GenericIPAddressField),
    **dict.fromkeys(("CharField", "SlugField", "FileField", "FilePathField"), Plain(_text)),
    "JSONField": _simple(models.JSONField),
    "DecimalField": Plain(_decimal, str, Decimal),
    "UUIDField": _simple(models.UUIDField, lambda value: value.hex, UUID),
    "DateTimeField": _simple(models.DateTimeField, datetime.isoformat, datetime.fromisoformat),
    "DateField": _simple(models.DateField, date.isoformat, date.fromisoformat),
    "TimeField": _simple(models.TimeField, time.isoformat, time.fromisoformat),
    "DurationField": _simple(
        models.DurationField,
        lambda value: value // timedelta(microseconds=1),
        lambda value: timedelta(microseconds=value),
    ),
    "BinaryField": _simple(
        models.BinaryField, lambda value: b64encode(bytes(value)).decode(), b64decode
    ),
}


class Table:
    """One model's table. `label` is its name in the archive."""

    def __init__(self, model: type[models.Model]):
        self.label = model._meta.label_lower
        self.name = model._meta.db_table
        fields = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.columns = [field.attname for field in fields]
        self.plain = [plain_of(field) for field in fields]
        self.rows = _shadow(model, fields).objects
        self.batch = A_HEAVY_BATCH if PLAIN["BinaryField"] in self.plain else A_BATCH

    def lines(self) -> Iterator[list]:
        """Each row as a list of JSON values, in the order of `columns`."""
        rows = self.rows.order_by("pk").values_list(*self.columns)
        for row in rows.iterator(chunk_size=self.batch):
            yield [
                None if value is None else plain.write(value)
                for plain, value in zip(self.plain, row, strict=True)
            ]

    def put(self, lines: Iterable[list]) -> None:
        """Writes rows as they were written by `lines`. Raises ValueError for what is none."""
        waiting = []
        for line in lines:
            waiting.append(self._row(line))
            if len(waiting) == self.batch:
                self.rows.bulk_create(waiting)
                waiting = []
        self.rows.bulk_create(waiting)

    def _row(self, line: list) -> models.Model:
        values = {
            column: None if value is None else plain.read(value)
            for column, plain, value in zip(self.columns, self.plain, line, strict=True)
        }
        return self.rows.model(**values)


def plain_of(field: models.Field) -> Plain:
    """How this field's column is written; of a relation, as the column that it points to."""
    while field.many_to_one or field.one_to_one:
        field = field.target_field
    names = [field.get_internal_type(), *(kind.__name__ for kind in type(field).__mro__)]
    return next(PLAIN[name] for name in names if name in PLAIN)


def _shadow(model: type[models.Model], fields: list[models.Field]) -> type[models.Model]:
    """A model of plain fields on the same table."""
    body: dict = {"__module__": __name__}
    for field in fields:
        target = field
        while target.many_to_one or target.one_to_one:
            target = target.target_field
        made = plain_of(field).make(target)
        made.db_column, made.primary_key = field.column, field.primary_key
        made.null = field.null
        body[field.attname] = made
    meta = {"db_table": model._meta.db_table, "app_label": model._meta.app_label, "apps": Apps()}
    body["Meta"] = type("Meta", (), meta)
    return type(model.__name__, (models.Model,), body)


def is_derived(model: type[models.Model]) -> bool:
    return model._meta.app_label in DERIVED_APPS or model._meta.label_lower in DERIVED


def tables_of(apps) -> list[Table]:
    """The tables that an archive holds, of these apps (the present ones or a migration's)."""
    found = [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not is_derived(model)
    ]
    return sorted(found, key=lambda table: table.label)


class Digest:
    """One number for the rows of a table, whatever their order and their engine."""

    def __init__(self):
        self.count, self._sum = 0, 0

    def add(self, line: list) -> None:
        text = json.dumps(_canonical(line), sort_keys=True, separators=(",", ":"))
        self._sum += int.from_bytes(hashlib.sha256(text.encode()).digest())
        self.count += 1

    @property
    def value(self) -> str:
        return f"{self._sum % 2**256:064x}"


def _canonical(value):
    """PostgreSQL's jsonb gives 1e22 back as a whole number; SQLite as it was written."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_canonical(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _canonical(entry) for key, entry in value.items()}
    return value


def digest_of(table: Table) -> Digest:
    found = Digest()
    for line in table.lines():
        found.add(line)
    return found
