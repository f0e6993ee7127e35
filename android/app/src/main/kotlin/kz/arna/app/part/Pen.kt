package kz.arna.app.part

import android.os.Build
import android.text.Layout
import android.text.SpannableString
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.text.style.TypefaceSpan
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import kotlin.math.roundToInt
import kz.arna.app.Since
import kz.arna.app.look.Glyph
import kz.arna.app.look.GlyphDrawable
import kz.arna.app.look.Look
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.ffi.Frame

/** Makes the parts of screens: texts, icons, columns. [frame] has the words around them; what is touched is told to [acts]. */
class Pen(val look: Look, val frame: Frame, val acts: Acts) {
    val palette = look.palette
    val context = look.context
    internal val spare = SpareField { bareField() }

    /** A text in its size and face, as tall as its lines are. */
    fun text(type: Type, text: CharSequence, colour: Int = palette.ink, sp: Float = type.size): TextView = TextView(context).apply {
        setTextSize(TypedValue.COMPLEX_UNIT_PX, look.size(type, sp))
        typeface = look.face(type)
        setTextColor(colour)
        this.text = tied(text)
        includeFontPadding = false
        // Half of what a line has beyond its letters above it, half below.
        val metrics = paint.fontMetricsInt
        val extra = (look.line(type) * sp / type.size - (metrics.descent - metrics.ascent)).roundToInt().coerceAtLeast(0)
        setLineSpacing(extra.toFloat(), 1f)
        setPadding(0, extra / 2, 0, extra - extra / 2)
        // No word alone on a last line.
        breakStrategy = Layout.BREAK_STRATEGY_BALANCED
        hyphenationFrequency = Layout.HYPHENATION_FREQUENCY_NONE
        textAlignment = View.TEXT_ALIGNMENT_VIEW_START
    }

    /** The answer of a screen, a heading; smaller where it takes three lines in [room] pixels. */
    fun answer(text: String, spoken: String = text, colour: Int = palette.ink, room: Int = textRoom(), isSmall: Boolean = false): TextView {
        val whole = if (isSmall || look.isSideways) null else text(Type.ANSWER, text, colour)
        val view = whole?.takeIf { Layout.getDesiredWidth(text, it.paint) / room <= MOST_LINES } ?: text(Type.ANSWER_SMALL, text, colour)
        view.letterSpacing = -0.005f
        view.contentDescription = spoken.takeIf { it != text }
        return view.asHeading()
    }

    /** How wide text may be on a page. */
    fun textRoom(): Int {
        val whole = if (look.isSideways) look.px(PANE) else look.px(minOf(look.width, Space.MAX_TEXT_WIDTH))
        return whole - 2 * look.margin
    }

    /** An icon with sides of [side] dp. It says nothing to who listens: a word stands beside it. */
    fun icon(glyph: Glyph, colour: Int, side: Float): ImageView = ImageView(context).apply {
        setImageDrawable(GlyphDrawable(glyph, colour, look.px(side), look.isMirrored))
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        layoutParams = LinearLayout.LayoutParams(look.px(side), look.px(side))
    }

    /** An icon that is tapped, on its 48 dp; [spoken] says what it does. */
    fun iconButton(glyph: Glyph, spoken: String, colour: Int = palette.ink, tap: () -> Unit): ImageView =
        icon(glyph, colour, ICON).apply {
            scaleType = ImageView.ScaleType.CENTER
            layoutParams = LinearLayout.LayoutParams(look.px(TARGET), look.px(TARGET))
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_YES
            contentDescription = spoken
            asButton(tap)
        }

    /** Parts below each other. */
    fun column(vararg parts: View?): LinearLayout = LinearLayout(context).apply {
        orientation = LinearLayout.VERTICAL
        parts.forEach { if (it != null) addView(it, it.layoutParams ?: wide()) }
    }

    /** Parts beside each other, in the middle of the line. */
    fun line(vararg parts: View?): LinearLayout = LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        isBaselineAligned = false // what takes the room that is left would be measured without any first
        for (part in parts) {
            if (part == null) continue
            val params = part.layoutParams as? LinearLayout.LayoutParams ?: LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
            if (params.width == MATCH_PARENT) params.width = WRAP_CONTENT
            addView(part, params)
        }
    }

    /** A line across, as thick as [dp]. */
    fun rule(dp: Float = 1f, colour: Int = palette.hairline): View = View(context).apply {
        setBackgroundColor(colour)
        layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, look.px(dp).coerceAtLeast(1))
    }

    /** The parts of a text in different colours and weights, with a space between. */
    fun mixed(strong: String, soft: String?): CharSequence {
        if (soft == null) return strong
        return SpannableString("$strong $soft").apply {
            setSpan(ForegroundColorSpan(palette.inkSoft), strong.length, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
            setSpan(TypefaceSpan("sans-serif"), strong.length, length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        }
    }

    private companion object {
        const val MOST_LINES = 1.92f
        const val ICON = 24f
        const val TARGET = 48f
        const val PANE = 364f
    }
}

/** A number stays on the line of what it counts: "12 September", "30 %"; a dot between two things on that of the first. */
private fun tied(text: CharSequence): CharSequence = if (text is String) text.replace(AFTER_NUMBER, "$1\u00a0").replace(" · ", "\u00a0· ") else text

/** Says something else. */
internal fun TextView.says(words: CharSequence) {
    val now = tied(words)
    if (!text.contentEquals(now)) text = now
}

private val AFTER_NUMBER = Regex("(?<![\\p{L}\\d])(\\d{1,4}) (?=[\\p{L}%])")

internal fun wide() = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)

/** With so many pixels around it, by where reading begins. */
internal fun <V : View> V.around(start: Int = 0, top: Int = 0, end: Int = 0, bottom: Int = 0): V = apply {
    val params = when (val old = layoutParams) {
        is LinearLayout.LayoutParams -> old
        null -> wide()
        else -> LinearLayout.LayoutParams(old)
    }
    params.marginStart += start
    params.topMargin += top
    params.marginEnd += end
    params.bottomMargin += bottom
    layoutParams = params
}

/** With so many pixels inside it, by where reading begins in the language of its context. */
internal fun <V : View> V.inside(start: Int = 0, top: Int = 0, end: Int = 0, bottom: Int = 0): V = apply {
    if (resources.configuration.layoutDirection == View.LAYOUT_DIRECTION_RTL) setPadding(end, top, start, bottom) else setPadding(start, top, end, bottom)
}

/** As wide as what the others leave. */
internal fun <V : View> V.taking(weight: Float = 1f): V = apply {
    val old = layoutParams as? LinearLayout.LayoutParams
    layoutParams = LinearLayout.LayoutParams(0, WRAP_CONTENT, weight).apply {
        old?.let { setMargins(it.leftMargin, it.topMargin, it.rightMargin, it.bottomMargin); marginStart = it.marginStart; marginEnd = it.marginEnd }
    }
}

/** What is tapped as a button is. */
internal fun <V : View> V.asButton(tap: () -> Unit): V = apply {
    isFocusable = true
    setOnClickListener { tap() }
    accessibilityDelegate = AS_BUTTON
}

private val AS_BUTTON = object : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.className = "android.widget.Button"
    }
}

/** A heading to who listens. */
internal fun <V : View> V.asHeading(): V = apply { if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) markHeading(this) }

@Since(28)
private fun markHeading(view: View) {
    view.isAccessibilityHeading = true
}

/** Spoken whole, in one sentence: what is inside it is not spoken by itself. */
internal fun <V : ViewGroup> V.spoken(sentence: String): V = apply {
    contentDescription = sentence
    importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_YES
    for (at in 0 until childCount) getChildAt(at).importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
}
