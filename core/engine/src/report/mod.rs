//! Services of others: the test helper.

mod answer;
mod helper;

pub(crate) use helper::HelperClient;
