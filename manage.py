#!/usr/bin/env python
"""Runs Django's commands on the development settings unless told otherwise."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sop_site.settings.development")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from sop_site.settings.environment import refuse_unknown_module

    try:
        refuse_unknown_module()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Khumue does not start: {error}")
