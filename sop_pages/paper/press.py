"""The program that sets one PDF: `python -I press.py FOLDER FONTS`, in a process of its own.

Reads FOLDER/main.typ and what it names, only from that folder; writes FOLDER/made.pdf. It has
so much memory, time and room and no more; beyond them it ends with an error.
"""

import resource
import sys

MEMORY = 3 * 1024**3  # of addresses; the library alone takes half of it
SECONDS = 25
ROOM = 60 * 1024**2


def main(folder: str, fonts: str) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, ROOM),
    ):
        resource.setrlimit(what, (most, most))
    import typst

    typst.compile(
        f"{folder}/main.typ",
        output=f"{folder}/made.pdf",
        root=folder,
        font_paths=[fonts],
        ignore_system_fonts=True,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
