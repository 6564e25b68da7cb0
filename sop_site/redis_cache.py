"""A Redis that may be away: what it remembers can be worked out anew, so no page fails for it."""

import functools
import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PAUSE = 5.0  # seconds during which a Redis that failed isn't asked again


def _forgiving(name: str, away):
    """The method of RedisCache; `away(key_or_keys, default)` is its answer without a Redis."""
    asked = getattr(RedisCache, name)

    @functools.wraps(asked)
    def method(self, *args, **options):
        if time.monotonic() < self.until:
            return away(*args, **options)
        try:
            return asked(self, *args, **options)
        except RedisError as error:
            type(self).until = time.monotonic() + PAUSE
            log.error("The cache is out of reach: %s.", type(error).__name__)
            return away(*args, **options)

    return method


class ForgivingRedisCache(RedisCache):
    """Without a Redis nothing is found, nothing kept, and limits don't count."""

    until = 0.0

    add = _forgiving("add", lambda *args, **options: True)
    get = _forgiving("get", lambda key, default=None, *args, **options: default)
    set = _forgiving("set", lambda *args, **options: None)
    touch = _forgiving("touch", lambda *args, **options: False)
    delete = _forgiving("delete", lambda *args, **options: False)
    get_many = _forgiving("get_many", lambda *args, **options: {})
    has_key = _forgiving("has_key", lambda *args, **options: False)
    incr = _forgiving("incr", lambda key, delta=1, *args, **options: delta)
    set_many = _forgiving("set_many", lambda data, *args, **options: list(data))
    delete_many = _forgiving("delete_many", lambda *args, **options: None)
