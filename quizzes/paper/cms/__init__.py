"""Printing and typing in, in the CMS."""
