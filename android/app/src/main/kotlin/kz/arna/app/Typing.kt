package kz.arna.app

import android.view.View
import android.widget.EditText

/** Whoever types goes on where they were. The new field has what was asked for last: all that was typed, or what came in its place. */
internal fun goOnTyping(old: EditText, new: View?): EditText? {
    val field = new as? EditText ?: return null
    field.requestFocus()
    field.setSelection(old.selectionStart.coerceIn(0, field.text.length), old.selectionEnd.coerceIn(0, field.text.length))
    return field
}
