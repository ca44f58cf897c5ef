import pytest

from archive.extraction.language import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le pont sur la rivière rouvre à la circulation après des travaux.", "fr"),
        ("Gwamnan jihar ya bayyana cewa za a fara aikin gyaran hanyar nan da mako biyu masu zuwa.", "ha"),
        ("Laamɗo leydi ndii wii haa jooni ndiyam yeewi e nder gese, demooɓe ɓeen ana njogii sago.", "ff"),
        ("Madaxweynaha ayaa sheegay in biyaha la keeni doono magaalada toddobaadka soo socda.", "so"),
        ("የከተማው ከንቲባ አዲሱ መንገድ በሚቀጥለው ሳምንት እንደሚከፈት ገልጸዋል። ነዋሪዎችም በዜናው መደሰታቸውን ተናግረዋል።", "am"),
        ("Mali jamana ka minisiri ye kuma fɔ bi, ko sanji bɛna na kosɛbɛ san in na kabini kunun.", "und"),
        ("Njiitu réew mi neena dina am yeneen liggéey ci diiwaanu Ndar ak Luga, te ñépp ñu ngi xaar.", "und"),
        ("Laabo jinebora ne ka ga lakkol kulu kan hari hasara hanse za beene hari mana sintin.", "und"),
        ("Jamana kuntigi ye kalan kɛ ko sɛnɛkɛlaw ka kan ka dɛmɛ soro san in na, bari sanji ma na ka ɲɛ.", "und"),
        ("መንግስቲ እቲ ክልል ብውሕጅ ዝተጎድኡ ኩሎም ኣብያተ ትምህርቲ ቅድሚ ክረምቲ ከም ዝጽገኑ ኣፍሊጡ።", "und"),
        ("ነጋዴዎች በምግብ ዋጋ መናር ምክንያት ቅሬታቸውን አሰሙ።", "am"),
        ("Serikali ya mkoa imetangaza kuwa barabara mpya itajengwa kabla ya msimu wa mvua.", "sw"),
        ("Oui.", "und"),
        ("12 34 56 78 90 " * 9, "und"),
        ("", "und"),
    ],
    ids=[
        "fr",
        "ha",
        "ff",
        "so",
        "am",
        "bambara",
        "wolof",
        "zarma",
        "bambara like hausa",
        "tigrinya",
        "am short",
        "sw",
        "short",
        "digits",
        "empty",
    ],
)
def test_languages_and_und_rather_than_wrong(text: str, code: str) -> None:
    assert detect(text) == code
