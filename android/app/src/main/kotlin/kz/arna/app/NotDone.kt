package kz.arna.app

import kz.arna.ffi.ArnaException
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.Reader
import kz.arna.ffi.Trouble
import kz.arna.ffi.fileTrouble
import kz.arna.ffi.homeUnopened
import kz.arna.ffi.notDone

/** Why [work] did not come about; nothing: it did. Where nothing can be opened now, that is for the screen to say. */
internal suspend fun troubleOf(reader: Reader, work: suspend () -> Unit): Trouble? = try {
    work()
    null
} catch (error: FileFault) {
    fileTrouble(reader, error.what)
} catch (error: ArnaException) {
    val told = homeUnopened(reader, error) as? HomeScreen.Trouble ?: throw error
    notDone(reader, told.trouble.sentence)
}
