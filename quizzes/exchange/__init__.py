"""Questions from and to other programs: GIFT, Aiken, Moodle XML, QTI, spreadsheets.

`drafts.py` is the neutral form between a file and the bank; each format has a module that reads
(and one that writes) it, pure and without a database; `reading.py` chooses among them.
"""
