"""The archive's pages: Datasette with routes, templates and rules of our own.

:class:`pipeline.archive.pages.site.Site` is the application; ``routes.py`` names the pages, one module each.
"""
