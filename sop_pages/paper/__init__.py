"""SOPs and the whole handbook as PDF, set by Typst.

A document becomes plain data (`sheets`, `handbook`), which one fixed template (`handbook.typ`)
shows; no text of an author is ever Typst's own language. `typesetting` runs Typst in a process of
its own, `kept` keeps what was made.
"""
