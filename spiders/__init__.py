"""One declaration per site; a file here is a site, and a site is gone when its file is."""
