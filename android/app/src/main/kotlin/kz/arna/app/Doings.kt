package kz.arna.app

import kz.arna.ffi.Does
import kz.arna.ffi.FileTrouble
import kz.arna.ffi.fileTrouble
import kz.arna.ffi.firstState

/** Keeps what was typed as a list, and shows the lists. */
internal suspend fun Shell.adds(name: String) {
    val adding = place as? Place.Adding ?: return
    // What is typed by now: the page may have been drawn before.
    core.add(adding.name?.ifBlank { null } ?: name, adding.source)
    been.removeLastOrNull()
    show(Place.Lists())
}

/** Removes a list, and shows those that are left. */
internal suspend fun Shell.removes(does: Does.RemoveList) {
    core.ask { it.act(does) }
    been.removeLastOrNull() // the list's own page
    val before = been.removeLastOrNull()
    show(before?.place ?: Place.Lists(), before?.left)
}

/** The app's own settings are kept here, all others by the engine. */
internal fun Shell.sets(does: Does.Set) {
    if (chosen.set(does.key, does.value)) window.begins() else once(does) { if (core.ask { it.act(does) }) again() }
}

/** Erases everything, and begins as a new app does. */
internal suspend fun Shell.wipes() {
    try {
        core.wipe()
    } finally {
        window.forgets()
        chosen.forget()
    }
    place = Place.First(firstState())
    been.clear()
    window.begins()
}

/** Says that a file is waited for, over what is shown. */
internal fun Shell.waits() = go(Place.Waiting(fileTrouble(reader, FileTrouble.WAITING), place))

/** Takes that away again. */
internal fun Shell.waited() {
    been.removeAll { it.place is Place.Waiting }
    if (place is Place.Waiting) been.removeLastOrNull()?.let { show(it.place, it.left) }
}
