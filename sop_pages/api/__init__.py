"""Reading the handbook by machine: /api/v2/, public, nothing that a stranger doesn't see anyway."""
