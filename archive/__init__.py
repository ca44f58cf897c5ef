"""The archive: WARC records, the objects that hold them and the tables derived from them. Works offline."""
