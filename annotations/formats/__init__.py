"""Formats in and out: every module reads and writes one of them, to and from documents."""
