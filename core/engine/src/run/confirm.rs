//! Confirmation (stage 1): a bad radio or a censor?
//!
//! For every nettest the same: the pair that failed is tried again in **blocks**, each beside two
//! controls and a canary, and beside the same name at the helper's other address. A block says
//! something only when everything but the target worked in it; the judge counts and says when to stop.
//! Nothing here decides anything.

use std::net::SocketAddr;
use std::time::Duration;

use arna_model::{Arm, Micros};
use arna_net::{Entropy, Net};
use futures_util::future::join_all;
use url::Url;

use super::bystanders::Bystanders;
use super::repeat::{AtSite, Repeat};
use super::seat::{Common, Seat, Trial, later};
use super::trial::{is_answered, lookup, named, pair, plainly, request, say};

impl Bystanders {
    /// Makes one block in which all `seats` are tried, in the places that `common` gives what they share. `false`:
    /// there is nobody to compare with, so no block was made.
    pub(crate) async fn block(
        &self,
        seats: &[Seat],
        common: &Common,
        mut entropy: Entropy,
    ) -> bool {
        let targets: Vec<SocketAddr> =
            seats.iter().filter_map(|seat| seat.repeat.address()).collect();
        let Some((first, second)) = self.controls(&targets, common.number) else { return false };
        let mut controls: Vec<Trial<'_>> = Vec::new();
        if seats.iter().any(|seat| seat.repeat.looked_up().is_none()) {
            let control = common.arm(Arm::Control);
            controls.push(Box::pin(pair(control, first.address, &first.name)));
        }
        let questions = self.innocent_questions(seats, common);
        let second: Trial<'_> =
            Box::pin(pair(common.arm(Arm::SecondControl), second.address, &second.name));
        let named: Vec<&Seat> = seats.iter().filter(|seat| seat.says_name_to(self)).collect();
        let at_helper: Option<Trial<'_>> = match (&named[..], self.name_post) {
            ([], _) | (_, None) => None,
            ([only], Some(post)) => Some(Box::pin(self.name_alone(only, common, post))),
            (_, Some(post)) => Some(Box::pin(self.volley(named.clone(), common, post))),
        };
        let trials = if let [only] = seats {
            let mut trials = vec![only.target(), second];
            trials.extend(controls);
            trials.extend(questions);
            trials.extend(at_helper);
            trials.extend(self.beside(only));
            entropy.shuffle(&mut trials);
            trials
        } else {
            // The first control before everybody, the second one after them, so that a stall between meets one of both.
            // Innocent questions come after all others: where one of these silenced a resolver, they have no answer.
            let mut trials = controls;
            for seat in seats {
                let arms = [seat.target()].into_iter().chain(self.beside(seat));
                trials.extend(arms.map(|trial| later(entropy.below(SPREAD_MS), trial)));
            }
            trials.extend(at_helper.map(|trial| later(entropy.below(SPREAD_MS), trial)));
            trials.extend(questions.into_iter().chain([second]).map(|one| later(SPREAD_MS, one)));
            trials
        };

        // Where the phone is between the two, says which of them a handover spoils.
        let at_sites = |when| {
            let there: Vec<_> = seats.iter().filter(|seat| seat.tries.at_site == when).collect();
            (!there.is_empty()).then(|| join_all(there.into_iter().map(Seat::try_site)))
        };
        let canary = common.arm(Arm::Canary);
        let all = async {
            if let Some(before) = at_sites(AtSite::First) {
                before.await;
                canary.sample_radio(self.echo.0).await;
            }
            join_all(trials).await;
            if let Some(after) = at_sites(AtSite::Last) {
                canary.sample_radio(self.echo.0).await;
                after.await;
            }
        };
        self.watched(common.arm(Arm::Canary), all).await;
        true
    }

    /// The innocent names that resolvers are asked for, where they are asked for a target's.
    fn innocent_questions<'a>(&'a self, seats: &'a [Seat], common: &Common) -> Vec<Trial<'a>> {
        let Some(name) = seats.iter().find_map(|seat| seat.repeat.looked_up()) else {
            return Vec::new();
        };
        let innocent = self.innocent_name(name);
        let control = common.arm(common.control_of_lookups());
        let mut trials: Vec<Trial<'a>> = vec![Box::pin(lookup(control, innocent))];
        let is_silent = |seat: &Seat| matches!(seat.repeat, Repeat::SilentLookup(_));
        if let Some((plain, _)) = self.resolver.as_ref().filter(|_| seats.iter().any(is_silent)) {
            let there = common.arm(Arm::InnocentAtResolver);
            trials.push(Box::pin(plainly(there, innocent, *plain)));
        }
        trials
    }

    /// Effect 1 for one name: an innocent one first. After a hit an address may stay poisoned for minutes: then the
    /// innocent says so, and the name has nothing to show.
    async fn name_alone(&self, seat: &Seat, common: &Common, post: SocketAddr) {
        let Repeat::Pair(_, name) = &seat.repeat else { return };
        let innocents = common.arm(Arm::InnocentAtHelper);
        if is_answered(innocents, post, self.innocent_name(name)).await {
            named(seat.arm(Arm::NameAtHelper), seat.mirror(), post, name).await;
        }
    }

    /// The same for several names, in one volley: all of them connect, and then the hellos go out one after the other,
    /// an innocent one last. A name that silences the address would make a server that merely ignores another one's
    /// hello look like a censor's victim; so they count only if the last was answered, and what is sent again is sent in
    /// lockstep.
    async fn volley(&self, seats: Vec<&Seat>, common: &Common, post: SocketAddr) {
        let names: Vec<&str> = seats.iter().filter_map(|seat| seat.repeat.name()).collect();
        let innocent = self.innocent_name(names.first().copied().unwrap_or_default());
        if !is_answered(common.arm(Arm::InnocentAtHelper), post, innocent).await {
            return;
        }
        // That it is answered at once is all that is asked of it: no certificate has to come.
        let after = &common.arm(Arm::InnocentAfterNames).for_beginnings();
        let connects = seats.iter().map(|seat| async {
            let net = seat.arm(Arm::NameAtHelper);
            let connection = net.connect(post).await.outcome;
            (net, connection)
        });
        let gaps = if common.is_lossy { LAST_GAPS } else { &LAST_GAPS[..1] };
        let lasts = gaps.iter().map(async |gap| (*gap, after.connect(post).await));
        let lasts = join_all(lasts);
        let (opened, lasts) = tokio::join!(join_all(connects), lasts);
        let hellos = opened.into_iter().zip(seats.iter().zip(&names)).enumerate().map(
            |(number, ((net, connection), (seat, name)))| async move {
                tokio::time::sleep(VOLLEY_GAP * number as u32).await;
                if let Ok(connection) = connection {
                    say(&net, seat.mirror(), connection, name).await;
                }
            },
        );
        let lasts = lasts.into_iter().map(async |(gap, last)| {
            tokio::time::sleep(VOLLEY_GAP * names.len() as u32 + gap).await;
            if let Ok(connection) = last.outcome {
                // The tape has it.
                drop(after.handshake_begun(connection, innocent).await);
            }
        });
        tokio::join!(join_all(hellos), join_all(lasts));
    }

    /// What is tried beside the target of a seat, as far as it is its own.
    fn beside<'a>(&'a self, seat: &'a Seat) -> Vec<Trial<'a>> {
        let mut trials: Vec<Trial<'a>> = Vec::new();
        match (&seat.repeat, self.where_named(&seat.repeat)) {
            (Repeat::Request(address, url), post) => {
                let innocent = self.innocent_url(url);
                let there = seat.arm(Arm::InnocentAtTarget);
                trials.push(Box::pin(asking(there, *address, innocent.clone())));
                if let Some(post) = post {
                    let (innocents, names) =
                        (seat.arm(Arm::InnocentAtHelper), seat.arm(Arm::NameAtHelper));
                    trials.push(Box::pin(async move {
                        if request(innocents, post, &innocent).await {
                            request(names, post, url).await;
                        }
                    }));
                }
            }
            (Repeat::SilentLookup(name), _) => {
                if let Some((plain, secure)) = &self.resolver {
                    let over_https = seat.arm(Arm::NameOverHttps);
                    trials.push(Box::pin(plainly(seat.arm(Arm::NameAtResolver), name, *plain)));
                    if let Some(secure) = secure {
                        trials.push(Box::pin(async move {
                            secure.resolve(&over_https, name).await;
                        }));
                    }
                }
            }
            (
                Repeat::Pair(..) | Repeat::Quic(..) | Repeat::Connection(_) | Repeat::Lookup(_),
                _,
            ) => {}
        }
        trials
    }
}

pub(super) async fn asking(net: Net, address: SocketAddr, url: Url) {
    // The tape has it.
    request(net, address, &url).await;
}

/// How long the target is exposed in a block: the gates' arithmetic is for ten seconds, and a longer
/// wait only meets more stalls (docs/method.md, "Confirmation").
pub(super) const EXPOSURE: Micros = Micros::from_secs(10);

/// Blocks in one sitting at most, beside others (docs/method.md, "Joint sittings"); the judge ends it, alone after ten.
pub(crate) const MOST_BLOCKS: u16 = 14;

/// Blocks of one sitting lie within ten minutes.
pub(crate) const SITTING_LENGTH: Micros = Micros::from_secs(600);

/// The longest that the blocks of one sitting take, but for the rest that a filter may force on them after a name was
/// said (docs/method.md, "Confirmation").
pub const LONGEST_SITTING: Micros = Micros((EXPOSURE.0 + LONGEST_PAUSE.0) * MOST_BLOCKS as u64);

/// The pause between two blocks: at least five seconds, and up to three more at random.
pub(crate) fn pause(entropy: &mut Entropy) -> Micros {
    Micros::from_millis(LONGEST_PAUSE.0 / 1_000 - PAUSE_SPREAD_MS + entropy.below(PAUSE_SPREAD_MS))
}

const LONGEST_PAUSE: Micros = Micros::from_secs(8);
const PAUSE_SPREAD_MS: u64 = 3_000;

/// Targets that sit together begin within so much time, as looks do (docs/method.md, "Joint sittings").
const SPREAD_MS: u64 = 300;
/// Between the hellos of a volley.
const VOLLEY_GAP: Duration = Duration::from_millis(8);
/// So long after them the innocent ones: of two a bad radio seldom loses both, and a residue silences both. Where it
/// lost none so far, there is one.
const LAST_GAPS: &[Duration] = &[Duration::ZERO, Duration::from_millis(60)];
