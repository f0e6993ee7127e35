package kz.arna.app.look

import android.graphics.Paint
import android.graphics.Typeface

/** The faces of texts, found once for the life of the process. */
internal object Faces {
    /** Kazakh letters that a phone's serif may lack: then everything is in sans. */
    private const val SERIF_LETTERS = "ӘҒҚҢӨҰҮҺІ"

    /** The face of what is read as a book is. */
    val serif: Typeface = Paint().apply { typeface = Typeface.SERIF }.run { if (SERIF_LETTERS.all { hasGlyph(it.toString()) }) typeface else Typeface.SANS_SERIF }

    /** The face of what stands out a little. */
    val medium: Typeface = Typeface.create("sans-serif-medium", Typeface.NORMAL)
}
