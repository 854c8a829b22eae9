"""Articles and annotated sets: reading, choosing, splitting, loading."""
