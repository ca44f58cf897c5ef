"""The bytes of feeds, sitemaps, list pages and post listings -> the links in them."""
