"""The commands of `archive`, one a file."""
