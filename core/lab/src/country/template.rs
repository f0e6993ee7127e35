//! A scenario to begin with.

use super::Scenario;
use super::sound::is_scenario_name;

impl Scenario {
    /// The text of a small scenario of this name, with a comment on everything that can be said;
    /// `None` if no scenario can be called so.
    pub fn template(name: &str) -> Option<String> {
        is_scenario_name(name).then(|| TEMPLATE.replace(PLACEHOLDER, name))
    }
}

const PLACEHOLDER: &str = "NAME";
const TEMPLATE: &str = include_str!("template.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_a_scenario_in_whole_and_with_every_comment_used() {
        let text = Scenario::template("my-own_2").expect("a good name");
        let scenario = Scenario::parse(&text).expect("parses");
        assert_eq!(scenario.name, "my-own_2");
        assert!(!text.contains(PLACEHOLDER));
        // What is a comment and looks like a key is one, with a value that fits.
        let used: Vec<_> =
            text.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line)).collect();
        assert_ne!(used.join("\n"), text.trim_end());
        Scenario::parse(&used.join("\n")).expect("parses with everything said");
    }

    #[test]
    fn a_name_can_be_a_file_and_nothing_else() {
        for name in ["", "a b", "../a", "a.toml", "-a", "a\"", "ä"] {
            assert_eq!(Scenario::template(name), None, "{name}");
        }
    }
}
