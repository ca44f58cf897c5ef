"""What a captured page needs to look as it did: read from the bytes of pages and stylesheets."""
