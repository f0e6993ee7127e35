//! How tables look: one style for all, and no line wider than the terminal.
//!
//! What stands in a cell is what may be shown ([`arna_model::shown`]): a table is the one text that has escapes when
//! it is printed, and they are colours of ours.

use std::fmt;
use std::ops::Deref;

use arna_model::shown;
use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, TableStyle,
    Width,
};

use crate::{layout, out};

/// What stands at one place of a table.
pub(crate) struct Cell(comfy_table::Cell);

impl Cell {
    /// A text, of several lines if need be, as it may be shown.
    pub(crate) fn new(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        let lines: Vec<_> = text.split('\n').map(shown).collect();
        Self(comfy_table::Cell::new(layout::joined(&lines.join("\n"))))
    }

    /// The same in a colour.
    pub(crate) fn fg(self, colour: Color) -> Self {
        Self(self.0.fg(colour))
    }

    /// The same in bold.
    pub(crate) fn bold(self) -> Self {
        Self(self.0.add_attribute(Attribute::Bold))
    }
}

impl<Text: fmt::Display> From<Text> for Cell {
    fn from(text: Text) -> Self {
        Self::new(text)
    }
}

/// A table that is being filled.
pub(crate) struct Table(comfy_table::Table);

/// A table as it is printed, colours and all.
pub(crate) struct Drawn(String);

impl Drawn {
    /// A text without colours, of several lines if need be.
    pub(crate) fn plain(text: &str) -> Self {
        Self(text.split('\n').map(shown).collect::<Vec<_>>().join("\n"))
    }
}

impl Deref for Drawn {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A table with these heads, in bold.
pub(crate) fn with_heads(heads: impl IntoIterator<Item = impl fmt::Display>) -> Table {
    let mut table = comfy_table::Table::new();
    table.load_style(RULED).set_header(heads.into_iter().map(|head| Cell::new(head).bold().0));
    Table(table)
}

/// A table without heads or lines.
pub(crate) fn plain() -> Table {
    let mut table = comfy_table::Table::new();
    table.load_style(TableStyle::new());
    Table(table)
}

impl Table {
    /// One row more.
    pub(crate) fn add_row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.0.add_row(cells.into_iter().map(|cell| cell.into().0));
    }
}

/// Columns of figures stand to the right, under their heads.
pub(crate) fn align_right(table: &mut Table, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        if let Some(column) = table.0.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Keeps a column wide enough for `longest`, up to `most` characters: names are not to be broken.
pub(crate) fn keep_whole(table: &mut Table, column: usize, longest: usize, most: u16) {
    if let Some(column) = table.0.column_mut(column) {
        let room = u16::try_from(longest).unwrap_or(u16::MAX).min(most) + column.padding_width();
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(room)));
    }
}

/// The table as text, fitted to `width`; where that is little for many columns, they stand closer.
pub(crate) fn text(table: Table, width: u16) -> Drawn {
    let Table(mut table) = table;
    let columns = table.column_iter().count();
    let space = if columns > MANY && width < ROOMY { 1 } else { 2 };
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, space));
    });
    if out::has_colours() {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    Drawn(layout::parted(&table.trim_fmt()))
}

const MANY: usize = 7;
const ROOMY: u16 = 90;

/// A rule under the heads, and nothing else: every other line costs columns or rows.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_nothing_that_a_terminal_obeys() {
        let mut table = plain();
        table.add_row(["\u{1b}]0;x\u{7}", "\u{9b}2Jb\u{202e}", "one\ntwo"]);
        let text = text(table, 80);
        assert!(
            text.contains("\u{fffd}]0;x\u{fffd}") && text.contains("\u{fffd}2Jb\u{fffd}"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2);
    }
}
