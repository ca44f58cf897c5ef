"""Sites that nobody runs, with hints of every kind: their pages are in tests/spiders/pages, and were written by us."""
