"""What `archive verify` checks: each kind of object against the others."""
