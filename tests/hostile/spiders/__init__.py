"""The one site of the hostile newspaper."""
