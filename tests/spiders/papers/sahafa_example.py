from scraper import Feed, Hints, NewsSpider


class Sahafa(NewsSpider):
    """Sahafa, Mauritania, in Arabic."""

    name = "sahafa.example"
    title = "صحافة"
    country = "MR"
    language = "ar"
    sources = (Feed("https://sahafa.example/rss.xml"),)
    hints = (
        Hints(
            body=("//div[@class='khabar']",),
            published="//span[@class='tarikh']",
            dates=("%A %d %B %Y - %H:%M",),
            zone="Africa/Nouakchott",
        ),
    )
