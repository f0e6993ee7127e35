package kz.arna.app

import kz.arna.app.phone.Phone
import kz.arna.ffi.Offer

/** What this phone can still be offered, the first first. The engine says what is of use and when, and makes one at a time. */
internal fun offers(chosen: Chosen, phone: Phone): List<Offer> = open(chosen.isTold, phone.isSpared).filterNot { it.name in chosen.putOff }

/** What is not granted yet. */
internal fun open(isTold: Boolean, isSpared: Boolean): List<Offer> =
    listOfNotNull(Offer.AUTOMATIC, Offer.NOTICES.takeUnless { isTold }, Offer.BATTERY.takeUnless { isSpared })

/** Takes an offer, as far as it is not a place to go to. */
internal fun Offer.take(chosen: Chosen, window: Window) {
    if (this == Offer.NOTICES) chosen.isTold = true
    if (this == Offer.NOTICES || this == Offer.BATTERY) window.asks(this)
}
