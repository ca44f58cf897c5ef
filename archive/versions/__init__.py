"""What a capture changes in the corpus: a new article, another version of one, one that is gone, or nothing."""
