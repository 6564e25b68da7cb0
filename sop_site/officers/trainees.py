"""Whose trainer somebody is, beside the officers of the own province: apps that know of trainings
say so in AppConfig.ready()."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Q

from .models import User

# For a trainer: the condition on User that the people of the own trainings meet.
Source = Callable[[User], Q]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Names a source, for instance "workshops"."""
    _sources[name] = source


def of_trainer(trainer: User) -> Q:
    """The condition on User that a trainer's officers meet: of the own province, or of one of the
    own trainings; no query. That `trainer` is one is the caller's to know."""
    own = Q(province=trainer.province_id) if trainer.province_id else Q(pk__in=[])
    return reduce(or_, (source(trainer) for source in _sources.values()), own)
