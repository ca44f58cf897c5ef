"""What a page needs to look as it did, fetched after it: pictures, stylesheets, fonts, scripts."""
