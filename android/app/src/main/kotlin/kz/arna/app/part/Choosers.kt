package kz.arna.app.part

import android.graphics.drawable.GradientDrawable
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.accessibility.AccessibilityNodeInfo
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.HorizontalScrollView
import android.widget.LinearLayout
import android.widget.TextView
import kz.arna.app.R
import kz.arna.app.look.Glyph
import kz.arna.app.look.Lines
import kz.arna.app.look.Shape
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.look.meander
import kz.arna.app.look.touchedMeander
import kz.arna.app.look.touchedRow
import kz.arna.ffi.Chip
import kz.arna.ffi.Choice
import kz.arna.ffi.Row
import kz.arna.ffi.ShownNetwork

/** Something that is shown, and what else can be: unfolds below it. */
internal class Chooser(val bar: View, val choices: Folded?)

/** The network that is shown; the others unfold below it. [tag] is always to be seen beside it. */
internal fun Pen.network(network: ShownNetwork, tag: String?): Chooser {
    val title = text(Type.ROW, mixed(network.operator, network.technology))
    val choices = choices(network)
    val chooser = chooser(icon(Glyph.SIM, palette.ink, SIM), title, network.spoken, choices)
    val bar = line(chooser.taking(), tag?.let { tag(it) })
    bar.minimumHeight = look.px(Space.TOP_BAR)
    return Chooser(bar.inside(start = look.margin, end = look.margin).apply { layoutParams = wide() }, choices)
}

/** The other networks, folded; nothing: there are none. */
internal fun Pen.choices(network: ShownNetwork): Folded? =
    network.choices.takeIf { it.isNotEmpty() }?.let { others -> folded(others) { at, other -> row(other, isDivided = at > 0) } }

/** A word in a frame: that the network is simulated. */
internal fun Pen.tag(word: String): View = text(Type.STATION, word).apply {
    background = look.meander(Shape.CHIP, null, palette.control, Lines.HAIRLINE)
    setPaddingRelative(look.px(10f), look.px(4f), look.px(10f), look.px(4f))
}

/** What is chosen, with an arrow that unfolds [choices]. */
internal fun Pen.chooser(icon: View?, title: View, spoken: String, choices: Folded?): View {
    // The arrow stays beside what it unfolds, however long that is.
    if (title is TextView) title.maxWidth = textRoom() - look.px(CHOOSER_ICONS)
    val view = line(icon, title.around(start = if (icon == null) 0 else look.px(8f)))
    view.minimumHeight = look.px(Space.TARGET_MIN)
    if (choices != null) {
        view.addView(icon(Glyph.DOWN, palette.ink, ARROW).around(start = look.px(10f)))
        view.background = look.touchedRow()
        view.asButton { choices.turns() }
    }
    return view.spoken(spoken)
}

/** Choices as rows, folded; the chosen one with a tick. */
internal fun Pen.choices(choices: List<Choice>, choose: (Choice) -> Unit): Folded = folded(choices) { at, choice ->
    val row = Row(choice.mark, choice.title, choice.detail, null, null, choice.spoken)
    row(row, isDivided = at > 0, isPlain = true, end = Glyph.CHECK.takeIf { choice.isChosen }) { choose(choice) }.apply { isSelected = choice.isChosen }
}

/** A card that is one of several answers. [isRadio]: which one is chosen is drawn, too. */
internal fun Pen.card(choice: Choice, isRadio: Boolean, tap: () -> Unit): View {
    val ink = if (choice.isChosen) palette.water else palette.inkSoft
    val title = text(Type.ROW, choice.title, sp = if (isRadio) CARD_TITLE else LANGUAGE_TITLE)
    val detail = choice.detail?.let { text(Type.DETAIL, it, if (choice.isChosen) palette.ink else palette.inkSoft).around(top = look.px(2f)) }
    val mark = choice.mark.shown()?.let { icon(it.glyph, ink, MARK) }
    val radio = icon(if (choice.isChosen) Glyph.RADIO_ON else Glyph.RADIO_OFF, ink, RADIO)
    val gap = look.px(Space.ROW_GAP)
    val view = when {
        !isRadio -> line(column(title).taking(), icon(Glyph.NEXT, palette.inkSoft, ARROW_CARD))
        mark == null -> line(radio.around(end = gap), column(title, detail).taking())
        else -> line(mark.around(end = gap), column(title, detail).taking(), radio.around(start = gap)).apply { gravity = Gravity.TOP }
    }
    view.minimumHeight = look.px(if (isRadio) Space.ROW_MIN else Space.BUTTON)
    view.inside(look.px(16f), look.px(14f), look.px(16f), look.px(14f))
    view.background = when (choice.isChosen) {
        true -> look.touchedMeander(Shape.BUTTON_SMALL, palette.waterSoft, palette.water, Lines.SELECTED_LINE)
        false -> look.touchedMeander(Shape.BUTTON_SMALL, palette.surface, palette.control, Lines.HAIRLINE)
    }
    view.isFocusable = true
    view.setOnClickListener { tap() }
    if (isRadio) view.asRadio(choice.isChosen) else view.asButton(tap)
    return view.spoken(choice.spoken)
}

private fun View.asRadio(isChosen: Boolean) {
    accessibilityDelegate = object : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            info.className = "android.widget.RadioButton"
            info.isCheckable = true
            info.isChecked = isChosen
        }
    }
}

/** Filters, which scroll to the side. */
internal fun Pen.chips(chips: List<Chip>): View {
    val line = line()
    chips.forEachIndexed { at, chip -> line.addView(chip(chip).around(start = if (at > 0) look.px(8f) else 0)) }
    return HorizontalScrollView(context).apply {
        isHorizontalScrollBarEnabled = false
        clipToPadding = false
        addView(line)
        setPaddingRelative(look.margin, look.px(2f), look.margin, 0)
        layoutParams = wide()
    }
}

private fun Pen.chip(chip: Chip): View {
    val colour = if (chip.isChosen) palette.bg else palette.ink
    val label = text(Type.DETAIL, "${chip.label} ${chip.count}", colour)
    if (chip.isChosen) label.typeface = look.face(Type.HEADING)
    label.maxLines = 1
    label.gravity = Gravity.CENTER
    label.minimumHeight = look.px(CHIP)
    label.setPaddingRelative(look.px(12f), look.px(4f), look.px(12f), look.px(4f))
    label.background = if (chip.isChosen) look.meander(Shape.CHIP, palette.ink) else look.meander(Shape.CHIP, null, palette.control, Lines.HAIRLINE)
    // The frame is 36 high, what is touched 48.
    val view = line(label)
    view.minimumHeight = look.px(Space.TARGET_MIN)
    view.layoutParams = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
    view.asButton { acts.asks(Ask.Filter(chip.id)) }
    view.isSelected = chip.isChosen
    return view.spoken(chip.spoken)
}

/** A field to look for something: each letter narrows. */
internal fun Pen.search(query: String, hint: String): View {
    val field = field(query, hint, InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI) { acts.asks(Ask.Query(it)) }
    field.id = R.id.field
    field.isSingleLine = true
    val view = line(icon(Glyph.SEARCH, palette.inkSoft, 22f), field.taking())
    if (query.isNotEmpty()) view.addView(iconButton(Glyph.CLOSE, frame.clear) { acts.asks(Ask.Query("")) })
    view.inside(start = look.px(14f))
    view.background = look.meander(Shape.FIELD, palette.surface, palette.control, Lines.HAIRLINE)
    view.layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)
    return view
}

/**
 * A field; [typed] is told of every change, and [long] of a text that is too long for it. What is typed here says what somebody
 * looks for: no keyboard learns it.
 */
internal fun Pen.field(text: String, hint: String, type: Int, long: ((String) -> Unit)? = null, typed: (String) -> Unit): EditText = spare.take().apply {
    // What was asked for last; nothing: what was handed over stands on another page by now, and this field asks no more.
    var asked: String? = text
    if (text.isNotEmpty()) setText(text)
    this.hint = hint
    inputType = type
    filters = arrayOf(Bounded(frame.mostTyped.toInt(), long?.let { hand -> { whole: String -> hand(whole).also { asked = null } } }))
    addTextChangedListener(object : TextWatcher {
        override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

        override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

        override fun afterTextChanged(changed: Editable?) {
            val now = changed.toString()
            if (asked != null && asked != now) typed(now.also { asked = it })
        }
    })
}

/** A field as all are, before it is known what for. */
internal fun Pen.bareField(): EditText = EditText(context).apply {
    setTextSize(TypedValue.COMPLEX_UNIT_PX, look.size(Type.BODY))
    setTextColor(palette.ink)
    setHintTextColor(palette.inkSoft)
    background = null
    imeOptions = EditorInfo.IME_ACTION_DONE or EditorInfo.IME_FLAG_NO_EXTRACT_UI or NO_LEARNING
    textAlignment = View.TEXT_ALIGNMENT_VIEW_START
    minimumHeight = look.px(Space.TARGET_MIN)
    setPaddingRelative(look.px(10f), look.px(6f), look.px(10f), look.px(6f))
}

/** A field in its frame. */
internal fun Pen.framed(field: View): View = column(field).apply {
    background = look.meander(Shape.FIELD, palette.surface, palette.control, Lines.HAIRLINE)
    setPadding(look.px(6f), 0, look.px(6f), 0)
}

/** In the place of a field: what was given is none for it, and can be taken away. */
internal fun Pen.held(sentence: String, clear: () -> Unit): View {
    val view = line(text(Type.BODY, sentence, palette.inkSoft).taking(), iconButton(Glyph.CLOSE, frame.clear, tap = clear))
    view.inside(start = look.px(14f))
    view.background = look.meander(Shape.FIELD, palette.surface, palette.control, Lines.HAIRLINE)
    view.layoutParams = wide()
    return view
}

/** Two halves of a screen, of which one is shown. */
internal fun Pen.halves(choices: List<Choice>, ask: (String) -> Ask): View {
    val view = line()
    choices.forEachIndexed { at, choice ->
        val label = text(Type.BUTTON, choice.title, if (choice.isChosen) palette.bg else palette.ink, sp = 15f)
        label.typeface = look.face(Type.BODY)
        if (choice.isChosen) label.typeface = look.face(Type.HEADING)
        label.gravity = Gravity.CENTER
        label.textAlignment = View.TEXT_ALIGNMENT_CENTER
        label.minimumHeight = look.px(Space.TARGET_MIN)
        label.contentDescription = choice.spoken
        label.background = if (choice.isChosen) half(at, choices.size) else null
        label.asButton { acts.asks(ask(choice.id)) }
        label.isSelected = choice.isChosen
        view.addView(label, LinearLayout.LayoutParams(0, MATCH_PARENT, 1f))
    }
    view.background = look.meander(Shape.FIELD, null, palette.control, Lines.HAIRLINE)
    return view.around(start = look.margin, top = look.px(4f), end = look.margin)
}

/** The ground of a chosen half: round where the whole is. */
private fun Pen.half(at: Int, of: Int) = GradientDrawable().apply {
    setColor(palette.ink)
    val (start, end, bottomEnd, bottomStart) = Shape.FIELD.corners.map { look.exact(it) }
    val isFirst = at == 0
    val isLast = at == of - 1
    val corners = listOf(if (isFirst) start else 0f, if (isLast) end else 0f, if (isLast) bottomEnd else 0f, if (isFirst) bottomStart else 0f)
    val turned = if (look.isMirrored) listOf(corners[1], corners[0], corners[3], corners[2]) else corners
    cornerRadii = turned.flatMap { listOf(it, it) }.toFloatArray()
}

private const val SIM = 22f
private const val CHOOSER_ICONS = 64f
private const val ARROW = 18f
private const val ARROW_CARD = 22f
private const val MARK = 28f
private const val RADIO = 24f
private const val CARD_TITLE = 17f
private const val LANGUAGE_TITLE = 19f
private const val CHIP = 36f

/** EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING, which keyboards heed from API 26 on. */
private const val NO_LEARNING = 0x1000000
