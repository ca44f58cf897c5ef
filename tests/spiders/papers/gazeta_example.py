from scraper import Feed, Hints, NewsSpider


class Gazeta(NewsSpider):
    """Gazeta do Planalto, Mozambique, in Portuguese."""

    name = "gazeta.example"
    title = "Gazeta do Planalto"
    country = "MZ"
    language = "pt"
    sources = (Feed("https://gazeta.example/feed"),)
    hints = (
        Hints(
            prune=("//div[@class='caixa']",),
            authors="//span[@class='quem']",
            published="//div[@class='dia']",
            dates=("%d de %B de %Y, %Hh%M",),
            zone="Africa/Maputo",
        ),
    )
