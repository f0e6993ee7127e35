package kz.arna.app

import kz.arna.app.engine.Core
import kz.arna.app.engine.means
import kz.arna.app.phone.Phone
import kz.arna.ffi.Offer

/** What this phone can still be offered, the first first. The engine says when, and makes one at a time. */
internal suspend fun offers(core: Core, chosen: Chosen, phone: Phone): List<Offer> =
    open(core.means().isAutomatic, chosen.isTold, phone.isSpared).filterNot { it.name in chosen.putOff }

/** What is open still: to be woken is of use to automatic tests alone. */
internal fun open(isAutomatic: Boolean, isTold: Boolean, isSpared: Boolean): List<Offer> = listOfNotNull(
    Offer.AUTOMATIC.takeUnless { isAutomatic },
    Offer.NOTICES.takeUnless { isTold },
    Offer.BATTERY.takeIf { isAutomatic && !isSpared },
)

/** Takes an offer, as far as it is not a place to go to. */
internal fun Offer.take(chosen: Chosen, window: Window) {
    if (this == Offer.NOTICES) chosen.isTold = true
    if (this == Offer.NOTICES || this == Offer.BATTERY) window.asks(this)
}
