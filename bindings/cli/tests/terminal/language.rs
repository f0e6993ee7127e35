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

/// No English sentence does without one of these, and no name of a host has them.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "at", "from", "to", "is", "by", "no", "yes", "void", "s", "ms", "kB",
    "answer", "answered", "asked", "looked", "said", "secured", "worked", "Block", "Counts",
];
