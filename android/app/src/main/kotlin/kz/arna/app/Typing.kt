package kz.arna.app

import android.view.View
import android.widget.EditText

/** Whoever types goes on where they were: what was typed meanwhile is asked for once more. */
internal fun goOnTyping(old: EditText, new: View?): EditText? {
    val field = new as? EditText ?: return null
    if (field.text.toString() != old.text.toString()) field.setText(old.text)
    field.requestFocus()
    field.setSelection(old.selectionStart.coerceIn(0, field.text.length), old.selectionEnd.coerceIn(0, field.text.length))
    return field
}
