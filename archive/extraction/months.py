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
        "osu sere|samwiyee, osu erele|fewriyee, osu erena|mars, osu igbe|awril, osu ebibi|mee, osu "
        "okudu|suwe, osu agemo|sulet, osu ogun|ut, osu owewe|sattumbar, osu owara|oktoobar, osu "
        "belu|nowambar, osu ope|desambar"
    ),
    "ig": (
        "jenuwari|jen|sam, februwari|feb|few, maachi|maa|mar, epreel|epr|awr, mee, jun|juu|suw, "
        "julai|jul|sul, ogoost|ogo|ut, septemba|sep|sat, oktoba|okt, novemba|nov|now, disemba|dis|des"
    ),
    "ln": (
        "sanza ya yambo|yan|samwiyee|sam, sanza ya mibale|fbl|fewriyee|few, sanza ya misato|msi|mars|mar, "
        "sanza ya minei|apl|awril|awr, sanza ya mitano|mai|mee, sanza ya motoba|yun|suwe|suw, sanza ya "
        "nsambo|yul|sulet|sul, sanza ya mwambe|agt|ut, sanza ya libwa|stb|sattumbar|sat, sanza ya "
        "zomi|ɔtb|oktoobar|okt, sanza ya zomi na mɔkɔ|nvb|nowambar|now, sanza ya zomi na "
        "mibale|dsb|desambar|des"
    ),
    "mg": (
        "janoary|jan|samwiyee|sam, febroary|feb|fewriyee|few, martsa|mar|mars, aprily|apr|awril|awr, mey|mee, "
        "jona|jon|suwe|suw, jolay|jol|sulet|sul, aogositra|aog|ut, septambra|sep|sattumbar|sat, "
        "oktobra|okt|oktoobar, novambra|nov|nowambar|now, desambra|des|desambar"
    ),
    "rw": (
        "mutarama|mut|samwiyee|sam, gashyantare|gas|fewriyee|few, werurwe|wer|mars|mar, mata|mat|awril|awr, "
        "gicurasi|gic|mee, kamena|kam|suwe|suw, nyakanga|nya|sulet|sul, kanama|kan|ut, "
        "nzeri|nze|sattumbar|sat, ukwakira|ukw|oktoobar|okt, ugushyingo|ugu|nowambar|now, "
        "ukuboza|uku|desambar|des"
    ),
    "rn": (
        "nzero|mut|samwiyee|sam, ruhuhuma|gas|fewriyee|few, ntwarante|wer|mars|mar, ndamukiza|mat|awril|awr, "
        "rusama|gic|mee, ruheshi|kam|suwe|suw, mukakaro|nya|sulet|sul, nyandagaro|kan|ut, "
        "nyakanga|nze|sattumbar|sat, gitugutu|ukw|oktoobar|okt, munyonyo|ugu|nowambar|now, "
        "kigarama|uku|desambar|des"
    ),
    "sn": (
        "ndira|ndi|samwiyee|sam, kukadzi|kuk|fewriyee|few, kurume|kur|mars|mar, kubvumbi|kub|awril|awr, "
        "chivabvu|chv|mee, chikumi|chk|suwe|suw, chikunguru|chg|sulet|sul, nyamavhuvhu|nya|ut, "
        "gunyana|gun|sattumbar|sat, gumiguru|gum|oktoobar|okt, mbudzi|mbu|nowambar|now, "
        "zvita|zvi|desambar|des"
    ),
    "xh": (
        "janyuwari|jan, februwari|feb, matshi|mat, epreli|epr, meyi|mey, juni|jun, julayi|jul, agasti|aga, "
        "septemba|sept|sep, okthobha|okt|okthoba, novemba|nov, disemba|dis"
    ),
    "zu": (
        "januwari|jan|samwiyee|sam, februwari|feb|fewriyee|few, mashi|mas|mars|mar, ephreli|eph|awril|awr, "
        "meyi|mey|mee, juni|jun|suwe|suw, julayi|jul|sulet|sul, agasti|aga|ut, septhemba|sep|sattumbar|sat, "
        "okthoba|okt|oktoobar, novemba|nov|nowambar|now, disemba|dis|desambar|des"
    ),
    "af": (
        "januarie|jan|samwiyee|sam, februarie|feb|fewriyee|few, maart|mrt|mars|mar, april|apr|awril|awr, "
        "mei|mee, junie|jun|suwe|suw, julie|jul|sulet|sul, augustus|aug|ut, september|sep|sattumbar|sat, "
        "oktober|okt|oktoobar, november|nov|nowambar|now, desember|des|desambar"
    ),
    "ca": (
        "gener|gen, febrer|febr, marc, abril|abr, maig, juny, juliol|jul, agost|ag, setembre|set, "
        "octubre|oct, novembre|nov, desembre|des"
    ),
    "eu": (
        "urtarrila|urt|samwiyee|sam, otsaila|ots|fewriyee|few, martxoa|mar|mars, apirila|api|awril|awr, "
        "maiatza|mai|mee, ekaina|eka|suwe|suw, uztaila|uzt|sulet|sul, abuztua|abu|ut, "
        "iraila|ira|sattumbar|sat, urria|urr|oktoobar|okt, azaroa|aza|nowambar|now, abendua|abe|desambar|des"
    ),
    "gl": (
        "xaneiro|xan|samwiyee|sam, febreiro|feb|fewriyee|few, marzo|mar|mars, abril|abr|awril|awr, maio|mee, "
        "xuno|suwe|suw, xullo|xul|sulet|sul, agosto|ago|ut, setembro|set|sattumbar|sat, "
        "outubro|out|oktoobar|okt, novembro|nov|nowambar|now, decembro|dec|desambar|des"
    ),
    "sv": (
        "januari|jan|samwiyee|sam, februari|feb|fewriyee|few, mars|mar, april|apr|awril|awr, maj|mee, "
        "juni|suwe|suw, juli|sulet|sul, augusti|aug|ut, september|sep|sattumbar|sat, oktober|okt|oktoobar, "
        "november|nov|nowambar|now, december|dec|desambar|des"
    ),
    "da": (
        "januar|jan|samwiyee|sam, februar|feb|fewriyee|few, marts|mar|mars, april|apr|awril|awr, maj|mee, "
        "juni|jun|suwe|suw, juli|jul|sulet|sul, august|aug|ut, september|sep|sattumbar|sat, "
        "oktober|okt|oktoobar, november|nov|nowambar|now, december|dec|desambar|des"
    ),
    "nb": (
        "januar|jan|samwiyee, februar|feb|fewriyee, mars|mar, april|apr|awril, mai|mee, juni|suwe|jun, "
        "juli|sulet|jul, august|aug|ut, september|sep|sattumbar, oktober|okt|oktoobar, november|nov|nowambar, "
        "desember|des|desambar"
    ),
    "nn": (
        "januar|jan|samwiyee, februar|feb|fewriyee, mars|mar, april|apr|awril, mai|mee, juni|suwe|jun, "
        "juli|sulet|jul, august|aug|ut, september|sep|sattumbar, oktober|okt|oktoobar, november|nov|nowambar, "
        "desember|des|desambar"
    ),
    "fi": (
        "tammikuuta|tammi|tammikuu, helmikuuta|helmi|helmikuu, maaliskuuta|maalis|maaliskuu, "
        "huhtikuuta|huhti|huhtikuu, toukokuuta|touko|toukokuu, kesakuuta|kesa|kesakuu, "
        "heinakuuta|heina|heinakuu, elokuuta|elo|elokuu, syyskuuta|syys|syyskuu, lokakuuta|loka|lokakuu, "
        "marraskuuta|marras|marraskuu, joulukuuta|joulu|joulukuu"
    ),
    "et": (
        "jaanuar|jaan|samwiyee|sam, veebruar|veebr|fewriyee|few, marts|mars|mar, aprill|apr|awril|awr, "
        "mai|mee, juuni|suwe|suw, juuli|sulet|sul, august|aug|ut, september|sept|sattumbar|sat, "
        "oktoober|okt|oktoobar, november|nov|nowambar|now, detsember|dets|desambar|des"
    ),
    "lv": (
        "janvaris|janv|samwiyee|sam, februaris|febr|fewriyee|few, marts|mars|mar, aprilis|apr|awril|awr, "
        "maijs|mee, junijs|jun|suwe|suw, julijs|jul|sulet|sul, augusts|aug|ut, septembris|sept|sattumbar|sat, "
        "oktobris|okt|oktoobar, novembris|nov|nowambar|now, decembris|dec|desambar|des"
    ),
    "lt": (
        "sausio|saus|sausis|sam, vasario|vas|vasaris|few, kovo|kov|kovas|mar, balandzio|bal|balandis|awr, "
        "geguzes|geg|geguze|mee, birzelio|birz|birzelis|suw, liepos|liep|liepa|sul, "
        "rugpjucio|rugp|rugpjutis|ut, rugsejo|rugs|rugsejis|sat, spalio|spal|spalis|okt, "
        "lapkricio|lapkr|lapkritis|now, gruodzio|gruod|gruodis|des"
    ),
    "pl": (
        "stycznia|sty|styczen|sam, lutego|lut|luty|few, marca|mar|marzec, kwietnia|kwi|kwiecien|awr, "
        "maja|maj|mee, czerwca|cze|czerwiec|suw, lipca|lip|lipiec|sul, sierpnia|sie|sierpien|ut, "
        "wrzesnia|wrz|wrzesien|sat, pazdziernika|paz|pazdziernik|okt, listopada|lis|listopad|now, "
        "grudnia|gru|grudzien|des"
    ),
    "cs": (
        "ledna|led|leden|sam, unora|uno|unor|few, brezna|bre|brezen|mar, dubna|dub|duben|awr, "
        "kvetna|kve|kveten|mee, cervna|cvn|cerven|suw, cervence|cvc|cervenec|sul, srpna|srp|srpen|ut, "
        "zari|zar|sat, rijna|rij|rijen|okt, listopadu|lis|listopad|now, prosince|pro|prosinec|des"
    ),
    "sk": (
        "januara|jan|januar|sam, februara|feb|februar|few, marca|mar|marec, aprila|apr|april|awr, "
        "maja|maj|mee, juna|jun|suw, jula|jul|sul, augusta|aug|august|ut, septembra|sep|september|sat, "
        "oktobra|okt|oktober, novembra|nov|november|now, decembra|dec|december|des"
    ),
    "sl": (
        "januar|jan|samwiyee|sam, februar|feb|fewriyee|few, marec|mar|mars, april|apr|awril|awr, maj|mee, "
        "junij|jun|suwe|suw, julij|jul|sulet|sul, avgust|avg|ut, september|sep|sattumbar|sat, "
        "oktober|okt|oktoobar, november|nov|nowambar|now, december|dec|desambar|des"
    ),
    "hr": (
        "sijecnja|sij|sijecanj|sam, veljace|velj|veljaca|few, ozujka|ozu|ozujak|mar, travnja|tra|travanj|awr, "
        "svibnja|svi|svibanj|mee, lipnja|lip|lipanj|suw, srpnja|srp|srpanj|sul, kolovoza|kol|kolovoz|ut, "
        "rujna|ruj|rujan|sat, listopada|lis|listopad|okt, studenoga|stu|studeni|now, "
        "prosinca|pro|prosinac|des"
    ),
    "hu": (
        "januar|jan|samwiyee|sam, februar|febr|fewriyee|few, marcius|marc|mars|mar, aprilis|apr|awril|awr, "
        "majus|maj|mee, junius|jun|suwe|suw, julius|jul|sulet|sul, augusztus|aug|ut, "
        "szeptember|szept|sattumbar|sat, oktober|okt|oktoobar, november|nov|nowambar|now, "
        "december|dec|desambar|des"
    ),
    "ro": (
        "ianuarie|ian|samwiyee|sam, februarie|feb|fewriyee|few, martie|mar|mars, aprilie|apr|awril|awr, "
        "mai|mee, iunie|iun|suwe|suw, iulie|iul|sulet|sul, august|aug|ut, septembrie|sept|sattumbar|sat, "
        "octombrie|oct|oktoobar|okt, noiembrie|nov|nowambar|now, decembrie|dec|desambar|des"
    ),
    "sq": (
        "janar|jan|samwiyee|sam, shkurt|shk|fewriyee|few, mars|mar, prill|pri|awril|awr, maj|mee, "
        "qershor|qer|suwe|suw, korrik|korr|sulet|sul, gusht|gush|ut, shtator|sht|sattumbar|sat, "
        "tetor|tet|oktoobar|okt, nentor|nen|nowambar|now, dhjetor|dhj|desambar|des"
    ),
    "el": (
        "ιανουαριου|ιαν|ιανουαριοσ, φεβρουαριου|φεβ|φεβρουαριοσ, μαρτιου|μαρ|μαρτιοσ, απριλιου|απρ|απριλιοσ, "
        "μαιου|μαι|μαιοσ, ιουνιου|ιουν|ιουνιοσ, ιουλιου|ιουλ|ιουλιοσ, αυγουστου|αυγ|αυγουστοσ, "
        "σεπτεμβριου|σεπ|σεπτεμβριοσ, οκτωβριου|οκτ|οκτωβριοσ, νοεμβριου|νοε|νοεμβριοσ, "
        "δεκεμβριου|δεκ|δεκεμβριοσ"
    ),
    "bg": (
        "януари|яну|samwiyee|sam, февруари|фев|fewriyee|few, март|mars|mar, април|апр|awril|awr, маи|mee, "
        "юни|suwe|suw, юли|sulet|sul, август|авг|ut, септември|сеп|sattumbar|sat, октомври|окт|oktoobar|okt, "
        "ноември|ное|nowambar|now, декември|дек|desambar|des"
    ),
    "mk": (
        "јануари|јан|samwiyee|sam, февруари|фев|fewriyee|few, март|мар|mars|mar, април|апр|awril|awr, "
        "мај|mee, јуни|јун|suwe|suw, јули|јул|sulet|sul, август|авг|ut, септември|сеп|sattumbar|sat, "
        "октомври|окт|oktoobar|okt, ноември|ное|nowambar|now, декември|дек|desambar|des"
    ),
    "ru": (
        "января|янв|январь, февраля|февр|февраль, марта|мар|март, апреля|апр|апрель, мая|маи, июня|июн|июнь, "
        "июля|июл|июль, августа|авг|август, сентября|сент|сентябрь, октября|окт|октябрь, ноября|нояб|ноябрь, "
        "декабря|дек|декабрь"
    ),
    "uk": (
        "січня|січ|січень|sam, лютого|лют|лютии|few, березня|бер|березень|mar, квітня|квіт|квітень|awr, "
        "травня|трав|травень|mee, червня|черв|червень|suw, липня|лип|липень|sul, серпня|серп|серпень|ut, "
        "вересня|вер|вересень|sat, жовтня|жовт|жовтень|okt, листопада|лист|листопад|now, "
        "грудня|груд|грудень|des"
    ),
    "sr": (
        "јануар|јан|samwiyee|sam, фебруар|феб|fewriyee|few, март|мар|mars|mar, април|апр|awril|awr, мај|mee, "
        "јун|suwe|suw, јул|sulet|sul, август|авг|ut, септембар|сеп|sattumbar|sat, октобар|окт|oktoobar|okt, "
        "новембар|нов|nowambar|now, децембар|дец|desambar|des"
    ),
    "tr": (
        "ocak|oca|samwiyee|sam, subat|sub|fewriyee|few, mart|mar|mars, nisan|nis|awril|awr, mayıs|may|mee, "
        "haziran|haz|suwe|suw, temmuz|tem|sulet|sul, agustos|agu|ut, eylul|eyl|sattumbar|sat, "
        "ekim|eki|oktoobar|okt, kasım|kas|nowambar|now, aralık|ara|desambar|des"
    ),
    "az": (
        "yanvar|yan|samwiyee|sam, fevral|fev|fewriyee|few, mart|mar|mars, aprel|apr|awril|awr, may|mee, "
        "iyun|iyn|suwe|suw, iyul|iyl|sulet|sul, avqust|avq|ut, sentyabr|sen|sattumbar|sat, "
        "oktyabr|okt|oktoobar, noyabr|noy|nowambar|now, dekabr|dek|desambar|des"
    ),
    "he": (
        "ינואר|ינו׳|samwiyee|sam, פברואר|פבר׳|fewriyee|few, מרץ|mars|mar, אפריל|אפר׳|awril|awr, מאי|mee, "
        "יוני|suwe|suw, יולי|sulet|sul, אוגוסט|אוג׳|ut, ספטמבר|ספט׳|sattumbar|sat, אוקטובר|אוק׳|oktoobar|okt, "
        "נובמבר|נוב׳|nowambar|now, דצמבר|דצמ׳|desambar|des"
    ),
    "fa": (
        "ژانویه|sam, فوریه|few, مارس|mar, اوریل|awr, مه|mee, ژوين|suw, ژويیه|sul, اوت|ut, سپتامبر|sat, "
        "اکتبر|okt, نوامبر|now, دسامبر|des"
    ),
    "ur": (
        "جنوری|samwiyee|sam, فروری|fewriyee|few, مارچ|mars|mar, اپریل|awril|awr, ميی|mee, جون|suwe|suw, "
        "جولايی|sulet|sul, اگست|ut, ستمبر|sattumbar|sat, اکتوبر|oktoobar|okt, نومبر|nowambar|now, "
        "دسمبر|desambar|des"
    ),
    "ps": "جنوري, فبروري|فېبروري, مارچ, اپریل, مۍ, جون, جولای, اګست, سېپتمبر|سپتمبر, اکتوبر, نومبر, دسمبر",
    "hi": (
        "जनवरी|जन॰|samwiyee|sam, फरवरी|फर॰|fewriyee|few, मारच|mars|mar, अपरैल|awril|awr, मई|mee, "
        "जून|suwe|suw, जुलाई|जुल॰|sulet|sul, अगसत|अग॰|ut, सितंबर|सित॰|sattumbar|sat, "
        "अकटूबर|अकटू॰|oktoobar|okt, नवंबर|नव॰|nowambar|now, दिसंबर|दिस॰|desambar|des"
    ),
    "bn": (
        "জানুযারী|জানু|samwiyee, ফেবরুযারী|ফেব|fewriyee, মারচ|mars, এপরিল|এপরি|awril, মে|mee, জুন|suwe, "
        "জুলাই|জুল|sulet, আগসট|আগ|ut, সেপটেমবর|সেপ|sattumbar, অকটোবর|অকটো|oktoobar, নভেমবর|নভে|nowambar, "
        "ডিসেমবর|ডিসে|desambar"
    ),
    "ta": (
        "ஜனவரி|ஜன|samwiyee|sam, பிபரவரி|பிப|fewriyee|few, மாரச|மார|mars|mar, ஏபரல|ஏப|awril|awr, மே|mee, "
        "ஜூன|suwe|suw, ஜூலை|sulet|sul, ஆகஸட|ஆக|ut, செபடமபர|செப|sattumbar|sat, அகடோபர|அக|oktoobar|okt, "
        "நவமபர|நவ|nowambar|now, டிசமபர|டிச|desambar|des"
    ),
    "te": (
        "జనవరి|జన|samwiyee|sam, ఫిబరవరి|ఫిబర|fewriyee|few, మారచి|mars|mar, ఏపరిల|ఏపరి|awril|awr, మే|mee, "
        "జూన|suwe|suw, జులె|sulet|sul, ఆగసటు|ఆగ|ut, సెపటెంబర|సెపటెం|sattumbar|sat, అకటోబర|అకటో|oktoobar|okt, "
        "నవంబర|నవం|nowambar|now, డిసెంబర|డిసెం|desambar|des"
    ),
    "id": (
        "januari|jan|samwiyee|sam, februari|feb|fewriyee|few, maret|mar|mars, april|apr|awril|awr, mei|mee, "
        "juni|jun|suwe|suw, juli|jul|sulet|sul, agustus|agu|ut, september|sep|sattumbar|sat, "
        "oktober|okt|oktoobar, november|nov|nowambar|now, desember|des|desambar"
    ),
    "ms": (
        "januari|jan|samwiyee|sam, februari|feb|fewriyee|few, mac|mars|mar, april|apr|awril|awr, mei|mee, "
        "jun|suwe|suw, julai|jul|sulet|sul, ogos|ogo|ut, september|sep|sattumbar|sat, oktober|okt|oktoobar, "
        "november|nov|nowambar|now, disember|dis|desambar|des"
    ),
}
