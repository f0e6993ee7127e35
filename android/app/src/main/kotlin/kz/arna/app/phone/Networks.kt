package kz.arna.app.phone

import android.net.Network
import android.os.ParcelFileDescriptor
import java.io.IOException
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.PlatformException
import kz.arna.ffi.Uplinks

/** The phone's networks, as the engine asks for them. */
class Networks(private val links: Links, private val sim: Sim, private val held: Held, private val doors: Doors = Doors.OfPhone) : Uplinks {
    /** With the mobile one that can be had, though the phone rests its radio while it is on Wi-Fi. */
    override fun list(): List<NetworkInfo> = tells {
        val all = links.all().map { it.info }
        // While a run goes over it, one that is away is away.
        val isToBeHad = !held.isHeld && all.none { it.kind == LinkKind.CELLULAR } && sim.missing() == null
        val operator = if (isToBeHad) sim.operator() else null
        if (operator == null) all else all + NetworkInfo(id = Links.mobile(operator), kind = LinkKind.CELLULAR, operator = operator, isRoaming = sim.isRoaming())
    }

    override fun bind(network: String, socket: Int) = tells { doors.bind(found(network), socket) }

    override fun resolve(network: String, name: String): List<String> = tells {
        // Android throws for whatever went wrong; that there is no such name it never says.
        doors.ask(found(network), name).ifEmpty { throw IOException("empty") }
    }

    private fun found(network: String): Network = links.find(network) ?: throw IOException("gone")

    private fun <T> tells(work: () -> T): T = try {
        work()
    } catch (error: Exception) {
        throw PlatformException.Failed(error.toString())
    }

    /** What only a phone can do with one of its networks. */
    interface Doors {
        /** Puts a socket onto it. */
        fun bind(network: Network, socket: Int)

        /** Asks its resolver. */
        fun ask(network: Network, name: String): List<String>

        /** As a phone does. */
        object OfPhone : Doors {
            // A copy of the number, closed again: the number stays whose it is.
            override fun bind(network: Network, socket: Int) = ParcelFileDescriptor.fromFd(socket).use { network.bindSocket(it.fileDescriptor) }

            override fun ask(network: Network, name: String): List<String> = network.getAllByName(name).mapNotNull { it.hostAddress }
        }
    }
}
