"""The components of the pipeline, each a spaCy factory: sentences, tagger, values, relations, records."""
