package kz.arna.app

import android.app.Application
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kz.arna.app.engine.Core
import kz.arna.app.phone.Background
import kz.arna.app.phone.Slices
import kz.arna.ffi.EngineConfig

/** The process: it holds the engine, which outlives every window. */
open class App : Application() {
    private val work = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** What the app itself keeps: the language, and that the first run is over. */
    val chosen by lazy { Chosen(this) }

    /** The engine. Nothing is opened before somebody asks. */
    val core by lazy { Core(config(), work).also { background.begin() } }

    /** Automatic tests. */
    val slices by lazy { Slices(this) }

    /** What goes on while nobody looks. */
    val background by lazy { Background(this, work) }

    /** What is opened: a folder that no backup takes. */
    protected open fun config() = EngineConfig(folder = noBackupFilesDir.path, language = chosen.language, country = null, lab = null)
}
