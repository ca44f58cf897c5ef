"""Stored pages read again by the extractor of today: what `archive reextract` does, a segment at a time."""
