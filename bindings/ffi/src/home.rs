//! Where an engine works: on threads of our own, whoever calls.

use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::fault::Fault;
use crate::lab::Country;

/// Where an engine works.
#[derive(Clone)]
pub(crate) struct Home {
    handle: Handle,
    /// The simulated country that it is in, if it is in one.
    country: Option<Arc<Country>>,
}

impl Home {
    /// The runtime of this process, made when the first engine opens and never ended: a task that keeps a result must
    /// not be cut off because somebody let go of an object.
    pub(crate) fn of_process() -> Result<Self, Fault> {
        static RUNTIME: OnceCell<Runtime> = OnceCell::new();
        // Runs mostly wait: two threads, so that a screen is served while one of them judges.
        let make = || {
            Builder::new_multi_thread().worker_threads(2).thread_name("arna").enable_all().build()
        };
        let runtime = RUNTIME.get_or_try_init(make).map_err(|_| Fault::NoThreads)?;
        Ok(Self { handle: runtime.handle().clone(), country: None })
    }

    /// In a simulated country, for as long as anybody has this.
    #[cfg(feature = "lab")]
    pub(crate) fn in_country(handle: Handle, country: Country) -> Self {
        Self { handle, country: Some(Arc::new(country)) }
    }

    /// Does work there. Whoever waits may stop waiting: it is done all the same.
    pub(crate) async fn does(&self, work: Work) -> Result<Done, Fault> {
        match self.handle.spawn(work.0).await {
            Ok(done) => done,
            Err(error) if error.is_panic() => Err(Fault::Mistake),
            Err(_) => Err(Fault::Ending),
        }
    }

    /// To be held while something is measured: time passes in a simulated country only meanwhile. Called where work is done,
    /// so that no time passes before it begins.
    pub(crate) fn measuring(&self) -> Measuring {
        if let Some(country) = &self.country {
            country.go_on();
        }
        Measuring(self.country.clone())
    }
}

/// Work in a box, so that the runtime's code for a task and the code that waits for it are there once, and not for each
/// function that an app may call.
pub(crate) struct Work(Pin<Box<dyn Future<Output = Result<Done, Fault>> + Send>>);

impl Work {
    pub(crate) fn of<T: Send + 'static>(
        work: impl Future<Output = Result<T, Fault>> + Send + 'static,
    ) -> Self {
        Self(Box::pin(async move { Ok(Done(Box::new(work.await?))) }))
    }
}

/// What work came to.
pub(crate) struct Done(Box<dyn Any + Send>);

impl Done {
    /// As what it was when the work began.
    pub(crate) fn open<T: 'static>(self) -> Result<T, Fault> {
        self.0.downcast().map(|done| *done).map_err(|_| Fault::Mistake)
    }
}

/// Something is measured.
pub(crate) struct Measuring(Option<Arc<Country>>);

impl Drop for Measuring {
    fn drop(&mut self) {
        if let Some(country) = &self.0 {
            country.stand_still();
        }
    }
}
