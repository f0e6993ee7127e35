//! A watch that moves with the phone: the network that it looks at is asked for before and after each look, and each
//! network that the phone comes to has a record of its own in the journal.

use std::sync::Arc;

use arna_means::{Question, Spent};
use arna_model::{
    Bytes, Conditions, Means, Micros, Occasion, Purse, Rule, RunId, Uplink, Vantage, WatchId,
    WatchRecord, WatchRequest,
};
use arna_net::{Net, Recorder, Wire};
use tokio::sync::{mpsc, watch};

use crate::report::HelperClient;
use crate::run::{
    self, AGAIN, Allowance, AtHome, Away, Journal as _, LedgerError, WatchEvent, Watcher,
};
use crate::standing::Standing;
use crate::store::Store;

/// A watch, one task.
pub(super) struct Moving {
    pub(super) store: Arc<Store>,
    pub(super) standing: Standing,
    pub(super) means: Means,
    pub(super) request: WatchRequest,
    /// Which hosts at home it asks.
    pub(super) at_home: AtHome,
    /// When it is over, by the clock that only goes on.
    pub(super) ends: Option<Micros>,
    pub(super) events: mpsc::Sender<WatchEvent>,
}

/// The network that is watched now.
pub(super) struct Ground {
    vantage: Vantage,
    purse: Purse,
    wire: Arc<dyn Wire>,
}

impl Ground {
    /// Whether a record is of this network.
    fn is_of(&self, record: &WatchRecord) -> bool {
        let chosen = |vantage: &Vantage| vantage.uplink.as_ref().map(|uplink| uplink.id.clone());
        chosen(&self.vantage) == chosen(&record.vantage) && self.vantage.may_be(&record.vantage)
    }
}

impl Moving {
    /// Watches to the end, or until it is cancelled.
    pub(super) async fn watch(
        self,
        first: Result<Watcher, (Away, Allowance)>,
        mut cancel: watch::Receiver<bool>,
    ) {
        let cancelled = async {
            if cancel.wait_for(|is_cancelled| *is_cancelled).await.is_err() {
                // The handle is gone; that cancels nothing.
                std::future::pending::<()>().await;
            }
        };
        let ended = tokio::select! {
            biased;
            () = cancelled => Ok(()),
            ended = self.go_on(first) => ended,
        };
        // Nobody listening changes nothing: the store has it.
        drop(self.events.send(WatchEvent::Finished(ended)).await);
    }

    async fn go_on(&self, first: Result<Watcher, (Away, Allowance)>) -> Result<(), LedgerError> {
        let (mut elsewhere, mut said) = ((0, Bytes::default()), None);
        let mut next = first;
        loop {
            let allowance = match next {
                Ok(mut watcher) => {
                    if self.stays(&mut watcher).await? {
                        return Ok(());
                    }
                    said = None;
                    let used = watcher.bytes();
                    elsewhere = (elsewhere.0 + watcher.record.looks, elsewhere.1 + used);
                    watcher.allowance.moved(used.total())
                }
                Err((away, allowance)) => {
                    if said != Some(away) {
                        said = Some(away);
                        drop(self.events.send(WatchEvent::Away(away)).await);
                    }
                    if self.pause(self.request.every).await {
                        return Ok(());
                    }
                    allowance
                }
            };
            next = match self.ground().await {
                Ok(ground) => Ok(self.open(ground, elsewhere, allowance).await?),
                Err(away) => Err((away, allowance)),
            };
        }
    }

    /// Watches one network until the end, or until the phone is on another one; whether that is the end.
    async fn stays(&self, watcher: &mut Watcher) -> Result<bool, LedgerError> {
        let mut known = watcher.begins();
        loop {
            if let Some(rest) = watcher.rest().await? {
                self.events.try_send(WatchEvent::Resting(rest)).ok();
                if self.rests(&watcher.record, rest).await {
                    return Ok(true);
                }
            } else {
                let settled = watcher.look(&mut known).await;
                if !self.is_on(&watcher.record).await {
                    watcher.drop_look().await?;
                    // A phone whose networks come and go is not looked at the more often for it.
                    return Ok(self.pause(AGAIN.min(self.request.every)).await);
                }
                let Some(settled) = settled else {
                    watcher.drop_look().await?;
                    continue;
                };
                watcher.keep(&mut known, settled).await?;
                if self.pause(watcher.until_next()).await {
                    return Ok(true);
                }
            }
            if !self.is_on(&watcher.record).await {
                return Ok(false);
            }
        }
    }

    /// Rests for so long, or until the phone is on another network, which has bytes and a journal of its own; whether that
    /// is the end.
    async fn rests(&self, record: &WatchRecord, rest: Micros) -> bool {
        let wire = &self.standing.wire;
        let until = wire.uptime() + rest;
        loop {
            let left = until.since(wire.uptime());
            if left == Micros(0) || !self.is_on(record).await {
                return false;
            }
            if self.pause(left.min(self.request.every.max(AGAIN))).await {
                return true;
            }
        }
    }

    async fn is_on(&self, record: &WatchRecord) -> bool {
        self.ground().await.is_ok_and(|ground| ground.is_of(record))
    }

    /// The network that is meant, as it is now.
    pub(super) async fn ground(&self) -> Result<Ground, Away> {
        let over = self.standing.over(&self.request.uplink).await.map_err(|_| Away::Gone)?;
        if over.uplink.as_ref().is_some_and(|uplink| uplink.is_vpn) {
            return Err(Away::Vpn);
        }
        if !self.may_look_over(over.known.clone()) {
            return Err(Away::Abroad);
        }
        let mut vantage = self.standing.here_over(over.uplink).await;
        // Where no radio says whose network this is, the system may: a laptop moves, too.
        if self.standing.platform.radio.is_none()
            && let Some(known) = &over.known
        {
            let kind = || known.kind.map(|kind| kind.as_str().to_owned());
            vantage.operator = vantage.operator.or_else(|| known.operator.clone());
            vantage.technology =
                vantage.technology.or_else(|| known.technology.clone()).or_else(kind);
        }
        let purse = over.purse.unwrap_or_else(|| Purse::of_vantage(&vantage));
        Ok(Ground { vantage, purse, wire: over.wire })
    }

    /// Whether looks may be made over a network, as far as that is not a matter of bytes, for which a watch rests.
    fn may_look_over(&self, uplink: Option<Uplink>) -> bool {
        let question = Question {
            occasion: Occasion::Watch { is_agreed: self.request.is_abroad_too },
            means: &self.means,
            conditions: Conditions { uplink, ..Conditions::default() },
            spent: Spent::default(),
            now: self.standing.wire.wall(),
            ahead: self.request.ahead,
            time: None,
            is_busy: false,
        };
        arna_means::decide(question).condition(Rule::Roaming).is_none_or(|one| one.holds)
    }

    /// Begins to watch a network, after so many looks and bytes elsewhere.
    pub(super) async fn open(
        &self,
        Ground { vantage, purse, wire }: Ground,
        elsewhere: (u64, Bytes),
        allowance: Allowance,
    ) -> Result<Watcher, LedgerError> {
        // In the lab the same label gives the same id.
        let label = format!("watch/{}", self.store.watches().await?.len());
        let record = WatchRecord {
            id: WatchId::new(wire.entropy(&label).id()),
            purse,
            vantage,
            every: self.request.every,
            started: wire.wall(),
            uptime: run::uptime(wire.as_ref()),
            is_of_slices: false,
            last: None,
            looks: 0,
            bytes: Bytes::default(),
        };
        self.store.open_watch(&record).await?;
        let landmarks = self.at_home.in_country(record.vantage.country.as_deref());
        let request = WatchRequest { landmarks, ..self.request.clone() };
        let settings = self.standing.for_net(wire.as_ref(), Micros(0));
        let recorder = Recorder::new(RunId::new(record.id.as_str()), 0);
        Ok(Watcher {
            journal: self.store.clone(),
            // Nobody is told what is looked at: no site is.
            control: Arc::new(HelperClient::new(Vec::new())),
            epoch: wire.uptime(),
            net: Net::new(wire, settings, recorder),
            limits: self.means.of(record.purse),
            record,
            request,
            events: self.events.clone(),
            before: Default::default(),
            elsewhere,
            allowance,
            is_cut_short: false,
        })
    }

    /// Waits so long, or to the end; whether that is the end.
    async fn pause(&self, length: Micros) -> bool {
        let left = self.ends.map(|ends| ends.since(self.standing.wire.uptime()));
        tokio::time::sleep(left.unwrap_or(length).min(length).into()).await;
        left.is_some_and(|left| left <= length)
    }
}
