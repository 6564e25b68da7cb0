"""Programmes, modules, workshops: who takes part, who was there, and what came of it."""
