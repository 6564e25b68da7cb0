"""A formula as a field: as high as it is long, read as one line."""

from .question import LinesField


class FormulaField(LinesField):
    def to_python(self, value):
        return " ".join(super().to_python(value).split())
