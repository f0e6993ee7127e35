package kz.arna.app

import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.Supplies
import kz.arna.app.engine.Words
import kz.arna.app.engine.reader
import kz.arna.app.phone.Unlock
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.LabConfig
import kz.arna.ffi.Radio
import kz.arna.ffi.Vault

/** The app in the simulated country, in virtual time: nothing leaves the machine. */
open class LabApp : App() {
    override fun onCreate() {
        super.onCreate()
        callsBackHere()
        if (isWarm) runBlocking { Words.around { reader("en") } }
    }

    /** Where it was asked what is to be opened. */
    val opening = CopyOnWriteArrayList<Thread>()

    override fun config(): EngineConfig {
        opening += Thread.currentThread()
        return EngineConfig(noBackupFilesDir.path, chosen.language, "KZ", LabConfig(scenario, "lte", 1u))
    }

    override fun vault(): Vault? = keeps(this)

    override val patience: Patience get() = waits

    override val unlock: Unlock get() = unlocks ?: super.unlock

    /** The phone's own networks are none of the country's. */
    override fun supplies(): Supplies {
        fault?.let { throw it }
        return Supplies(radio)
    }

    companion object {
        /** Whether the next app that is made has its library loaded before its window is there. */
        var isWarm = true

        /** The scenario of the next app that is made. */
        var scenario = "first-light"

        /** Where its key lies: a machine that tests has no keystore. */
        var keeps: (LabApp) -> Vault? = { null }

        /** What its radio says; nothing: it has none. */
        var radio: Radio? = null

        /** How long it waits for files: the clock of tests outruns the threads that read them. */
        var waits = Patience(silence = Long.MAX_VALUE / 4, soon = Long.MAX_VALUE / 4)

        /** What the system throws where the library is not there. */
        var fault: LinkageError? = null

        /** What stands for the phone's own lock; nothing: what the machine has. */
        var unlocks: Unlock? = null
    }
}
