package kz.arna.app

import kz.arna.ffi.EngineConfig
import kz.arna.ffi.LabConfig

/** The app in the simulated country, in virtual time: nothing leaves the machine. */
open class LabApp : App() {
    override fun config() = EngineConfig(noBackupFilesDir.path, chosen.language, "KZ", LabConfig(scenario, "lte", 1u))

    companion object {
        /** The scenario of the next app that is made. */
        var scenario = "first-light"
    }
}
