"""The names of months in many languages, of CLDR 48 and as newspapers write them, without accents and in lower case.

Arabic has those of the Maghreb, Egypt, the Gulf and the Levant; a month's names are parted by `|`.
"""

NAMES = {
    "en": (
        "january|jan, february|feb, march|mar, april|apr, may, june|jun, july|jul, august|aug, "
        "september|sep|sept, october|oct, november|nov, december|dec"
    ),
    "fr": (
        "janvier|janv, fevrier|fevr|fev, mars, avril|avr, mai, juin, juillet|juil|juill|jul, aout, "
        "septembre|sept|sep, octobre|oct, novembre|nov, decembre|dec"
    ),
    "ar": (
        "يناير|جانفي|كانون الثاني, فبراير|فيفري|شباط, مارس|اذار, ابريل|افريل|نيسان, مايو|ماي|ايار, "
        "يونيو|جوان|حزيران, يوليو|جويلية|تموز|يوليوز, اغسطس|اوت|اب|غشت|اغشت, سبتمبر|ايلول|شتنبر|شتمبر, "
        "اكتوبر|تشرين الاول, نوفمبر|تشرين الثاني|نونبر, ديسمبر|كانون الاول|دجنبر|دجمبر"
    ),
    "pt": (
        "janeiro|jan, fevereiro|fev, marco|mar, abril|abr, maio|mai, junho|jun, julho|jul, agosto|ago, "
        "setembro|set, outubro|out, novembro|nov, dezembro|dez"
    ),
    "es": (
        "enero|ene, febrero|feb, marzo|mar, abril|abr, mayo|may, junio|jun, julio|jul, agosto|ago, "
        "septiembre|sept, octubre|oct, noviembre|nov, diciembre|dic"
    ),
    "de": (
        "januar|jan|janner, februar|feb, marz|mar|maerz, april|apr, mai, juni|jun, juli|jul, august|aug, "
        "september|sept|sep, oktober|okt, november|nov, dezember|dez"
    ),
    "it": (
        "gennaio|gen, febbraio|feb, marzo|mar, aprile|apr, maggio|mag, giugno|giu, luglio|lug, agosto|ago, "
        "settembre|set, ottobre|ott, novembre|nov, dicembre|dic"
    ),
    "nl": (
        "januari|jan, februari|feb, maart|mrt, april|apr, mei, juni|jun, juli|jul, augustus|aug, "
        "september|sep, oktober|okt, november|nov, december|dec"
    ),
    "sw": (
        "januari|jan, februari|feb, machi|mac, aprili|apr, mei, juni|jun, julai|jul, agosti|ago, "
        "septemba|sep, oktoba|okt, novemba|nov, desemba|des"
    ),
    "ha": (
        "janairu|jan, faburairu|fab, maris|mar, afirilu|afi, mayu|may, yuni|yun, yuli|yul, agusta|agu, "
        "satumba|sat, oktoba|okt, nuwamba|nuw, disamba|dis"
    ),
    "am": "ጃንዋሪ|ጃን, ፌብሩዋሪ|ፌብ, ማርች, ኤፕሪል|ኤፕሪ, ሜይ, ጁን, ጁላይ, ኦገስት|ኦገስ, ሴፕቴምበር|ሴፕቴ, ኦክቶበር|ኦክቶ, ኖቬምበር|ኖቬም, ዲሴምበር|ዲሴም",
    "so": (
        "janaayo|jan|jannaayo, febraayo|feb, maarso|mar, abriil|abr, maayo|may, juun|jun, luulyo|lul, "
        "agosto|ogs|ogosto, sebtembar|seb|sebteembar, oktoobar|okt, noofeembar|nof, diseembar|dis"
    ),
    "om": (
        "amajjii|ama, guraandhala|gur, bitootessa, eebila|elb, caamsaa|cam, waxabajjii|wax, adoolessa|ado, "
        "hagayya|hag, fulbaana|ful, onkoloolessa|onk, sadaasa, mudde|mud"
    ),
    "ti": "ጥሪ, ለካቲት|ለካ, መጋቢት|መጋ, ሚያዝያ|ሚያ, ጉንበት|ግን, ሰነ, ሓምለ|ሓም, ነሓሰ|ነሓ, መስከረም|መስ, ጥቅምቲ|ጥቅ, ሕዳር|ሕዳ, ታሕሳስ|ታሕ",
    "ff": (
        "siilo|sii, colte|col, mbooy|mbo, seeɗto|see, duujal|duu, korse|kor, morso|mor, juko|juk, siilto|slt, "
        "yarkomaa|yar, jolal|jol, bowte|bow"
    ),
    "wo": (
        "samwiyee|sam, fewriyee|few, mars|mar, awril|awr, mee, suwe|suw, sulet|sul, ut, sattumbar|sat, "
        "oktoobar|okt, nowambar|now, desambar|des"
    ),
    "bm": (
        "zanwuye|zan|samwiyee|sam, feburuye|feb|fewriyee|few, marisi|mar|mars, awirili|awi|awril|awr, mɛ|mee, "
        "zuwɛn|zuw|suwe|suw, zuluye|zul|sulet|sul, uti|ut, sɛtanburu|sɛt|sattumbar|sat, "
        "ɔkutɔburu|ɔku|oktoobar|okt, nowanburu|now|nowambar, desanburu|des|desambar"
    ),
    "yo": (
        "osu sere, osu erele, osu erena, osu igbe, osu ebibi, osu okudu, osu agemo, osu ogun, osu owewe, osu "
        "owara, osu belu, osu ope"
    ),
    "ig": (
        "jenuwari|jen, februwari|feb, maachi|maa, epreel|epr, mee, jun|juu, julai|jul, ogoost|ogo, "
        "septemba|sep, oktoba|okt, novemba|nov, disemba|dis"
    ),
    "ln": (
        "sanza ya yambo|yan, sanza ya mibale|fbl, sanza ya misato|msi, sanza ya minei|apl, sanza ya "
        "mitano|mai, sanza ya motoba|yun, sanza ya nsambo|yul, sanza ya mwambe|agt, sanza ya libwa|stb, sanza "
        "ya zomi|ɔtb, sanza ya zomi na mɔkɔ|nvb, sanza ya zomi na mibale|dsb"
    ),
    "mg": (
        "janoary|jan, febroary|feb, martsa|mar, aprily|apr, mey, jona|jon, jolay|jol, aogositra|aog, "
        "septambra|sep, oktobra|okt, novambra|nov, desambra|des"
    ),
    "rw": (
        "mutarama|mut, gashyantare|gas, werurwe|wer, mata|mat, gicurasi|gic, kamena|kam, nyakanga|nya, "
        "kanama|kan, nzeri|nze, ukwakira|ukw, ugushyingo|ugu, ukuboza|uku"
    ),
    "rn": (
        "nzero|mut, ruhuhuma|gas, ntwarante|wer, ndamukiza|mat, rusama|gic, ruheshi|kam, mukakaro|nya, "
        "nyandagaro|kan, nyakanga|nze, gitugutu|ukw, munyonyo|ugu, kigarama|uku"
    ),
    "sn": (
        "ndira|ndi, kukadzi|kuk, kurume|kur, kubvumbi|kub, chivabvu|chv, chikumi|chk, chikunguru|chg, "
        "nyamavhuvhu|nya, gunyana|gun, gumiguru|gum, mbudzi|mbu, zvita|zvi"
    ),
    "xh": (
        "janyuwari|jan, februwari|feb, matshi|mat, epreli|epr, meyi|mey, juni|jun, julayi|jul, agasti|aga, "
        "septemba|sept|sep, okthobha|okt|okthoba, novemba|nov, disemba|dis"
    ),
    "zu": (
        "januwari|jan, februwari|feb, mashi|mas, ephreli|eph, meyi|mey, juni|jun, julayi|jul, agasti|aga, "
        "septhemba|sep, okthoba|okt, novemba|nov, disemba|dis"
    ),
    "af": (
        "januarie|jan, februarie|feb, maart|mrt, april|apr, mei, junie|jun, julie|jul, augustus|aug, "
        "september|sep, oktober|okt, november|nov, desember|des"
    ),
    "ca": (
        "gener|gen, febrer|febr, marc, abril|abr, maig, juny, juliol|jul, agost|ag, setembre|set, "
        "octubre|oct, novembre|nov, desembre|des"
    ),
    "eu": (
        "urtarrila|urt, otsaila|ots, martxoa|mar, apirila|api, maiatza|mai, ekaina|eka, uztaila|uzt, "
        "abuztua|abu, iraila|ira, urria|urr, azaroa|aza, abendua|abe"
    ),
    "gl": (
        "xaneiro|xan, febreiro|feb, marzo|mar, abril|abr, maio, xuno, xullo|xul, agosto|ago, setembro|set, "
        "outubro|out, novembro|nov, decembro|dec"
    ),
    "sv": (
        "januari|jan, februari|feb, mars, april|apr, maj, juni, juli, augusti|aug, september|sep, "
        "oktober|okt, november|nov, december|dec"
    ),
    "da": (
        "januar|jan, februar|feb, marts|mar, april|apr, maj, juni|jun, juli|jul, august|aug, september|sep, "
        "oktober|okt, november|nov, december|dec"
    ),
    "nb": (
        "januar|jan, februar|feb, mars|mar, april|apr, mai, juni|jun, juli|jul, august|aug, september|sep, "
        "oktober|okt, november|nov, desember|des"
    ),
    "nn": (
        "januar|jan, februar|feb, mars|mar, april|apr, mai, juni|jun, juli|jul, august|aug, september|sep, "
        "oktober|okt, november|nov, desember|des"
    ),
    "fi": (
        "tammikuuta|tammi|tammikuu, helmikuuta|helmi|helmikuu, maaliskuuta|maalis|maaliskuu, "
        "huhtikuuta|huhti|huhtikuu, toukokuuta|touko|toukokuu, kesakuuta|kesa|kesakuu, "
        "heinakuuta|heina|heinakuu, elokuuta|elo|elokuu, syyskuuta|syys|syyskuu, lokakuuta|loka|lokakuu, "
        "marraskuuta|marras|marraskuu, joulukuuta|joulu|joulukuu"
    ),
    "et": (
        "jaanuar|jaan, veebruar|veebr, marts, aprill|apr, mai, juuni, juuli, august|aug, september|sept, "
        "oktoober|okt, november|nov, detsember|dets"
    ),
    "lv": (
        "janvaris|janv, februaris|febr, marts, aprilis|apr, maijs, junijs|jun, julijs|jul, augusts|aug, "
        "septembris|sept, oktobris|okt, novembris|nov, decembris|dec"
    ),
    "lt": (
        "sausio|saus|sausis, vasario|vas|vasaris, kovo|kov|kovas, balandzio|bal|balandis, geguzes|geg|geguze, "
        "birzelio|birz|birzelis, liepos|liep|liepa, rugpjucio|rugp|rugpjutis, rugsejo|rugs|rugsejis, "
        "spalio|spal|spalis, lapkricio|lapkr|lapkritis, gruodzio|gruod|gruodis"
    ),
    "pl": (
        "stycznia|sty|styczen, lutego|lut|luty, marca|mar|marzec, kwietnia|kwi|kwiecien, maja|maj, "
        "czerwca|cze|czerwiec, lipca|lip|lipiec, sierpnia|sie|sierpien, wrzesnia|wrz|wrzesien, "
        "pazdziernika|paz|pazdziernik, listopada|lis|listopad, grudnia|gru|grudzien"
    ),
    "cs": (
        "ledna|led|leden, unora|uno|unor, brezna|bre|brezen, dubna|dub|duben, kvetna|kve|kveten, "
        "cervna|cvn|cerven, cervence|cvc|cervenec, srpna|srp|srpen, zari|zar, rijna|rij|rijen, "
        "listopadu|lis|listopad, prosince|pro|prosinec"
    ),
    "sk": (
        "januara|jan|januar, februara|feb|februar, marca|mar|marec, aprila|apr|april, maja|maj, juna|jun, "
        "jula|jul, augusta|aug|august, septembra|sep|september, oktobra|okt|oktober, novembra|nov|november, "
        "decembra|dec|december"
    ),
    "sl": (
        "januar|jan, februar|feb, marec|mar, april|apr, maj, junij|jun, julij|jul, avgust|avg, september|sep, "
        "oktober|okt, november|nov, december|dec"
    ),
    "hr": (
        "sijecnja|sij|sijecanj, veljace|velj|veljaca, ozujka|ozu|ozujak, travnja|tra|travanj, "
        "svibnja|svi|svibanj, lipnja|lip|lipanj, srpnja|srp|srpanj, kolovoza|kol|kolovoz, rujna|ruj|rujan, "
        "listopada|lis|listopad, studenoga|stu|studeni, prosinca|pro|prosinac"
    ),
    "hu": (
        "januar|jan, februar|febr, marcius|marc, aprilis|apr, majus|maj, junius|jun, julius|jul, "
        "augusztus|aug, szeptember|szept, oktober|okt, november|nov, december|dec"
    ),
    "ro": (
        "ianuarie|ian, februarie|feb, martie|mar, aprilie|apr, mai, iunie|iun, iulie|iul, august|aug, "
        "septembrie|sept, octombrie|oct, noiembrie|nov, decembrie|dec"
    ),
    "sq": (
        "janar|jan, shkurt|shk, mars|mar, prill|pri, maj, qershor|qer, korrik|korr, gusht|gush, shtator|sht, "
        "tetor|tet, nentor|nen, dhjetor|dhj"
    ),
    "el": (
        "ιανουαριου|ιαν|ιανουαριοσ, φεβρουαριου|φεβ|φεβρουαριοσ, μαρτιου|μαρ|μαρτιοσ, απριλιου|απρ|απριλιοσ, "
        "μαιου|μαι|μαιοσ, ιουνιου|ιουν|ιουνιοσ, ιουλιου|ιουλ|ιουλιοσ, αυγουστου|αυγ|αυγουστοσ, "
        "σεπτεμβριου|σεπ|σεπτεμβριοσ, οκτωβριου|οκτ|οκτωβριοσ, νοεμβριου|νοε|νοεμβριοσ, "
        "δεκεμβριου|δεκ|δεκεμβριοσ"
    ),
    "bg": (
        "януари|яну, февруари|фев, март, април|апр, маи, юни, юли, август|авг, септември|сеп, октомври|окт, "
        "ноември|ное, декември|дек"
    ),
    "mk": (
        "јануари|јан, февруари|фев, март|мар, април|апр, мај, јуни|јун, јули|јул, август|авг, септември|сеп, "
        "октомври|окт, ноември|ное, декември|дек"
    ),
    "ru": (
        "января|янв|январь, февраля|февр|февраль, марта|мар|март, апреля|апр|апрель, мая|маи, июня|июн|июнь, "
        "июля|июл|июль, августа|авг|август, сентября|сент|сентябрь, октября|окт|октябрь, ноября|нояб|ноябрь, "
        "декабря|дек|декабрь"
    ),
    "uk": (
        "січня|січ|січень, лютого|лют|лютии, березня|бер|березень, квітня|квіт|квітень, травня|трав|травень, "
        "червня|черв|червень, липня|лип|липень, серпня|серп|серпень, вересня|вер|вересень, "
        "жовтня|жовт|жовтень, листопада|лист|листопад, грудня|груд|грудень"
    ),
    "sr": (
        "јануар|јан, фебруар|феб, март|мар, април|апр, мај, јун, јул, август|авг, септембар|сеп, октобар|окт, "
        "новембар|нов, децембар|дец"
    ),
    "tr": (
        "ocak|oca, subat|sub, mart|mar, nisan|nis, mayıs|may, haziran|haz, temmuz|tem, agustos|agu, "
        "eylul|eyl, ekim|eki, kasım|kas, aralık|ara"
    ),
    "az": (
        "yanvar|yan, fevral|fev, mart|mar, aprel|apr, may, iyun|iyn, iyul|iyl, avqust|avq, sentyabr|sen, "
        "oktyabr|okt, noyabr|noy, dekabr|dek"
    ),
    "he": (
        "ינואר|ינו׳, פברואר|פבר׳, מרץ, אפריל|אפר׳, מאי, יוני, יולי, אוגוסט|אוג׳, ספטמבר|ספט׳, אוקטובר|אוק׳, "
        "נובמבר|נוב׳, דצמבר|דצמ׳"
    ),
    "fa": "ژانویه, فوریه, مارس, اوریل, مه, ژوين, ژويیه, اوت, سپتامبر, اکتبر, نوامبر, دسامبر",
    "ur": "جنوری, فروری, مارچ, اپریل, ميی, جون, جولايی, اگست, ستمبر, اکتوبر, نومبر, دسمبر",
    "ps": "جنوري, فبروري|فېبروري, مارچ, اپریل, مۍ, جون, جولای, اګست, سېپتمبر|سپتمبر, اکتوبر, نومبر, دسمبر",
    "hi": (
        "जनवरी|जन॰, फरवरी|फर॰, मारच, अपरैल, मई, जून, जुलाई|जुल॰, अगसत|अग॰, सितंबर|सित॰, अकटूबर|अकटू॰, नवंबर|नव॰, दिसंबर|दिस॰"
    ),
    "bn": (
        "জানুযারী|জানু, ফেবরুযারী|ফেব, মারচ, এপরিল|এপরি, মে, জুন, জুলাই|জুল, আগসট|আগ, সেপটেমবর|সেপ, "
        "অকটোবর|অকটো, নভেমবর|নভে, ডিসেমবর|ডিসে"
    ),
    "ta": (
        "ஜனவரி|ஜன, பிபரவரி|பிப, மாரச|மார, ஏபரல|ஏப, மே, ஜூன, ஜூலை, ஆகஸட|ஆக, செபடமபர|செப, அகடோபர|அக, நவமபர|நவ, டிசமபர|டிச"
    ),
    "te": ("జనవరి|జన, ఫిబరవరి|ఫిబర, మారచి, ఏపరిల|ఏపరి, మే, జూన, జులె, ఆగసటు|ఆగ, సెపటెంబర|సెపటెం, అకటోబర|అకటో, నవంబర|నవం, డిసెంబర|డిసెం"),
    "id": (
        "januari|jan, februari|feb, maret|mar, april|apr, mei, juni|jun, juli|jul, agustus|agu, "
        "september|sep, oktober|okt, november|nov, desember|des"
    ),
    "ms": (
        "januari|jan, februari|feb, mac, april|apr, mei, jun, julai|jul, ogos|ogo, september|sep, "
        "oktober|okt, november|nov, disember|dis"
    ),
}
