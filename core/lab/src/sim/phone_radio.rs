//! What a simulated phone knows of its radio: what a platform would tell its shell.

use std::sync::Arc;

use arna_net::{Radio, Reading};
use async_trait::async_trait;

use super::world::Shared;

/// The radio of the phone, as its system shows it.
pub struct PhoneRadio {
    shared: Arc<Shared>,
    /// MCC and MNC.
    operator: Option<String>,
}

impl PhoneRadio {
    pub fn new(shared: Arc<Shared>, operator: Option<String>) -> Self {
        Self { shared, operator }
    }
}

#[async_trait]
impl Radio for PhoneRadio {
    async fn reading(&self) -> Reading {
        let now = self.shared.now().0;
        let (air, cell) = self.shared.network().air(now);
        Reading {
            technology: Some(air.technology),
            country: None,
            operator: self.operator.clone(),
            cell: air.signal_dbm.map(|_| cell.to_string()),
            signal_dbm: air.signal_dbm,
        }
    }
}
