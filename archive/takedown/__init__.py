"""What is taken down: found wherever it left a trace, overwritten, refused ever after."""
