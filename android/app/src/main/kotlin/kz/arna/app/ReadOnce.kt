package kz.arna.app

import java.io.File
import java.io.FileInputStream
import kz.arna.app.phone.Traces

/** A file that goes once it was read, whole or not: what the engine wrote out for somebody else is not locked, as what it keeps is. */
internal class ReadOnce(private val file: File) : FileInputStream(file) {
    override fun close() {
        super.close()
        Traces.erase(file)
    }
}
