"""WARC files that others wrote, brought into the archive as segments of our own."""
