//! What one block of a pair shows.

/// How one arm ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ends {
    /// A completed handshake after this many milliseconds.
    Done(u64),
    /// A completed handshake whose chain nobody trusts.
    Untrusted(u64),
    /// An alert after this many milliseconds.
    Alert(u64),
    /// A ServerHello after this many milliseconds, and then a reset.
    Begun(u64),
    /// Bytes that are no TLS, after this many milliseconds.
    Plain(u64),
    /// Connected, and nothing comes back after the name.
    Silence,
    /// Connected, and reset after the name.
    Reset,
    /// No connection: silence.
    NoConnect,
    /// No connection: a refusal.
    Refused,
    /// The phone's own trouble.
    Local,
    /// The arm was not tried.
    Absent,
}

/// One block of a pair: by default the target is silent, everything else works.
#[derive(Clone, Debug)]
pub struct Pair {
    pub target: Ends,
    pub control: Ends,
    pub second: Ends,
    pub innocent: Ends,
    pub name: Ends,
    /// An innocent name there after the names of all who sit together.
    pub after: Ends,
    /// An innocent name at the target's own address, before anything else.
    pub there: Ends,
    /// The target's name there, its hello cut in two.
    pub halves: Ends,
    /// An innocent name there in two records of TLS, and the target's.
    pub innocent_records: Ends,
    pub records: Ends,
    /// Milliseconds between what is tried at the site and everything else, in which it is the others' turn.
    pub wait: u64,
    /// Milliseconds after the start of the block at which the canary falls silent, and for how long.
    pub gap: Option<(u64, u64)>,
    /// Milliseconds that an echo takes there and back.
    pub echo: u64,
    /// Whether the echoes of the gap are held up and not lost: they come at its end.
    pub is_held: bool,
}

impl Default for Pair {
    fn default() -> Self {
        Self {
            target: Ends::Silence,
            control: Ends::Done(800),
            second: Ends::Done(900),
            innocent: Ends::Done(700),
            name: Ends::Silence,
            after: Ends::Absent,
            there: Ends::Absent,
            halves: Ends::Absent,
            innocent_records: Ends::Absent,
            records: Ends::Absent,
            wait: 0,
            gap: None,
            echo: 100,
            is_held: false,
        }
    }
}

impl Pair {
    /// A filter that puts segments together, and no records, without a helper's address for the name.
    pub fn in_records() -> Self {
        let innocent_records = Ends::Untrusted(600);
        let (there, records) = (Ends::Untrusted(600), Ends::Done(700));
        Self { there, halves: Ends::Silence, innocent_records, records, ..Self::split() }
    }

    /// A filter of single segments, without a helper's address for the name.
    pub fn split() -> Self {
        let (there, halves) = (Ends::Done(600), Ends::Done(700));
        Self { innocent: Ends::Absent, name: Ends::Absent, there, halves, ..Self::default() }
    }
}
