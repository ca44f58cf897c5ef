"""Selected captures and rows into files that leave the archive: WARC, CDXJ, JSONL, Parquet, BagIt."""
