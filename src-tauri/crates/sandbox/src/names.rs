//! Names people bear in the countries where the organizations work.

/// Given and family names of a country, separated by blanks; `|` gives the spelling in userNames where
/// dropping the marks is not how it is done.
pub(crate) struct Names {
    pub(crate) given: &'static str,
    pub(crate) family: &'static str,
}

const GERMAN: Names = Names {
    given: "Jürgen|juergen Käthe|kaethe Anneliese Björn|bjoern Heike Lukas Sabine Thorsten Ulrike Günther|guenther Jörg|joerg Mareike Tilman Wiebke Leonie",
    family: "Müller|mueller Weiß|weiss Schäfer|schaefer Krüger|krueger Vogel Hofmann Groß|gross Böhm|boehm Lindner Kästner|kaestner Brandt Jäger|jaeger Zimmermann Höfler|hoefler",
};
const FINNISH: Names = Names {
    given: "Päivi Jyrki Tuulikki Eero Aino Väinö Kaisa Ilkka Riikka Mikko Satu Onni Helmi Jere",
    family: "Virtanen Mäkelä Koskinen Hämäläinen Järvinen Niemelä Räsänen Lehtinen Ylönen Salonen Kärki Laitinen Pöyry Heikkilä",
};
const SCANDINAVIAN: Names = Names {
    given: "Åsa Göran Søren Bjørn Malin Henrik Øyvind Freja Märta Lars Ingrid Håkon Signe Gösta Maja",
    family: "Lindström Åkesson Sørensen Bjørnstad Nygård Hedlund Østergaard Ekström Dahl Kjær Sjögren Haugen Strömberg Ångström Møller",
};
const ENGLISH: Names = Names {
    given: "Niamh Callum Priya Oliver Siobhán Gareth Zainab Harriet Declan Chidi Rhiannon Tom Aoife Imogen Kwame",
    family: "O'Connor Whitfield Ó-Dúill Adeyemi Llewellyn Hartley Patel MacLeod Fitzgerald Ashworth Begum Penhaligon Okafor Smith-Barry Doyle",
};
const FRENCH: Names = Names {
    given: "Élodie Jérôme François Noémie Anaïs Rémi Chloé Théo Maëlle Gaëtan Solène Benoît Inès Zoé",
    family: "Lefèvre Gauthier Béranger Dubois Crépin Moreau Lacroix D'Aubigny Châtelain Perrault Nguyen Fournier Hébert Ségur",
};
const DUTCH: Names = Names {
    given: "Sjoerd Anouk Maartje Joost Femke Bram Liesbeth Daan Noor Wouter Ilse Ruben Griet",
    family: "Jansen Vermeulen Dekker Hoekstra Claes Wouters Bakker Peeters Kuipers Mertens Brouwer Visser Dijkstra",
};
const SPANISH: Names = Names {
    given: "Begoña Íñigo Lucía Andrés Ximena Raúl Inés Martín Sofía Joaquín Núria Héctor Paloma Tomás",
    family: "Muñoz Ibáñez Fernández Peña Núñez Ríos Cárdenas Zúñiga Ordóñez Vázquez Salazar Güell Téllez Marín",
};
const ITALIAN: Names = Names {
    given: "Niccolò Giulia Chiara Matteo Federica Lorenzo Alessia Davide Ilaria Tommaso Serena Ettore",
    family: "Rossini Caprì Bellucci D'Amico Moretti Galvani Santoro Ferraù Colombo Vitale Leone Barbieri",
};
const PORTUGUESE: Names = Names {
    given: "João Inês Conceição Tiago Beatriz Sebastião Luísa Rúben Mariana Caetano Thaís Vitória",
    family: "Gonçalves Magalhães Araújo Simões Brandão Teixeira Falcão Conceição Assunção Queirós Leitão Peixoto",
};
const ARABIC: Names = Names {
    given: "Layla Omar Yasmin Khalid Nour Tariq Hana Samir Rania يوسف|youssef مريم|mariam Fadi",
    family: "Haddad Al-Masri Mansour Khoury Al-Farsi Nasser Saleh Darwish عبدالله|abdallah حسن|hassan Qasim Rahman",
};
const SOUTH_AFRICAN: Names = Names {
    given: "Thandiwe Sipho Nomvula Pieter Lerato Anelé Johan Zanele Kagiso",
    family: "Dlamini Nkosi Botha Mokoena Van-Wyk Khumalo Naidoo Molefe Steyn",
};
const AMERICAN: Names = Names {
    given: "Aaliyah Renée Tyler Guadalupe Marcus Hannah DeShawn Kiyoko Brandon Zoë Camila Ethan Mei-Ling Jordan Noor",
    family: "Washington Nakamura Delgado Kowalski Johnson Beauchamp Ramírez Goldberg Tran Fitzpatrick Yazzie Schneider Park Abernathy Côté",
};
const JAPANESE: Names = Names {
    given: "Haruka Kenji 陽子|yoko Shōta Akiko 健太|kenta Yūki Naoko 大輔|daisuke Emi",
    family: "Satō Kobayashi 鈴木|suzuki Ōno Watanabe 高橋|takahashi Itō Yamamoto 渡部|watabe Mori",
};
const KOREAN: Names = Names {
    given: "Ji-woo Min-jun 서연|seo-yeon Hyun-woo Eun-ji 도윤|do-yun Soo-ah",
    family: "Kim Park 이|lee Choi Jung 강|kang Yoon Han",
};
const INDIAN: Names = Names {
    given: "Ananya Rohan Lakshmi Vikram Meera Arjun Divya Sanjay Kavitha Imran Gurpreet Nandini Aditya",
    family: "Sharma Krishnamurthy Iyer Banerjee Reddy Kaur Deshpande Nair Chaudhary Mehta Subramanian Khan Bose",
};
const SINGAPOREAN: Names = Names {
    given: "Wei-Ling Jia-Hao Siti Xin-Yi Rajesh Mei-Hua Zhi-Wei Nurul",
    family: "Tan Lim Chua Wong Ng Koh Binte-Ahmad Pillai",
};
const INDONESIAN: Names = Names {
    given: "Wulandari Suharjo Ayu Bambang Dewi Putra Ratna Slamet",
    family: "Wijaya Santoso Kusuma Hartono Lestari Nugroho Siregar Pranata",
};
const POLISH: Names = Names {
    given: "Małgorzata Łukasz Agnieszka Paweł Zofia Wojciech Świętosława Michał Józef Żaneta",
    family: "Wójcik Kowalczyk Dąbek Łuczak Żak Król Gołąb Błaszczyk Szymczak Świątek",
};
const CZECH: Names = Names {
    given: "Jiří Šárka Tomáš Lenka Ondřej Kateřina Matěj Zdeňka",
    family: "Krejčí Martinů Kočí Janů Dolejší Petrů Hrůzů Jirků",
};
const TURKISH: Names = Names {
    given: "Ayşe İbrahim Gülşen Çağrı Şeyma Oğuz Elif Barış",
    family: "Yılmaz Öztürk Şahin Çelik Doğan Kılıç Aydın Güneş",
};

/// The names used in a country, by its ISO 3166 code.
pub(crate) fn of(country: &str) -> &'static Names {
    match country {
        "DE" | "AT" | "CH" => &GERMAN,
        "FI" => &FINNISH,
        "SE" | "NO" | "DK" => &SCANDINAVIAN,
        "GB" | "IE" | "AU" => &ENGLISH,
        "FR" => &FRENCH,
        "NL" | "BE" => &DUTCH,
        "ES" | "MX" => &SPANISH,
        "IT" => &ITALIAN,
        "PT" | "BR" => &PORTUGUESE,
        "AE" | "EG" => &ARABIC,
        "ZA" => &SOUTH_AFRICAN,
        "JP" => &JAPANESE,
        "KR" => &KOREAN,
        "IN" => &INDIAN,
        "SG" => &SINGAPOREAN,
        "ID" => &INDONESIAN,
        "PL" => &POLISH,
        "CZ" => &CZECH,
        "TR" => &TURKISH,
        _ => &AMERICAN,
    }
}

/// A name as written and as it stands in userNames.
pub(crate) fn spelled(entry: &str) -> (String, String) {
    match entry.split_once('|') {
        Some((written, plain)) => (written.to_owned(), plain.to_owned()),
        None => (entry.to_owned(), plain(entry)),
    }
}

/// A Latin name in small ASCII letters, without its marks.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '-' => plain.push(letter),
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ď' => plain.push('d'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => plain.push('e'),
            'ğ' => plain.push('g'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => plain.push('o'),
            'ř' => plain.push('r'),
            'ś' | 'š' | 'ş' => plain.push('s'),
            'ť' => plain.push('t'),
            'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ū' => plain.push('u'),
            'ý' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            _ => {}
        }
    }
    plain
}
