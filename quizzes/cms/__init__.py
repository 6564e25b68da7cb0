"""The trainers' side: results, and writing questions."""
