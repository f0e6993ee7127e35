package kz.arna.app.phone

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kz.arna.app.App

/** What goes on while nobody looks, for the life of the process: runs that were begun. */
class Background(private val app: App, private val work: CoroutineScope) {
    private val windows = Windows { Notices(app).seen() }

    /** Begins to watch. */
    fun begin() {
        app.registerActivityLifecycleCallbacks(windows)
        work.launch { RunsOn(app, windows).watch() }
    }
}
