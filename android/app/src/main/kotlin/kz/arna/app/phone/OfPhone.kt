package kz.arna.app.phone

import android.content.Context
import kz.arna.app.engine.Keeper
import kz.arna.app.engine.Supplies
import kz.arna.ffi.ArnaException
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.Reader
import kz.arna.ffi.noMobile

/** What this phone supplies to the engine. `read`: who reads what it says. */
fun suppliesOf(context: Context, read: () -> Reader): Supplies {
    val sim = Sim(context)
    val links = Links(context, sim)
    val held = Held(context, links, sim)
    val networks = Networks(links, sim, held)
    val listening = Listening(context, networks::list)
    return Supplies(RadioOfPhone(links, sim, held), networks, KeepsMobile(held, links, read), listening::listen)
}

/** Keeps the mobile network; no other one goes to sleep while the phone has it. */
private class KeepsMobile(private val held: Held, private val links: Links, private val read: () -> Reader) : Keeper {
    override suspend fun keep(choice: NetworkChoice?) {
        if (!isMobile(choice)) return
        held.take()?.let { throw ArnaException.Refused(noMobile(read(), it)) }
    }

    override fun release() = held.release()

    private fun isMobile(choice: NetworkChoice?): Boolean = when (choice) {
        is NetworkChoice.Cellular -> true
        is NetworkChoice.Named -> Links.isMobile(choice.id) || links.all().any { it.info.id == choice.id && it.info.kind == LinkKind.CELLULAR }
        else -> false
    }
}
