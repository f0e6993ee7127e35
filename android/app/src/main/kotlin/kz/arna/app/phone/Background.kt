package kz.arna.app.phone

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.launch
import kz.arna.app.App
import kz.arna.ffi.ArnaException
import kz.arna.ffi.ScreenName

/** What goes on while nobody looks, for the life of the process: runs that were begun, and automatic tests. */
class Background(private val app: App, private val work: CoroutineScope) {
    private val windows = Windows { Notices(app).seen() }

    /** Begins to watch. Nothing is opened for it: automatic tests are arranged once somebody opens the engine. */
    fun begin() {
        app.registerActivityLifecycleCallbacks(windows)
        work.launch { RunsOn(app, windows).watch() }
        work.launch {
            app.core.isOpen.await()
            work.launch(start = CoroutineStart.UNDISPATCHED) { app.core.changed { if (ScreenName.SETTINGS in it) again() } }
            again()
        }
    }

    /** Arranges automatic tests as the settings are now. */
    fun again(done: () -> Unit = {}) {
        work.launch {
            try {
                app.slices.arrange()
            } catch (_: ArnaException) {
                // What cannot be opened now says so in the window, and is arranged when it can.
            } finally {
                done()
            }
        }
    }
}
