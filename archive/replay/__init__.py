"""What pywb is given: an index that is kept fresh, the WARCs where they lie."""
