"""A newspaper that does everything wrong: one route per misbehaviour, each with what the archive has to say of it."""
