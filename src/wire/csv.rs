//! A table as a file for a spreadsheet (RFC 4180).
//!
//! Owns the form of the file: every field quoted, lines ended by CR LF, and nothing in it that a spreadsheet would take
//! for a formula. Must not know what the columns mean.

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Any text. What begins as a formula does gets a `'` in front.
    Text(String),
    /// A number that this program has written: digits, with a minus and a point at most. It stays a number.
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

    /// A chance between 0 and 1 with four digits, enough to own_calibration with again.
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
pub fn write(columns: &[String], rows: &[Vec<Cell>]) -> String {
    let mut file = String::from("\u{feff}");
    for (place, column) in columns.iter().enumerate() {
        push(&mut file, place, column);
    }
    file.push_str("\r\n");
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(text) if is_formula(text) => {
                    push(&mut file, place, &["'", text].concat());
                }
                Cell::Text(text) | Cell::Number(text) => push(&mut file, place, text),
                Cell::Empty => push(&mut file, place, ""),
            }
        }
        file.push_str("\r\n");
    }
    file
}

fn push(file: &mut String, place: usize, text: &str) {
    file.push_str(if place > 0 { ",\"" } else { "\"" });
    file.push_str(&text.replace('"', "\"\""));
    file.push('"');
}

/// Whether a spreadsheet could own_calibration with it, or reach out by it.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The file as the `csv` crate reads it, the names of the columns first.
    fn read(file: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).from_reader(file.as_bytes());
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
        let file = write(&columns, &rows);
        assert_eq!(
            file,
            "\u{feff}\"a\",\"b\"\r\n\"'=HYPERLINK(\"\"x\"\")\",\"-0.05\"\r\n\"\",\"one\r\ntwo, \"\"three\"\"\"\r\n"
        );
        assert_eq!(read(&file)[2], ["", "one\r\ntwo, \"three\""]);
        for begins in ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"] {
            let guarded = read(&write(&columns, &[vec![Cell::text(begins)]]).replace("\"a\",", ""));
            assert_eq!(guarded[1], [format!("'{begins}")]);
        }
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
            let back = read(&write(&columns, &cells));
            prop_assert_eq!(&back[0], &columns);
            prop_assert_eq!(back.len(), rows.len() + 1);
            for (row, texts) in back[1..].iter().zip(&rows) {
                for (field, text) in row.iter().zip(texts) {
                    let guarded = if is_formula(text) { format!("'{text}") } else { text.clone() };
                    prop_assert_eq!(field, &guarded);
                    prop_assert!(!is_formula(field));
                }
            }
        }
    }
}
