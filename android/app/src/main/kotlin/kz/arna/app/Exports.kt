package kz.arna.app

import java.io.File
import java.io.FileInputStream
import kz.arna.app.engine.Core
import kz.arna.app.phone.Traces

/** Saves all that is kept into a file that its user chooses. */
internal fun Window.exports(core: Core) = writes({ ReadOnce(File(core.ask { it.export() })) }, "arna.jsonl")

/** A file that goes once it was read, whole or not: what the engine wrote out for somebody else is not locked, as what it keeps is. */
private class ReadOnce(private val file: File) : FileInputStream(file) {
    override fun close() {
        super.close()
        Traces.erase(file)
    }
}
