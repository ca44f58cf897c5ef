"""A look at a site: what `scrapy addsite` finds there, and the declaration it makes of it."""
