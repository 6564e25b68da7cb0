"""Figures of reports: how soon they were answered, what came of them, where and what rises.

gathering reads the rows, measures works them out (pure), words says them, plots draws them, tables
and files lay them out. What of it a person may see, scope says.
"""
