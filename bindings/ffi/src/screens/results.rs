//! The sites of a run.

use arna_model::RunId;
use arna_screens::results::{Asked, Only, read, results};
pub use arna_screens::results::{Folded, Results, ShownRun};
use arna_screens::{Action, Chip, Choice, Row, RowsHeld, VerdictGroup};

use super::{Reader, here, screen};
use crate::Engine;
use crate::config::NetworkChoice;

/// The sites of a run.
#[uniffi::remote(Record)]
pub struct Results {
    /// What stands above it.
    pub heading: String,
    /// The run that is shown, and others.
    pub run: ShownRun,
    /// A tag that is always to be seen beside the run: its network is simulated.
    pub tag: Option<String>,
    /// What is looked for; empty: nothing.
    pub query: String,
    /// What stands in the empty field.
    pub query_hint: String,
    /// Filters; those that would let nothing through are left out.
    pub chips: Vec<Chip>,
    /// Sites by their verdicts, what is worst first.
    pub sections: Vec<VerdictGroup>,
    /// Those that open, in one row, if they are not among the sections.
    pub folded: Option<Folded>,
    /// How many a filter or a search hides; a tap undoes both.
    pub hidden: Option<Row>,
    /// What stands in the place of sections where there is none.
    pub empty: Option<String>,
    /// Saves what is kept.
    pub export: Option<Action>,
    /// The button, where nothing was tested.
    pub main: Option<Action>,
    /// What the query of the next page says to get its rows alone.
    #[uniffi(default = None)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[uniffi(default = false)]
    pub is_rest: bool,
}

/// The run that is shown, and others.
#[uniffi::remote(Record)]
pub struct ShownRun {
    /// Its network, and when.
    pub shown: String,
    /// The latest runs.
    pub choices: Vec<Choice>,
    /// The same in a sentence.
    pub spoken: String,
}

/// Sites in one row that can be unfolded.
#[uniffi::remote(Record)]
pub struct Folded {
    /// The row.
    pub row: Row,
    /// Once it is unfolded: the first of them.
    pub rows: Vec<Row>,
    /// Whether there are more.
    pub has_more: bool,
}

screen! {
    /// The sites of a run, or what stands in their place.
    ResultsScreen of Results
}

/// What of a run is asked for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResultsQuery {
    /// The run's id; nothing: the latest.
    #[uniffi(default = None)]
    pub run: Option<String>,
    /// Part of a site's name; empty: every site.
    #[uniffi(default = "")]
    pub text: String,
    /// The id of a filter, as `Chip` and `Goes.Sites` have it; nothing, or what is none: all sites.
    #[uniffi(default = None)]
    pub only: Option<String>,
    /// Whether those that open are unfolded.
    #[uniffi(default = false)]
    pub is_unfolded: bool,
    /// How many pages of 50 rows are wanted, from the first on.
    #[uniffi(default = 1)]
    pub pages: u32,
    /// The phone's network that is chosen, as a run takes it.
    #[uniffi(default = None)]
    pub network: Option<NetworkChoice>,
    /// What of the rows is there already, as the record of the same query had it.
    #[uniffi(default = None)]
    pub held: Option<RowsHeld>,
}

#[uniffi::export]
impl Engine {
    /// The sites of a run.
    pub async fn results(&self, reader: Reader, query: ResultsQuery) -> ResultsScreen {
        self.shows(reader, |core, words| async move {
            let ResultsQuery { run, text, only, is_unfolded, pages, network, held } = query;
            let only = only.as_deref().and_then(Only::of_id).unwrap_or_default();
            let asked = Asked { query: text, only, is_unfolded, pages, held };
            let here = here(&core, network).await;
            let facts = read(&core, run.map(RunId::new).as_ref(), here).await?;
            Ok(results(&facts, &asked, words, core.now()))
        })
        .await
    }
}
