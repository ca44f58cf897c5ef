"""How the crawl behaves towards others."""
