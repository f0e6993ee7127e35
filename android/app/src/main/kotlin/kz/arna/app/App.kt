package kz.arna.app

import android.app.Application
import android.os.SystemClock
import java.io.File
import java.util.TimeZone
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kz.arna.app.engine.Core
import kz.arna.app.engine.Supplies
import kz.arna.app.engine.reader
import kz.arna.app.phone.Background
import kz.arna.app.phone.KeyVault
import kz.arna.app.phone.Lock
import kz.arna.app.phone.PhoneKeystore
import kz.arna.app.phone.PhoneUnlock
import kz.arna.app.phone.Sim
import kz.arna.app.phone.Slices
import kz.arna.app.phone.Unlock
import kz.arna.app.phone.suppliesOf
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.Vault
import kz.arna.ffi.countryOfZone

/** The process: it holds the engine, which outlives every window. */
open class App : Application() {
    /** What goes on whichever window is there. */
    val work = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** What the app itself keeps: the language, and that the first run is over. */
    val chosen by lazy { Chosen(this) { unlock.isThere(this) } }

    private val supplies by lazy { supplies() }

    /** The engine. Nothing is opened before somebody asks. */
    val core by lazy { Core(::config, work, supplies, vault()).also { background.begin() } }

    /** Whether screens are shut, for who chose that. */
    val lock = Lock(SystemClock::elapsedRealtime)

    /** The phone's own lock. */
    open val unlock: Unlock = PhoneUnlock()

    /** Where the key to what is kept lies; nothing: it is kept as it is. */
    protected open fun vault(): Vault? = KeyVault(File(noBackupFilesDir, "key"), PhoneKeystore())

    /** How long files are waited for. */
    open val patience = Patience()

    /** Automatic tests. */
    val slices by lazy { Slices(this) }

    /** What goes on while nobody looks. */
    val background by lazy { Background(this, work) }

    /** What is opened: a folder that no backup takes. The phone is asked for its country, which takes another process to answer; one without a card has the one of its clock. */
    protected open fun config(): EngineConfig {
        val reader = reader(chosen.language)
        val country = Sim(this).likelyCountry ?: countryOfZone(TimeZone.getDefault().id)
        return EngineConfig(noBackupFilesDir.path, reader.language, country, zone = reader.zone)
    }

    /** What the phone supplies to the engine. */
    protected open fun supplies(): Supplies = suppliesOf(this) { reader(chosen.language) }
}
