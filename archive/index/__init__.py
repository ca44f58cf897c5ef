"""The text indexes by which replay finds captures: one of each segment, and merged ones."""
