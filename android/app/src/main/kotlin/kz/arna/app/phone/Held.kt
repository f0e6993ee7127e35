package kz.arna.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import android.net.NetworkRequest
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.withTimeoutOrNull
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NoMobile

/** The mobile network, also while the phone is on Wi-Fi: asked for when a run over it begins, and kept for as long as it lives. */
class Held(context: Context, private val links: Links, private val sim: Sim, private val patienceMs: Long = PATIENCE) {
    private val networks = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    private var asked: Asked? = null

    /** Whether it is kept. */
    val isHeld: Boolean
        get() = synchronized(this) { asked != null }

    /** Asks for it, and waits until it is there; else says why it is not. */
    suspend fun take(): NoMobile? {
        // What is there needs no reason, whatever the phone says of its card.
        val isThere = links.all().any { it.info.kind == LinkKind.CELLULAR }
        if (!isThere) sim.missing()?.let { return it }
        val mine = ask()
        if (isThere) return null
        if (mine != null && withTimeoutOrNull(patienceMs) { mine.given.await() } == true) return null
        release()
        return sim.missing() ?: NoMobile.NOT_GIVEN
    }

    /** Lets go of it. */
    fun release() {
        val mine = synchronized(this) { asked.also { asked = null } }
        try {
            if (mine != null) networks.unregisterNetworkCallback(mine)
        } catch (_: IllegalArgumentException) {
            return // Android let go of it before, since it could not be had
        }
    }

    private fun ask(): Asked? = synchronized(this) {
        asked?.let { return it }
        try {
            Asked().also {
                networks.requestNetwork(MOBILE, it)
                asked = it
            }
        } catch (_: RuntimeException) {
            null // too many were asked for, or its maker forbids it
        }
    }

    private class Asked : ConnectivityManager.NetworkCallback() {
        val given = CompletableDeferred<Boolean>()

        override fun onAvailable(network: Network) {
            given.complete(true)
        }

        override fun onUnavailable() {
            given.complete(false)
        }
    }

    private companion object {
        /** A radio that was off is on the air after some seconds; who pressed a button waits no longer. */
        const val PATIENCE = 15_000L

        val MOBILE: NetworkRequest = NetworkRequest.Builder().addTransportType(NetworkCapabilities.TRANSPORT_CELLULAR).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET).build()
    }
}
