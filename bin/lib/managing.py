"""Runs a command of manage.py from bin/; makes the virtual environment where there is none yet."""

import os
import sys
from contextlib import redirect_stdout

import environment
from environment import PYTHON, ROOT

if __name__ == "__main__":
    if not PYTHON.exists():
        with redirect_stdout(sys.stderr):
            environment.ready()
    os.execv(PYTHON, [PYTHON, ROOT / "manage.py", *sys.argv[1:]])
