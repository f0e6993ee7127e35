package kz.arna.app.engine

import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.Radio
import kz.arna.ffi.Uplinks

/** What the phone supplies to the engine. Where there is nothing of it, the engine has the network that is used, and knows little of it. */
class Supplies(
    val radio: Radio? = null,
    val uplinks: Uplinks? = null,
    /** Keeps the network that a run is to go over, if that wants keeping. */
    val keeper: Keeper? = null,
    /** Has somebody told of every change of the networks. */
    val listen: (tell: () -> Unit) -> Unit = {},
)

/** Keeps a network for as long as a run goes over it. */
interface Keeper {
    /** Waits until the chosen one is there. What keeps it away is thrown, in the engine's words. */
    suspend fun keep(choice: NetworkChoice?)

    /** Lets go of whatever is kept. */
    fun release()
}
