package kz.arna.app.look

import android.content.Context
import android.content.res.Configuration
import android.graphics.Typeface
import android.util.TypedValue
import android.view.View
import kotlin.math.min
import kotlin.math.roundToInt

/** What drawing needs to know of the phone: its theme, its screen, how large its text is. */
class Look(val context: Context) {
    private val configuration = context.resources.configuration
    private val metrics = context.resources.displayMetrics

    val palette = configuration.palette

    /** Whether the language runs from right to left. */
    val isMirrored = configuration.layoutDirection == View.LAYOUT_DIRECTION_RTL
    val width = configuration.screenWidthDp.toFloat()
    val height = configuration.screenHeightDp.toFloat()

    /** Whether the picture stands beside the text, and the tabs at the side. */
    val isSideways = width >= SIDEWAYS_FROM && width > height

    /** Whether stacked buttons end the page instead of staying above it. */
    val isShort = height < SHORT_BELOW

    /** Whether text is so large that pictures give way to it. */
    val isLarge = configuration.fontScale >= LARGE_FROM
    val margin = px(if (width < Space.NARROW_BELOW) Space.MARGIN_NARROW else Space.MARGIN)

    /** Pixels of a length in dp. */
    fun px(dp: Float): Int = (dp * metrics.density).roundToInt()

    /** The same, not rounded. */
    fun exact(dp: Float): Float = dp * metrics.density

    /** Size of a text in pixels. */
    fun size(type: Type, sp: Float = type.size): Float {
        val grown = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_SP, sp, metrics)
        return if (type.most == Float.MAX_VALUE) grown else min(grown, sp * metrics.density * type.most)
    }

    /** Height of a text's line in pixels: it grows as the text does. */
    fun line(type: Type): Float = type.line * size(type) / type.size

    /** The face of a text. */
    fun face(type: Type): Typeface = when {
        type.isSerif -> Faces.serif
        type.weight >= MEDIUM -> Faces.medium
        else -> Typeface.SANS_SERIF
    }

    private companion object {
        const val MEDIUM = 500
        const val LARGE_FROM = 1.6f
        const val SHORT_BELOW = 700f
        const val SIDEWAYS_FROM = 560f
    }
}

/** Whether it is dark. */
val Configuration.isNight: Boolean get() = uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES

/** The colours for it. */
val Configuration.palette: Palette get() = if (isNight) Palette.DARK else Palette.LIGHT
