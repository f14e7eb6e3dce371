"""The shipped dictionaries: the same categories in both languages, labels for people, and a topic is not a frame."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.languages import language
from analysis.measures.framing import score_frames
from analysis.text.dictionary import read_dictionary
from analysis.text.patterns import find_patterns
from analysis.text.tokens import fold, tokenize

NAMES = ("visit", "policy_frames", "war_peace", "generic", "labels", "loaded", "axes")
CODES = ("id", "en")

# frame -> language -> (a text on the same actors and nouns without the frame, one with it)
CONTROLS: dict[str, dict[str, tuple[str, str]]] = {
    "isolation": {
        "id": (
            "Vladimir Putin tiba di Pyongyang dan disambut Kim Jong Un di bandara. Pesawatnya terbang dari Yakutsk. "
            "Korea Utara dan Rusia berbatasan di Sungai Tumen. Sejumlah negara lain mengirim duta besar ke upacara itu.",
            "Bagi Kim, tamu dari Moskwa itu jalan keluar dari isolasi. Negara yang dikucilkan dunia itu menutup "
            "perbatasannya sejak pandemi, dan Putin sendiri kehabisan kawan.",
        ),
        "en": (
            "Vladimir Putin landed in Pyongyang and was met by Kim Jong Un at the airport. His plane came from Yakutsk. "
            "North Korea and Russia share a border on the Tumen river. Other countries sent their ambassadors.",
            "For Kim the guest from Moscow is a way out of isolation. The hermit state, shunned by much of the world, "
            "closed its borders in the pandemic, and Putin too has few friends left.",
        ),
    },
    "alliance": {
        "id": (
            "Putin dan Kim menandatangani perjanjian di Pyongyang. Naskah itu terdiri atas 23 pasal dan akan berlaku "
            "setelah disahkan parlemen Rusia dan Korea Utara. Perjanjian tahun 2000 tidak berlaku lagi.",
            "Rusia dan Korea Utara kini bersekutu: jika salah satu diserang, yang lain memberi bantuan militer. Kim "
            "menyebut Putin sahabat, dan aliansi kedua negara kian erat.",
        ),
        "en": (
            "Putin and Kim signed the treaty in Pyongyang. The document has 23 articles and takes effect once the "
            "parliaments of Russia and North Korea have approved it. The treaty of 2000 is no longer in force.",
            "Russia and North Korea now promise mutual defence: if attacked, each comes to the aid of the other. Kim "
            "spoke of brothers in arms and of a friendship that nobody can break.",
        ),
    },
    "sanctions": {
        "id": (
            "Dewan Keamanan PBB bersidang di New York. Duta besar Rusia dan Korea Selatan membahas acara bulan Juli, "
            "dan anggota dewan memilih ketua kelompok kerja yang baru.",
            "Pengiriman itu melanggar resolusi Dewan Keamanan PBB. Sanksi terhadap Korea Utara diakali lewat kapal "
            "berbendera lain, dan veto Rusia membubarkan panel ahli.",
        ),
        "en": (
            "The United Nations Security Council met in New York. The ambassadors of Russia and South Korea spoke about "
            "the agenda for July, and the members chose the chair of a working group.",
            "The delivery is in breach of UN resolutions. Sanctions on North Korea are evaded at sea, and a Russian veto "
            "ended the work of the panel of experts.",
        ),
    },
    "military_threat": {
        "id": (
            "Kim mengajak Putin melihat museum tentara di Pyongyang. Di halamannya berdiri sebuah rudal dan model kapal "
            "selam. Menteri pertahanan Rusia dan para jenderal ikut dalam rombongan.",
            "Transfer senjata dan amunisi dari Korea Utara berjalan terus. Sebagai gantinya Kim dapat memperoleh "
            "teknologi satelit, dan rudal balistiknya mengancam kawasan.",
        ),
        "en": (
            "Kim took Putin to the army museum in Pyongyang. A missile and the model of a submarine stand in its yard. "
            "The Russian defence minister and several generals were in the party.",
            "Arms transfers from North Korea go on: artillery shells and ballistic missiles leave by train. Kim may get "
            "satellite technology in return, and the threat grows.",
        ),
    },
    "anti_west": {
        "id": (
            "Negara-negara Barat, Amerika Serikat dan NATO menanggapi kunjungan itu. Juru bicara di Washington dan "
            "Brussel mengatakan akan membaca naskahnya. Cuaca di Korea bagian barat cerah.",
            "Kim dan Putin berbicara tentang dunia multipolar. Keduanya menolak hegemoni dan dikte Amerika Serikat, dan "
            "menyebut sanksi sepihak sebagai pemerasan.",
        ),
        "en": (
            "Western countries, the United States and NATO responded to the visit. Spokesmen in Washington and Brussels "
            "said that they would read the text. The weather in the west of Korea was fine.",
            "Kim and Putin spoke of a multipolar world. Both reject American hegemony and the diktat of the collective "
            "West, and call its measures blackmail.",
        ),
    },
    "ukraine_war": {
        "id": (
            "Ukraina menyampaikan pernyataan tentang kunjungan Putin ke Pyongyang. Menteri luar negeri Ukraina dan "
            "Rusia tidak bertemu. Presiden Zelensky bertolak dari Kyiv ke Brussel.",
            "Kim mendukung invasi Rusia ke Ukraina. Peluru dari Pyongyang dipakai di garis depan dekat Donetsk, dan kota "
            "di wilayah pendudukan terus digempur.",
        ),
        "en": (
            "Ukraine issued a statement about Putin's visit to Pyongyang. The foreign ministers of Ukraine and Russia did "
            "not meet. President Zelensky left Kyiv for Brussels.",
            "Kim backs the invasion of Ukraine. Shells from Pyongyang have been found on the battlefield near Donetsk and "
            "keep the Russian war effort going.",
        ),
    },
    "regional_alarm": {
        "id": (
            "Seoul, Tokyo, dan Beijing mengikuti kunjungan Putin lewat televisi. Perdana Menteri Jepang Fumio Kishida dan "
            "Presiden Yoon Suk Yeol berada di ibu kota masing-masing. Semenanjung Korea terbagi sejak 1945.",
            "Seoul memanggil duta besar Rusia dan mengecam perjanjian itu. Tokyo menyatakan keprihatinan mendalam, dan "
            "kapal induk tiba di Busan di tengah ketegangan.",
        ),
        "en": (
            "Seoul, Tokyo and Beijing followed Putin's visit on television. The prime minister of Japan, Fumio Kishida, and "
            "President Yoon Suk Yeol were in their capitals. The Korean peninsula was divided in 1945.",
            "Seoul summoned the Russian ambassador and condemned the treaty. Tokyo voiced grave concern, and an aircraft "
            "carrier reached Busan as tensions rose.",
        ),
    },
    "economy": {
        "id": (
            "Rombongan Putin terdiri atas menteri perdagangan, menteri sumber daya alam, dan kepala badan antariksa. "
            "Mereka menginap di wisma negara di Pyongyang dan menyeberangi jembatan di pusat kota.",
            "Nilai perdagangan Rusia dan Korea Utara naik. Pembayaran dilakukan dengan rubel, minyak mentah dikirim "
            "lewat jalur kereta, dan wisatawan mulai datang.",
        ),
        "en": (
            "Putin's party included the minister of trade, the minister of natural resources and the head of the space "
            "agency. They stayed at the state guest house in Pyongyang and crossed a bridge in the city.",
            "Trade turnover between Russia and North Korea rose. Payments are made in roubles, crude oil comes by rail, "
            "and tourists have begun to arrive.",
        ),
    },
    "spectacle": {
        "id": (
            "Putin tiba di Pyongyang pukul tiga pagi. Kim Jong Un menerimanya di bandara, lalu keduanya berkendara ke "
            "wisma negara. Pembicaraan dimulai siang hari di Istana Kumsusan.",
            "Karpet merah digelar di bandara, dan ribuan warga bersorak sambil melambaikan bunga. Keduanya berpelukan, "
            "lalu naik limusin Aurus di antara balon dan potret raksasa.",
        ),
        "en": (
            "Putin reached Pyongyang at three in the morning. Kim Jong Un received him at the airport and rode with him to "
            "the guest house. The talks began at noon in the Kumsusan palace.",
            "A red carpet lay on the tarmac, and crowds cheered and waved flowers. The two embraced and drove off in an "
            "Aurus limousine between balloons and giant portraits.",
        ),
    },
    "indonesia_stake": {
        "id": (
            "Koresponden kami di Jakarta melaporkan kunjungan Putin ke Pyongyang. Duta Besar Rusia untuk Indonesia "
            "membagikan pidato Putin kepada wartawan di Jakarta. ASEAN bersidang bulan depan di Vientiane.",
            "Bagi Indonesia perjanjian itu ujian. Politik bebas aktif menuntut sikap netral, kata guru besar itu, dan "
            "impor gandum serta rupiah dapat terpengaruh.",
        ),
        "en": (
            "Our correspondent in Jakarta reports on Putin's visit to Pyongyang. The Russian ambassador to Indonesia gave "
            "the speech to reporters in Jakarta. ASEAN meets in Vientiane next month.",
            "What the treaty means for Indonesia is open. Its free and active foreign policy asks it to stay neutral, and "
            "Indonesian coal and the rupiah could feel the change.",
        ),
    },
    "human_rights": {
        "id": (
            "Warga Pyongyang berdiri di tepi jalan ketika Putin lewat. Rakyat Korea Utara mendapat hari libur. Kim dan "
            "tamunya menonton siaran televisi dan berbicara dengan mahasiswa.",
            "Kunjungan itu menutupi pelanggaran hak asasi manusia di Korea Utara. Pembelot bercerita tentang kamp kerja, "
            "kelaparan, dan eksekusi publik.",
        ),
        "en": (
            "People in Pyongyang stood along the road as Putin passed. North Koreans were given a day off. Kim and his "
            "guest watched television and talked with students.",
            "The visit covers up human rights abuses in North Korea. Defectors tell of labour camps, hunger and public "
            "executions.",
        ),
    },
}


def article(text: str, code: str) -> pd.DataFrame:
    index = pd.Index(["a1"], name="article_id")
    row = {"title": "", "text": text, "language": code, "agency": None, "genre": "news"}
    return pd.DataFrame(row, index=index)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_categories(name: str):
    one, two = (read_dictionary(f"{code}/{name}") for code in CODES)
    assert list(one.categories) == list(two.categories)
    assert one.passport["version"] == two.passport["version"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", CODES)
def test_every_category_has_a_name_in_both_languages(name: str, code: str):
    dictionary = read_dictionary(f"{code}/{name}")
    labels = dictionary.passport["labels"]
    wanted = set(dictionary.categories) | {key.split("/")[0] for key in dictionary.categories}
    assert wanted == set(labels)
    assert [key for key, value in labels.items() if not (value["id"] and value["en"])] == []
    assert dictionary.passport["language"] == code
    assert dictionary.passport["source"] == "written for this project"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", CODES)
def test_no_pattern_is_a_function_word_or_cannot_match(name: str, code: str):
    dictionary = read_dictionary(f"{code}/{name}")
    for category, patterns in dictionary.categories.items():
        assert len(patterns) >= {"labels": 1, "axes": 4}.get(name, 25), category
        assert [pattern for pattern in patterns if pattern in language(code).stopwords] == [], category
        words = {word.replace("*", "x").replace("?", "x") for pattern in patterns for word in pattern.split()}
        types = set(tokenize(article(" ".join(sorted(words)), code)).types)
        assert [word for word in sorted(words) if fold(word) not in types] == [], category


def test_the_generic_frames_carry_their_coding_questions():
    for code in CODES:
        for value in read_dictionary(f"{code}/generic").passport["labels"].values():
            assert value["question_id"].endswith("?")
            assert value["question_en"].endswith("?")


@pytest.mark.parametrize("code", CODES)
def test_no_pattern_stands_in_two_labels_of_one_referent(code: str):
    owner: dict[tuple[str, str], str] = {}
    for category, patterns in read_dictionary(f"{code}/labels").categories.items():
        referent, _, label = category.partition("/")
        for pattern in patterns:
            assert owner.setdefault((referent, fold(pattern)), label) == label, (category, pattern)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("frame", CONTROLS)
def test_a_topic_is_not_a_frame(frame: str, code: str):
    without, with_it = CONTROLS[frame][code]
    patterns = {frame: read_dictionary(f"{code}/visit").categories[frame]}
    assert list(find_patterns(tokenize(article(without, code)), patterns)["pattern"]) == []
    scores = score_frames(article(with_it, code)).set_index("frame")
    assert bool(scores.loc[frame, "present"])


@pytest.mark.parametrize("code", CODES)
def test_every_visit_frame_has_a_control(code: str):
    assert set(CONTROLS) == set(read_dictionary(f"{code}/visit").categories)


@pytest.mark.parametrize(
    ("code", "text", "wanted"),
    [
        ("id", "Pemimpin tertinggi Kim", {"kim/supreme_leader"}),
        ("id", "sejak invasi Rusia ke Ukraina", {"ukraine_war/invasion"}),
        ("id", "Perang Dunia dan Perang Korea", set()),
        ("id", "Perjanjian Kemitraan Strategis Komprehensif", {"treaty/partnership_treaty"}),
        ("id", "AS dan sekutunya", {"west/us_and_allies"}),
        ("en", "the war in Ukraine", {"ukraine_war/war"}),
        ("en", "a mutual defence pact", {"treaty/mutual_defence_pact"}),
        ("en", "the Korean War", set()),
        ("en", "the U.S. and its allies", {"west/us_and_allies"}),
        ("en", "the supreme leader", {"kim/supreme_leader"}),
    ],
)
def test_the_longest_label_wins(code: str, text: str, wanted: set[str]):
    found: set[str] = set()
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for category, patterns in read_dictionary(f"{code}/labels").categories.items():
        groups.setdefault(category.split("/")[0], {})[category] = patterns
    for group in groups.values():
        found |= set(find_patterns(tokenize(article(text, code)), group, exclusive=True)["label"])
    assert found == wanted
