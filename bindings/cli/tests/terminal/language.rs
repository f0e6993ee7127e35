//! Verdicts in the reader's language; data in none.

use crate::command::Home;

#[test]
fn verdicts_are_told_in_the_language_asked_for_or_the_system_s() {
    let home = Home::new();
    home.run("demo first-light --db kept.db").exits(0).prints(&["Opens normally", "Verdict"]);
    for (language, variable, tag, words) in [
        ("--language ru", "LANG", "kk_KZ.UTF-8", ["Открывается нормально", "Вывод"]),
        ("--language kk", "LANG", "C", ["Қалыпты ашылады", "Қорытынды"]),
        ("", "LC_ALL", "ru_RU.UTF-8", ["Открывается нормально", "Вывод"]),
        ("", "LC_MESSAGES", "kk", ["Қалыпты ашылады", "Қорытынды"]),
        ("", "LC_ALL", "de_DE.UTF-8", ["Opens normally", "Verdict"]),
    ] {
        let said = home.arna(&format!("show --db kept.db {language}")).env(variable, tag);
        said.start().end().exits(0).prints(&words);
    }
    let why = home.run("show --why --db kept.db --language ru").exits(0);
    why.prints(&["Каждый шаг удался", "На деле: "]);
    home.run("show --language de").exits(2).tells(&["en, ru, kk"]);
}

#[test]
fn the_evidence_is_told_without_a_sentence_in_another_language() {
    let home = Home::new();
    home.run("demo kz-2024-sni-drop --targets 8 --db kept.db").exits(0);
    for (language, words) in [
        ("ru", ["поиск адреса", "Вес доказательств", "Повторные проверки, серия 1", "«Тишина»"]),
        ("kk", ["мекенжайын іздеу", "Дәлелдердің салмағы", "Қайта тексерулер", "«Үнсіздік»"]),
    ] {
        let said = home.arna(&format!("show --why --db kept.db --language {language}"));
        let said = said.env("COLUMNS", "200").start().end().exits(0).prints(&words);
        // The names of figures are data, and stand as they are.
        let parts = said.out.split(|one: char| !one.is_alphanumeric() && one != '_');
        let odd: Vec<_> = parts.filter(|word| ENGLISH.contains(word)).collect();
        assert!(odd.is_empty(), "{language}: {odd:?}");
    }
}

#[test]
fn no_command_says_an_english_word_in_another_language() {
    let mut odd = Vec::new();
    for language in ["ru", "kk"] {
        let home = Home::new();
        home.write("bad.txt", format!("gopher://old.example/\nme@meduza.example\n{TYPED}\n"));
        home.write("none.pem", "nothing");
        for line in [
            "demo kz-2024-sni-drop --targets 8 --db kept.db",
            "show --db kept.db --all",
            "show --db kept.db --why",
            "history --db kept.db",
            "history azattyq.org --db kept.db",
            "judge --db kept.db",
            "runs --db kept.db",
            "watch --scenario border-cut --for 3h --db watched.db",
            "journal --db watched.db",
            "nettests",
        ] {
            odd.extend(speaks(&home, line, language, 0));
        }
        for line in [
            "show zzz --db kept.db",
            "show --db none.db",
            "history nowhere.example --db kept.db",
            "journal --db kept.db",
            "journal --since 1d --db watched.db",
            "demo kz-2019-qaznet --db kept.db",
            "demo --profile 5g",
            "demo frist-light",
            "demo none.toml",
            "run latancy --yes",
            "run --helper nonsense --yes",
            "run --ca missing.pem --yes",
            "run --ca none.pem --yes",
            "run --input-file bad.txt --yes",
            "run --input-file missing.txt --yes",
            "run --db unasked.db",
            "watch --db unasked.db",
            "man none",
            "lab new captcha",
            "lab replay none.json",
            "lab replay zzz --db kept.db",
            "measure",
            "shwo",
            "demo --colour never",
            "demo --color blue",
            "demo --targets 0",
            "demo --seed -1",
            "demo --at 2024-02-30",
            "journal --since lately",
            "run --max-bytes many",
            "run --max-seconds long",
            "run --resolver dns",
            "run --country KAZ",
            "run --portal-probe https://localhost/",
            "run --at-once 65",
            "slice --seconds 11m",
            "agent --every 1m",
            "watch --every 5s",
            "run --no-helper --helper http://localhost/",
            "helper --tls 127.0.0.1:0",
        ] {
            odd.extend(speaks(&home, line, language, 2));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n\n"));
}

/// Runs it and looks at every word of it; what is odd.
#[track_caller]
fn speaks(home: &Home, line: &str, language: &str, code: i32) -> Option<String> {
    let said = home.arna(&format!("{line} --language {language}"));
    let said = said.env("COLUMNS", "140").env("TZ", "UTC").start().end().exits(code);
    let text = format!("{}\n{}", said.out, said.err);
    let odd = english(&text, &format!("{line} {TYPED}"));
    (!odd.is_empty()).then(|| format!("{line}, {language}: {odd:?}\n{said}"))
}

/// Words in Latin letters that are neither typed (in backticks, or an option), nor names.
fn english<'a>(text: &'a str, typed: &str) -> Vec<&'a str> {
    let is_name =
        |token: &&str| token.chars().any(|one| "./:_=@-".contains(one) || one.is_ascii_digit());
    let plain = text.split('`').step_by(2).flat_map(str::split_whitespace);
    let tokens =
        plain.map(|token| token.trim_matches(|one: char| !one.is_alphanumeric() && one != '-'));
    let words = tokens
        .filter(|token| !is_name(token))
        .flat_map(|token| token.split(|one: char| !one.is_alphanumeric()));
    words
        .filter(|word| word.len() > 1 && word.bytes().all(|one| one.is_ascii_alphabetic()))
        // The picture of a journal has a sign an hour.
        .filter(|word| !word.bytes().all(|one| b"xwp".contains(&one)))
        .filter(|word| !NAMES.contains(word) && !typed.split_whitespace().any(|one| one == *word))
        .collect()
}

#[test]
fn an_english_word_would_be_found() {
    let said = "Остановлено: run 5 of `arna run` at 10.0.0.1, --db UTC zzz";
    assert_eq!(english(said, "show zzz"), ["run", "of", "at"]);
    assert!(english("..xx##ww Arna arna.db https://a.example/ 8.8.8.8:53", "").is_empty());
}

#[test]
fn data_is_the_same_in_every_language() {
    let home = Home::new();
    home.run("demo first-light --db kept.db").exits(0);
    let english = home.run("show --json --db kept.db").exits(0).out;
    for language in ["ru", "kk"] {
        let said = home.run(&format!("show --json --db kept.db --language {language}")).exits(0);
        assert_eq!(said.out, english);
    }
}

#[test]
fn cyrillic_tables_fit_terminals_from_40_columns_on() {
    let home = Home::new();
    home.run("demo kz-2024-sni-drop --targets 8 --db kept.db").exits(0);
    for language in ["ru", "kk"] {
        for columns in [40, 60, 80, 100] {
            for line in ["show --db kept.db", "show --why --db kept.db"] {
                let line = format!("{line} --language {language}");
                let said = home.arna(&line).env("COLUMNS", columns.to_string());
                let said = said.start().end().exits(0);
                for row in said.out.lines() {
                    assert!(row.chars().count() <= columns, "{line}, {columns}: {row}\n{said}");
                }
            }
        }
    }
}

/// A line of a list that is no URL, and is quoted.
const TYPED: &str = "what is this";

/// What is written so everywhere: protocols, units of the wire, names of ours and of the simulated country.
const NAMES: &[&str] = &[
    "Arna", "arna", "HTTP", "HTTPS", "PEM", "QUIC", "SHA", "TLS", "UDP", "UTC", "UTF", "VPN",
    "DNS", "TCP", "LTE", "lte", "edge", "wired", "latency", "demo", "show", "seed", "KZ",
    "Beeline", "Kcell", "Tele", "Altel",
    // Figures by their names in data, and who vouches for the simulated web.
    "loss", "probes", "Lab", "Trust",
];

/// No English sentence does without one of these, and no name of a host has them.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "at", "from", "to", "is", "by", "no", "yes", "void", "s", "ms", "kB",
    "answer", "answered", "asked", "looked", "said", "secured", "worked", "Block", "Counts",
];
