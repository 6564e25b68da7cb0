"""Classical test statistics of a quiz, as plain functions over marks; no database, no request.

The definitions are those of Moodle's quiz statistics report. `sitting.py` says which attempts
count, `exact.py` adds marks up without rounding, `quiz_figures.py`, `slot_figures.py` and
`guessing.py` hold the formulas, `reading.py` takes marks from a file, `analysis.py` joins them.
"""
