package kz.arna.app

import android.os.Looper
import android.view.View
import android.widget.EditText
import android.widget.TextView
import java.util.Random
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/**
 * Somebody who taps, types, goes back and turns the phone at random, often twice and before anything has happened: there is always something to tap, and
 * nothing that nobody asked for is told. `-Darna.monkeys=50 -Darna.scenario=NAME` plays more of it. Which steps are made is the seed's; how far the
 * engine is by then is not.
 */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class MonkeyTest : Story() {
    private val trail = ArrayDeque<String>()

    @Test
    fun `nobody gets stuck`() {
        val seeds = Integer.getInteger("arna.monkeys", 3)
        System.getProperty("arna.scenario")?.let { LabApp.scenario = it }
        open()
        for (seed in 1L..seeds) wander(Random(seed), "seed $seed")
    }

    private fun wander(random: Random, name: String) {
        notes(name)
        repeat(STEPS) {
            steps(random)
            shadowOf(Looper.getMainLooper()).idle()
            waitUntil({ "no page comes; ${told()}" }) { !shell.isPassing && hands.texts().isNotEmpty() && !isWorking() }
            assertTrue("nothing can be tapped; ${told()}", hands.views().any { it.isTapped })
            // What was typed may be refused; nothing that was tapped is.
            val odd = hands.texts().filter { text -> ODD.any { text.startsWith(it) } }
            assertEquals(told(), emptyList<String>(), odd)
        }
    }

    private fun steps(random: Random) {
        val fields = hands.views().filterIsInstance<EditText>().toList()
        val tapped = hands.views().filter { it.isTapped && !it.said.startsWith(WIPE) }.toList()
        when (val what = random.nextInt(20)) {
            0 -> notes("back").also { shell.wentBack() }
            1 -> notes("turned").also { controller.recreate() }
            2, 3 -> fields.ifEmpty { null }?.let { notes("typed").also { _ -> it[random.nextInt(it.size)].setText(TYPED[random.nextInt(TYPED.size)]) } }
            else -> if (tapped.isNotEmpty()) {
                val view = tapped[random.nextInt(tapped.size)]
                notes("${view.said.take(60)}${if (what == 4) ", twice" else ""}")
                view.performClick()
                if (what == 4) view.performClick()
            }
        }
    }

    private fun notes(what: String) {
        trail += if (trail.isEmpty()) what else "${shell.place::class.simpleName}: $what"
        if (trail.size > TOLD) trail.removeFirst()
    }

    private fun told() = "$trail; there is: ${hands.texts()}"

    private fun isWorking() = hands.texts().let { it.size == 1 && hands.views().none { view -> view.isTapped } }

    private val View.isTapped get() = isClickable && isEnabled

    private val View.said get() = contentDescription?.toString() ?: (this as? TextView)?.text?.toString().orEmpty()

    private companion object {
        const val STEPS = 150
        const val TOLD = 40

        /** Else a monkey is in the first run for most of its life. */
        const val WIPE = "Wipe now"
        val ODD = listOf("There is no such", "A run goes on already", "Another Arna", "An error")
        val TYPED = listOf("https://example.org/", "wiki", "", "New list", "a.b c", "x".repeat(90))
    }
}
