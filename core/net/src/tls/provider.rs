//! rustls with ring, except that randomness comes from the Wire.
//!
//! rustls asks a `&'static` source for random bytes and ring keeps its own generator, so neither can be
//! seeded per connection. Here a handshake runs inside [`with_entropy`], which lends its source to the
//! thread for the length of each poll; randoms and the X25519 key share are drawn from it. Outside of
//! such a handshake the source is ring's, unless a whole thread is lent one ([`TlsEntropy`]).

use std::cell::RefCell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use ring::rand::{SecureRandom as _, SystemRandom};
use rustls::crypto::{
    ActiveKeyExchange, CryptoProvider, GetRandomFailed, KeyProvider, SecureRandom, SharedSecret,
    SupportedKxGroup, ring as ring_provider,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::SigningKey;
use rustls::{Error, NamedGroup, PeerMisbehaved};
use x25519_dalek::{PublicKey, StaticSecret};

use super::algorithms::ALGORITHMS;
use crate::Entropy;

/// A thread on which every handshake draws from one source, until this is dropped: for simulations,
/// whose servers have to do the same each time as well.
#[derive(Debug)]
pub struct TlsEntropy {
    /// It has to end on the thread that it began on.
    _here: PhantomData<*const ()>,
}

impl TlsEntropy {
    /// Lends this thread `entropy`.
    pub fn lend(entropy: Entropy) -> Self {
        LENT.set(Some(entropy));
        Self { _here: PhantomData }
    }
}

impl Drop for TlsEntropy {
    fn drop(&mut self) {
        LENT.set(None);
    }
}

/// The provider for every handshake that is measured.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
        Arc::new(CryptoProvider {
            cipher_suites: ring_provider::DEFAULT_CIPHER_SUITES.to_vec(),
            kx_groups: vec![
                &X25519,
                ring_provider::kx_group::SECP256R1,
                ring_provider::kx_group::SECP384R1,
            ],
            secure_random: &LentRandom,
            signature_verification_algorithms: ALGORITHMS,
            key_provider: &NoKeys,
        })
    });
    PROVIDER.clone()
}

/// The same for servers, which have keys: in simulations, and in helpers.
pub fn server_provider() -> Arc<CryptoProvider> {
    let CryptoProvider { key_provider, .. } = ring_provider::default_provider();
    Arc::new(CryptoProvider { key_provider, ..(*provider()).clone() })
}

/// Who measures signs nothing, so a phone need not carry what makes signatures.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _key: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, Error> {
        Err(Error::General("whoever measures has no key".into()))
    }
}

/// Polls `future` with `entropy` lent to the thread.
pub(crate) fn with_entropy<F: Future + Unpin>(entropy: Entropy, future: F) -> WithEntropy<F> {
    WithEntropy { entropy: Some(entropy), future }
}

pub(crate) struct WithEntropy<F> {
    entropy: Option<Entropy>,
    future: F,
}

impl<F: Future + Unpin> Future for WithEntropy<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let outer = LENT.replace(self.entropy.take());
        let polled = Pin::new(&mut self.future).poll(cx);
        self.entropy = LENT.replace(outer);
        polled
    }
}

thread_local! {
    static LENT: RefCell<Option<Entropy>> = const { RefCell::new(None) };
}

fn fill(bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
    LENT.with_borrow_mut(|lent| match lent {
        Some(entropy) => {
            entropy.fill(bytes);
            Ok(())
        }
        None => SystemRandom::new().fill(bytes).map_err(|_| GetRandomFailed),
    })
}

#[derive(Debug)]
struct LentRandom;

impl SecureRandom for LentRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
        fill(bytes)
    }
}

#[derive(Debug)]
struct X25519;

impl SupportedKxGroup for X25519 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let mut secret = [0; 32];
        fill(&mut secret)?;
        let secret = StaticSecret::from(secret);
        let public = PublicKey::from(&secret);
        Ok(Box::new(Exchange { secret, public }))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

struct Exchange {
    secret: StaticSecret,
    public: PublicKey,
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let peer: [u8; 32] =
            peer.try_into().map_err(|_| Error::from(PeerMisbehaved::InvalidKeyShare))?;
        let shared = self.secret.diffie_hellman(&PublicKey::from(peer));
        // RFC 8446, section 7.4.2: an all-zero result must end the handshake.
        if !shared.was_contributory() {
            return Err(PeerMisbehaved::InvalidKeyShare.into());
        }
        Ok(SharedSecret::from(&shared.as_bytes()[..]))
    }

    fn pub_key(&self) -> &[u8] {
        self.public.as_bytes()
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_gives_one_key_share() {
        let share = |label: &str| {
            LENT.set(Some(Entropy::labelled(7, label)));
            let exchange = X25519.start().expect("entropy was lent");
            LENT.set(None);
            exchange.pub_key().to_vec()
        };
        assert_eq!(share("look/1"), share("look/1"));
        assert_ne!(share("look/1"), share("look/2"));
    }

    #[test]
    fn it_agrees_with_ring() {
        let ours = X25519.start().expect("the system has entropy");
        let theirs = ring_provider::kx_group::X25519.start().expect("the system has entropy");
        let (our_key, their_key) = (ours.pub_key().to_vec(), theirs.pub_key().to_vec());
        let ours = ours.complete(&their_key).expect("a good share");
        let theirs = theirs.complete(&our_key).expect("a good share");
        assert_eq!(ours.secret_bytes(), theirs.secret_bytes());
        let null = X25519.start().expect("the system has entropy").complete(&[0; 32]);
        assert!(null.is_err(), "an all-zero share must be refused");
    }
}
