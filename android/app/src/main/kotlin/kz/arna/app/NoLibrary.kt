package kz.arna.app

import android.app.Activity
import android.view.Gravity
import android.view.View
import android.widget.TextView
import kz.arna.app.look.Look

/** What stands there where the app has no libarna for this phone: the words of everything else are in it. */
internal fun Activity.noLibrary(): View = TextView(this).apply {
    val side = Look(this@noLibrary).margin
    text = getText(R.string.no_library)
    textSize = SIZE
    gravity = Gravity.CENTER_VERTICAL
    setPadding(side, side, side, side)
}

private const val SIZE = 20f
