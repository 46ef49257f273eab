//! A table as a file for a spreadsheet (RFC 4180).
//!
//! Owns the form of the file: every field quoted, lines ended by CR LF, and nothing in it that a spreadsheet would take
//! for a formula. Must not know what the columns mean.

/// What separates the fields, and with it how numbers are written: a spreadsheet expects the one by the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// `"a","1.5"`: where the decimal sign is a point.
    #[default]
    Commas,
    /// `"a";"1,5"`: where the decimal sign is a comma.
    Semicolons,
}

impl Form {
    /// The form that the spreadsheets of somebody expect who writes 1,5 or 1.5.
    #[must_use]
    pub fn usual(decimal_comma: bool) -> Self {
        if decimal_comma {
            Self::Semicolons
        } else {
            Self::Commas
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        Self::usual(self == Self::Commas)
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Any text. What begins as a formula does gets a `'` in front.
    Text(String),
    /// A number that this program has written: digits, with a minus and a point at most. It stays a number, and has a
    /// comma for the point where the form says so.
    Number(String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self::Number(number.to_string())
    }

    /// A chance between 0 and 1 with four digits, enough to calculate with again.
    #[must_use]
    pub fn chance(chance: f64) -> Self {
        // Cut off first, so that the cast has something to hold.
        let parts = (chance.clamp(0.0, 1.0) * 10_000.0).round() as u32;
        Self::decimal(i64::from(parts), 4)
    }

    /// A whole number of parts, of which the power of ten says how many make one.
    #[must_use]
    pub fn decimal(parts: i64, digits: usize) -> Self {
        let plain = parts.unsigned_abs().to_string();
        let zeros = "0".repeat((digits + 1).saturating_sub(plain.len()));
        let mut number = [if parts < 0 { "-" } else { "" }, &zeros, &plain].concat();
        let point = number.len() - digits;
        if digits > 0 {
            number.insert(point, '.');
        }
        Self::Number(number)
    }

    /// A text, or nothing where it is empty.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

/// The file's text. It begins with the mark of UTF-8, without which one widely used program reads other letters than
/// those of English as something else.
#[must_use]
pub fn write(columns: &[String], rows: &[Vec<Cell>], form: Form) -> String {
    let mut file = String::from("\u{feff}");
    let separator = match form {
        Form::Commas => ",",
        Form::Semicolons => ";",
    };
    for (place, column) in columns.iter().enumerate() {
        push(&mut file, place, column, separator);
    }
    file.push_str("\r\n");
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(text) => push(&mut file, place, &guarded(text), separator),
                Cell::Number(number) if form == Form::Semicolons => {
                    push(&mut file, place, &number.replace('.', ","), separator);
                }
                Cell::Number(number) => push(&mut file, place, number, separator),
                Cell::Empty => push(&mut file, place, "", separator),
            }
        }
        file.push_str("\r\n");
    }
    file
}

fn push(file: &mut String, place: usize, text: &str, separator: &str) {
    if place > 0 {
        file.push_str(separator);
    }
    file.push('"');
    file.push_str(&text.replace('"', "\"\""));
    file.push('"');
}

/// A text that no spreadsheet takes for a formula, also one that expects another separator: it takes the quotes for text,
/// and splits the field at its own separator and at each line.
fn guarded(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\r', '\n']) {
        guarded.push('\'');
    }
    let mut may_begin = true;
    for c in text.chars() {
        if may_begin && matches!(c, '=' | '+' | '-' | '@') {
            guarded.push('\'');
        }
        // Quotes and spaces may be dropped by the program that splits.
        may_begin =
            matches!(c, ',' | ';' | '\t' | '\r' | '\n') || (may_begin && matches!(c, ' ' | '"'));
        guarded.push(c);
    }
    guarded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The file as the `csv` crate reads it, the names of the columns first.
    fn read(file: &str, separator: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).delimiter(separator);
        let mut reader = reader.from_reader(file.as_bytes());
        let records = reader.records();
        records
            .map(|record| {
                record
                    .expect("a record")
                    .iter()
                    .map(str::to_owned)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn every_field_is_quoted_and_none_is_a_formula() {
        let columns = ["a".to_owned(), "b".to_owned()];
        let rows = [
            vec![Cell::Text("=HYPERLINK(\"x\")".into()), Cell::decimal(-5, 2)],
            vec![Cell::text(""), Cell::Text("one\r\ntwo, \"three\"".into())],
        ];
        let file = write(&columns, &rows, Form::Commas);
        assert_eq!(
            file,
            "\u{feff}\"a\",\"b\"\r\n\"'=HYPERLINK(\"\"x\"\")\",\"-0.05\"\r\n\"\",\"one\r\ntwo, \"\"three\"\"\"\r\n"
        );
        assert_eq!(read(&file, b',')[2], ["", "one\r\ntwo, \"three\""]);
        for begins in ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"] {
            assert_eq!(guarded(begins), format!("'{begins}"));
        }
    }

    #[test]
    fn where_the_decimal_sign_is_a_comma_fields_are_separated_by_semicolons() {
        assert_eq!(Form::usual(true), Form::Semicolons);
        assert_eq!(Form::usual(false), Form::Commas);
        let columns = ["a".to_owned(), "b".to_owned()];
        let rows = [vec![
            Cell::Text("1.5; and, more".into()),
            Cell::decimal(-5, 2),
        ]];
        assert_eq!(
            write(&columns, &rows, Form::Semicolons),
            "\u{feff}\"a\";\"b\"\r\n\"1.5; and, more\";\"-0,05\"\r\n"
        );
    }

    #[test]
    fn a_field_that_another_separator_splits_holds_no_formula() {
        let check = |text: &str, expected: &str| assert_eq!(guarded(text), expected);
        check("Example;=1+1", "Example;'=1+1");
        check("Example,=1+1", "Example,'=1+1");
        check("Example; \"=1+1\"", "Example; \"'=1+1\"");
        check("one\n=1+1\r\n@x\t+1", "one\n'=1+1\r\n'@x\t'+1");
        check(
            "2+2=4, a - b; mail@example.com",
            "2+2=4, a - b; mail@example.com",
        );
    }

    #[test]
    fn numbers_are_written_with_their_digits() {
        let check = |cell, expected: &str| assert_eq!(cell, Cell::Number(expected.to_owned()));
        check(Cell::whole(-3), "-3");
        check(Cell::decimal(-25, 2), "-0.25");
        check(Cell::decimal(1_150, 2), "11.50");
        check(Cell::decimal(0, 3), "0.000");
        check(Cell::decimal(7, 0), "7");
        check(Cell::chance(1.0 / 3.0), "0.3333");
        check(Cell::chance(1.0), "1.0000");
        check(Cell::chance(0.00004), "0.0000");
        check(Cell::chance(f64::NAN), "0.0000");
    }

    /// Whether a spreadsheet could calculate with it, or reach out by it.
    fn is_formula(text: &str) -> bool {
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_by_another_reader(
            rows in prop::collection::vec(
                prop::collection::vec("\\PC{0,12}|[\"',;=+@\r\n\t\u{202e}\u{1f600}-]{0,6}", 3), 0..5,
            ),
        ) {
            let columns = ["x", "y", "z"].map(str::to_owned);
            let cells: Vec<Vec<Cell>> = rows
                .iter()
                .map(|row| row.iter().map(|text| Cell::text(text)).collect())
                .collect();
            for (form, separator) in [(Form::Commas, b','), (Form::Semicolons, b';')] {
                let file = write(&columns, &cells, form);
                let back = read(&file, separator);
                prop_assert_eq!(&back[0], &columns);
                prop_assert_eq!(back.len(), rows.len() + 1);
                for (row, texts) in back[1..].iter().zip(&rows) {
                    for (field, text) in row.iter().zip(texts) {
                        prop_assert_eq!(field, &guarded(text));
                        // Nothing but the guard was added, and nothing taken away.
                        let plain = |text: &str| text.replace('\'', "");
                        prop_assert_eq!(plain(field), plain(text));
                    }
                }
                // A program that splits at any separator and at each line, whatever is quoted.
                for piece in file.split([',', ';', '\t', '\r', '\n']) {
                    let piece = piece.trim_matches(['"', ' ', '\u{feff}']);
                    prop_assert!(!is_formula(piece), "{piece:?} in {file:?}");
                }
            }
        }
    }
}
