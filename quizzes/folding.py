"""The one place where quizzes take the comparison of Lao words from."""

from sop_site.lao.text import fold

__all__ = ["fold"]
