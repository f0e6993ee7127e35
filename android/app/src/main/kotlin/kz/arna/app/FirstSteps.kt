package kz.arna.app

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kz.arna.app.engine.Core
import kz.arna.ffi.Does
import kz.arna.ffi.FirstEnd
import kz.arna.ffi.FirstInput
import kz.arna.ffi.Tongue

/** What comes of a step of the first run, beside where somebody is then. */
internal enum class Then {
    /** That is shown. */
    SHOWS,

    /** The window is made anew: the language is another one. */
    BEGINS,

    /** The first test begins. */
    TESTS,

    /** Somebody looks what works, without the Internet as it seems. */
    LOOKS,

    /** The app is closed. */
    LEAVES,
}

/** Does it. */
internal fun Then.comesTo(shell: Shell, window: Window) = when (this) {
    Then.SHOWS -> shell.again()
    Then.BEGINS -> window.begins()
    Then.TESTS -> shell.begins(Does.Start)
    Then.LOOKS -> {
        shell.again()
        shell.begins(Does.Look)
    }
    Then.LEAVES -> window.leaves()
}

/** The steps of the first run: one after the other, each on what the one before came to. */
internal class FirstSteps(private val core: Core, private val chosen: Chosen) {
    private val inputs = Mutex()

    /** Goes to where an input leads, and says what comes of it; nothing: whoever made it is not in the first run any more. */
    suspend fun after(input: FirstInput, at: () -> Place, go: (Place) -> Unit): Then? = inputs.withLock {
        val state = (at() as? Place.First)?.state ?: return null
        val next = core.ask { it.firstStateAfter(state, input, chosen.network) }
        when (val ended = next.ended) {
            FirstEnd.LEFT -> Then.LEAVES.also { chosen.forget() }
            null -> {
                val language = next.language?.let { LANGUAGES.getValue(it) }
                val isNew = language != null && chosen.language != language
                if (isNew) chosen.set(Chosen.LANGUAGE, language)
                go(Place.First(next))
                if (isNew) Then.BEGINS else Then.SHOWS
            }
            else -> {
                chosen.isBegun = true
                go(Place.Home)
                ENDS.getValue(ended)
            }
        }
    }

    private companion object {
        val ENDS = mapOf(FirstEnd.TESTS to Then.TESTS, FirstEnd.LOOKS to Then.LOOKS, FirstEnd.LATER to Then.SHOWS)
        val LANGUAGES = mapOf(Tongue.KK to "kk", Tongue.RU to "ru", Tongue.EN to "en")
    }
}
