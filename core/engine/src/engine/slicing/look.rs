//! The look of the journal that a slice makes.

use std::sync::Arc;

use arna_model::{
    Bytes, Limits, Micros, RunId, UplinkChoice, Vantage, WatchId, WatchRecord, WatchRequest,
};
use arna_net::{Net, Recorder};
use tokio::sync::mpsc;

use super::Slice;
use crate::Error;
use crate::report::HelperClient;
use crate::run::{self, Journal, LedgerError, OfSlices, SliceLook, Watcher};

impl Slice<'_> {
    /// Looks whether there is any Internet, if that was not done just now. `None`: it was, or somebody else measures.
    pub(super) async fn look(&mut self) -> Result<Option<SliceLook>, Error> {
        let engine = self.engine;
        let _alone = match engine.store.hold().await {
            Err(LedgerError::Running) => return Ok(None),
            held => held?,
        };
        let over = engine.standing.over(&UplinkChoice::Default).await?;
        let vantage = Vantage { uplink: None, software: None, ..engine.standing.here().await };
        let (wall, uptime) =
            (engine.standing.wire.wall(), run::uptime(engine.standing.wire.as_ref()));
        let kept = engine.store.watch_of_slices().await?;
        // What goes on is a watch over the same network, whose clock did not go back.
        let going_on = kept.and_then(|OfSlices { watch, row, doubtful }| {
            let is_same = watch.vantage == vantage && watch.purse == self.decision.purse;
            let from = (watch.started, watch.uptime.as_ref());
            let at = run::between(from, (wall, uptime.as_ref())).filter(|_| is_same)?.time;
            let is_later = watch.last.is_none_or(|last| last.at < at);
            is_later.then_some((watch, row, doubtful, at))
        });
        let (record, row, doubtful, at) = match going_on {
            Some(going_on) => going_on,
            None => (self.open_watch(vantage).await?, None, None, Micros(0)),
        };
        let since = record.last.map(|last| at - last.at);
        if doubtful.is_none() && since.is_some_and(|since| since < LOOK_EVERY) {
            return Ok(None);
        }
        let most = self.bytes_left();
        let net = Net::new(
            over.wire.clone(),
            engine.standing.for_net(over.wire.as_ref(), Micros(0)),
            Recorder::new(RunId::new(record.id.as_str()), 0),
        );
        net.limit(most);
        // Nobody listens.
        let (events, _) = mpsc::channel(1);
        let request = &self.asked;
        let watcher = Watcher {
            journal: engine.store.clone(),
            control: Arc::new(HelperClient::new(Vec::new())),
            net,
            request: WatchRequest {
                anchors: request.anchors.clone(),
                landmarks: request.landmarks.clone(),
                resolver: request.resolver,
                portal_probe: request.portal_probe.clone(),
                every: record.every,
                ahead: self.ahead,
                ..WatchRequest::default()
            },
            // The slice keeps to what it was given.
            limits: Limits::default(),
            before: (at, record.bytes),
            record,
            events,
            elsewhere: Default::default(),
            allowance: Default::default(),
            is_cut_short: false,
            epoch: engine.standing.wire.uptime(),
        };
        let before = (row, doubtful);
        let place = watcher.record.vantage.clone();
        let stays = async { engine.standing.here().await.may_be(&place) };
        let looked =
            watcher.look_in_slice(before, self.time_left(), self.stop.is_used(), stays).await?;
        Ok(Some(looked))
    }

    async fn open_watch(&self, vantage: Vantage) -> Result<WatchRecord, Error> {
        let engine = self.engine;
        let label = format!("watch/slices/{}", engine.store.watches().await?.len());
        let record = WatchRecord {
            id: WatchId::new(engine.standing.wire.entropy(&label).id()),
            vantage,
            every: SLICES_EVERY,
            started: engine.standing.wire.wall(),
            uptime: run::uptime(engine.standing.wire.as_ref()),
            purse: self.decision.purse,
            is_of_slices: true,
            last: None,
            looks: 0,
            bytes: Bytes::default(),
        };
        engine.store.open_watch(&record).await?;
        Ok(record)
    }
}

/// Looks are no closer than those of a watch.
const LOOK_EVERY: Micros = Micros::from_secs(15 * 60);
/// How far looks of slices lie apart where all is well: phones give ten a day to apps that are seldom opened. What is
/// more than twice as long is a time in which nobody looked.
const SLICES_EVERY: Micros = Micros::from_secs(2 * 3600);
