"""The pairs of syllables by which reports are compared."""

from sop_site.lao.pairs import pairs_in, passages

__all__ = ["pairs_in", "passages", "whole"]


def whole(report) -> str:
    """All of a report by which it is compared."""
    return f"{report.text}\n{report.proposal}"
