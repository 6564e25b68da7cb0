"""The inbox in the CMS: what was refused, what came by hand, what waits for a yes."""
