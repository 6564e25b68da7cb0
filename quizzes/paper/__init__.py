"""A quiz on paper: printed as sheets, each with a number and a QR, and typed in again as attempts.

`printing` draws the versions and numbers the sheets, `sheets` and `keys` make them data for the
press, `typed` reads and writes answers as they stand on a sheet, `typing_in` makes an attempt of a
sheet, `grid` and `spreadsheet` are the two ways in which trainers type.
"""
