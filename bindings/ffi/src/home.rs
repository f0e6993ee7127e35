//! Where an engine works: on threads of our own, whoever calls.

use std::sync::Arc;

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

use crate::ArnaError;

/// Where an engine works.
#[derive(Clone)]
pub(crate) struct Home {
    handle: Handle,
    /// Dropped with the last engine: a simulated country ends then.
    _lease: Option<Arc<oneshot::Sender<()>>>,
}

impl Home {
    /// The runtime of this process, made when the first engine opens and never ended: a task that keeps a result must
    /// not be cut off because somebody let go of an object.
    pub(crate) fn of_process() -> Result<Self, ArnaError> {
        static RUNTIME: OnceCell<Runtime> = OnceCell::new();
        // Runs mostly wait: two threads, so that a screen is served while one of them judges.
        let make = || Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = RUNTIME.get_or_try_init(make).map_err(|_| no_threads())?;
        Ok(Self { handle: runtime.handle().clone(), _lease: None })
    }

    /// On a runtime that somebody else keeps going until the other end of `lease` is told.
    #[cfg(feature = "lab")]
    pub(crate) fn leased(handle: Handle, lease: oneshot::Sender<()>) -> Self {
        Self { handle, _lease: Some(Arc::new(lease)) }
    }

    /// Does work there. Whoever waits may stop waiting: it is done all the same.
    pub(crate) async fn does<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, ArnaError>> + Send + 'static,
    ) -> Result<T, ArnaError> {
        match self.handle.spawn(work).await {
            Ok(done) => done,
            Err(error) if error.is_panic() => {
                Err(ArnaError::internal("Arna made a mistake here; what is stored is safe"))
            }
            Err(_) => Err(ArnaError::internal("the app is ending")),
        }
    }
}

pub(crate) fn no_threads() -> ArnaError {
    ArnaError::internal("the phone gives Arna no threads to work on")
}
