package kz.arna.app.engine

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kz.arna.ffi.Frame
import kz.arna.ffi.Reader
import kz.arna.ffi.frame

/** The words around screens: the first thing that the library is asked for, and so what loads it. */
internal object Words {
    /** Whether the library is loaded. That takes a phone longer than a frame, and is done where the main thread is not. */
    @Volatile
    var isLoaded = false

    /** The words for who reads; once the library is there, at once. */
    suspend fun around(reader: () -> Reader): Frame =
        if (isLoaded) frame(reader()) else withContext(Dispatchers.Default) { frame(reader()).also { isLoaded = true } }
}
