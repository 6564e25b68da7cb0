"""Local notes: proposed by officers, decided by their coordinator or LSSO, shown beneath a step."""
