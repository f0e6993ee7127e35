package kz.arna.app

import kz.arna.ffi.UniffiLib
import kz.arna.ffi.uniffiCallbackInterfaceRadio
import kz.arna.ffi.uniffiCallbackInterfaceUplinks
import kz.arna.ffi.uniffiCallbackInterfaceVault

/**
 * Robolectric has a class loader for each version of Android, and the library is one for all of them: what it calls back is the
 * last that was made. This makes it the one of the test that begins.
 */
internal fun callsBackHere() {
    uniffiCallbackInterfaceRadio.register(UniffiLib)
    uniffiCallbackInterfaceUplinks.register(UniffiLib)
    uniffiCallbackInterfaceVault.register(UniffiLib)
}
