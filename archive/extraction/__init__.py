"""From a stored page to its text and metadata; `extract` is where it begins."""
