"""Makes scripts as short as they can be for a browser."""


def minified(script: str) -> str:
    """The same with short names, without comments and spaces. Raises ValueError for bad syntax."""
    # Not at the top: it brings Go's runtime along, which would not outlive the fork of a server.
    import minify

    return minify.string("application/javascript", script)
