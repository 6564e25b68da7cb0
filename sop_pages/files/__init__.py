"""SOPs as files: Markdown with a head, one file a language. docs/authors.md describes the form."""
