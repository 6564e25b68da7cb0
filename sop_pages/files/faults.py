"""What is wrong with a file, where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One sentence about one line; `serious` ones refuse the file, the others are warnings."""

    file: str
    line: int
    message: str
    serious: bool = True

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"
