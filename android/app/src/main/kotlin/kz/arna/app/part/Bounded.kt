package kz.arna.app.part

import android.text.InputFilter
import android.text.Spanned

/**
 * What a field takes: [most] letters, since a phone lays a longer text out for minutes. Whatever would be longer is handed over
 * whole to [long], and the field stays as it was; where that is nobody's, as much is taken as there is room for.
 */
internal class Bounded(private val most: Int, private val long: ((String) -> Unit)?) : InputFilter {
    override fun filter(source: CharSequence, start: Int, end: Int, into: Spanned, from: Int, until: Int): CharSequence? {
        val taken = source.subSequence(start, end).toString()
        val whole = taken.wholeLetters()
        val room = most - (into.length - (until - from))
        if (whole.length <= room) return if (whole == taken) null else whole
        if (long == null) return whole.take(maxOf(room, 0)).let { if (it.lastOrNull()?.isHighSurrogate() == true) it.dropLast(1) else it }
        long.invoke(StringBuilder(into).replace(from, until, whole).toString())
        return into.subSequence(from, until)
    }
}

/** Without halves of letters (lone surrogates), which no text of the engine's can hold. */
internal fun CharSequence.wholeLetters(): String = String(toString().toByteArray())
