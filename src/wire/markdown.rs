//! A text of headings, paragraphs and lists as Markdown (CommonMark).
//!
//! Owns how a person's words are written so that they are read as they were meant: nothing in them becomes a heading,
//! a link, an image or markup. Must not know what is written.

use super::language::language;

/// A text on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Markdown {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that what follows, up to [`close`](Self::close), is in the language of this tag: Markdown has no mark of its own
    /// for it, and allows HTML's.
    pub fn open(&mut self, tag: &str) {
        self.gap();
        let direction =
            language(tag).map(|language| [" dir=\"", language.direction(), "\""].concat());
        self.0.extend([
            "<div lang=\"",
            tag,
            "\"",
            &direction.unwrap_or_default(),
            ">\n",
        ]);
    }

    /// Ends what is in that language.
    pub fn close(&mut self) {
        self.gap();
        self.0.push_str("</div>\n");
    }

    /// A heading, 1 for the title of the whole.
    pub fn heading(&mut self, level: usize, words: &str) {
        self.gap();
        self.0.push_str(&"#".repeat(level.clamp(1, 6)));
        self.0.push(' ');
        // A heading is one line.
        let words: Vec<&str> = words.split_whitespace().collect();
        self.0.push_str(&escaped(&words.join(" ")));
        self.0.push('\n');
    }

    /// Paragraphs, apart where the words have an empty line, and broken where they have a break.
    pub fn text(&mut self, words: &str) {
        self.gap();
        let mut broken = false;
        for line in words.trim().lines() {
            let line = line.trim();
            if line.is_empty() {
                broken = false;
                self.gap();
                continue;
            }
            if broken {
                // A break within a paragraph.
                self.0.truncate(self.0.trim_end_matches('\n').len());
                self.0.push_str("\\\n");
            }
            self.0.push_str(&escaped(line));
            self.0.push('\n');
            broken = true;
        }
    }

    /// A point of a list; ticked or not where it can be.
    pub fn point(&mut self, done: Option<bool>, words: &str) {
        if !self
            .0
            .trim_end_matches('\n')
            .lines()
            .last()
            .is_some_and(|line| line.starts_with("- "))
        {
            self.gap();
        }
        self.0.push_str(match done {
            None => "- ",
            Some(true) => "- [x] ",
            Some(false) => "- [ ] ",
        });
        // A point is one line, so that nothing in it ends the list.
        let words: Vec<&str> = words.split_whitespace().collect();
        self.0.push_str(&escaped(&words.join(" ")));
        self.0.push('\n');
    }

    /// The whole.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }

    /// An empty line, where something stands before it.
    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }
}

/// Words with a backslash before everything that Markdown could take for its own. `line` has no break.
fn escaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, sign) in line.char_indices() {
        let always = matches!(
            sign,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!'
        );
        // These mean something at the beginning of a line alone: lists, quotes, rules, numbered lists.
        let first = at == 0 && matches!(sign, '-' | '+' | '=' | ':');
        let numbered = number > 0 && at == number && matches!(sign, '.' | ')');
        if always || first || numbered {
            text.push('\\');
        }
        text.push(sign);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_laid_out_with_its_headings_and_lists() {
        let mut text = Markdown::new();
        text.heading(1, "Letters");
        text.heading(2, "Acme\n# Baker");
        text.text("Dear *all*,\n\nfirst line\nsecond line\n\n\n1. no list\n- nor this");
        text.point(None, "one\ntwo");
        text.point(Some(true), "[done](javascript:x)");
        text.text("<b>After</b>");
        assert_eq!(
            text.finish(),
            "# Letters\n\n## Acme \\# Baker\n\nDear \\*all\\*,\n\nfirst line\\\nsecond line\n\n\
             1\\. no list\\\n\\- nor this\n\n- one two\n- [x] \\[done\\](javascript:x)\n\n\\<b\\>After\\</b\\>\n"
        );
    }

    #[test]
    fn a_part_names_its_language_and_the_way_in_which_it_is_written() {
        let mut text = Markdown::new();
        text.open("de");
        text.text("Guten Tag");
        text.open("ar");
        text.text("مرحبا");
        text.close();
        text.close();
        assert_eq!(
            text.finish(),
            "<div lang=\"de\" dir=\"ltr\">\n\nGuten Tag\n\n<div lang=\"ar\" dir=\"rtl\">\n\nمرحبا\n\n</div>\n\n</div>\n"
        );
    }

    #[test]
    fn what_begins_as_markup_does_not_become_it() {
        for (words, expected) in [
            ("# x", "\\# x"),
            ("---", "\\---"),
            ("12) x", "12\\) x"),
            ("12", "12"),
            ("a 1. b", "a 1. b"),
            ("&amp; ![i](u)", "\\&amp; \\!\\[i\\](u)"),
            ("\u{202e}x 🙂", "\u{202e}x 🙂"),
        ] {
            assert_eq!(escaped(words), expected);
        }
    }
}
