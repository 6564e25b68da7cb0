"""The author's side of the handbook: what the CMS shows beside Wagtail's own pages."""
