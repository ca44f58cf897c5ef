from scraper import NewsSpider, Section


class AMI(NewsSpider):
    """Agence Mauritanienne d'Information, Mauritania, in French and Arabic."""

    name = "ami.mr"
    title = "Agence Mauritanienne d'Information"
    country = "MR"
    language = "fr ar"
    sources = (Section("https://ami.mr/fr"), Section("https://ami.mr/ar"))
    notes = "no feed since /rss.xml; its lists give no dates; /fr/Depeche-123.html is an old form of address"
