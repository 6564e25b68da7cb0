from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id at OWASP's lowest recommended cost: 0.03 s each, so that a workshop of 200 people
    signs in within seconds on two cores (PBKDF2 takes ten times as long)."""

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
