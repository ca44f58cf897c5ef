from scraper import Feed, Hints, NewsSpider


class Courrier(NewsSpider):
    """Le Courrier du Fleuve, Senegal; it was laid out anew in March 2026."""

    name = "courrier.example"
    title = "Le Courrier du Fleuve"
    country = "SN"
    language = "fr"
    sources = (Feed("https://courrier.example/feed"),)
    hints = (
        Hints(body=("//td[@class='texte']",), title="//font[@size='5']", until="2026-03-01"),
        Hints(
            body=("//div[@id='recit']/p | //div[@id='recit']/ul", "//div[@id='breve']"),
            prune=("//p[starts-with(., 'Suivez-nous')]", "//div[@id='recit']//p[@class='pub']"),
            title="//h3[@class='une']",
            authors="substring-after(//p[@class='sig'], 'Signé ')",
            published="substring-after(//p[@class='quand'], 'Mis en ligne le ')",
            dates=("%A %d %B %Y à %Hh%M", "%d/%m/%Y"),
            zone="Africa/Dakar",
        ),
    )
