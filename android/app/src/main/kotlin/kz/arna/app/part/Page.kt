package kz.arna.app.part

import android.os.Build
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.WindowInsets
import android.widget.FrameLayout
import android.widget.LinearLayout
import kz.arna.app.R
import kz.arna.app.Since
import kz.arna.app.look.Glyph
import kz.arna.app.look.Space
import kz.arna.app.look.Type

/** What a page is made of; what is null is not there. */
internal class Parts(
    /** Stays above what scrolls. */
    val top: View? = null,
    /** The picture: above the body, or beside it on a lying screen. */
    val picture: View? = null,
    /** Whether the picture takes the height that is left. */
    val isPictureTall: Boolean = false,
    /** What scrolls, from the top down; of rows that may be many, [LongRows]. */
    val body: List<View?>,
    /** The button, above the tabs. */
    val dock: View? = null,
    /** The tab that is chosen; none: there are no tabs. */
    val tab: Tab? = null,
    /** Told once when the end of what scrolls is near. */
    val onEnd: (() -> Unit)? = null,
)

/** Puts a page together, so that nothing lies under the system's bars. */
internal fun Pen.page(parts: Parts): View {
    val root = LinearLayout(context)
    root.id = R.id.page
    root.setBackgroundColor(palette.bg)
    root.orientation = if (look.isSideways) LinearLayout.HORIZONTAL else LinearLayout.VERTICAL
    root.layoutDirection = if (look.isMirrored) View.LAYOUT_DIRECTION_RTL else View.LAYOUT_DIRECTION_LTR
    if (look.isSideways) sideways(root, parts) else upright(root, parts)
    root.setOnApplyWindowInsetsListener { view, insets ->
        val (left, top, right, bottom) = bars(insets)
        view.setPadding(left, top, right, bottom)
        insets
    }
    root.post(spare::makes) // once it is in the window
    return root
}

private fun Pen.upright(root: LinearLayout, parts: Parts) {
    parts.top?.let { root.addView(centred(it)) }
    val body = column()
    parts.picture?.let { body.addView(it, LinearLayout.LayoutParams(MATCH_PARENT, if (parts.isPictureTall) 0 else WRAP_CONTENT, if (parts.isPictureTall) 1f else 0f)) }
    parts.body.forEach { if (it != null) body.addView(it, it.layoutParams ?: wide()) }
    body.inside(bottom = look.px(END))
    root.addView(scroll(body, parts), LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
    parts.dock?.let { root.addView(dock(it)) }
    parts.tab?.let {
        root.addView(rule())
        root.addView(tabs(it))
    }
}

private fun Pen.sideways(root: LinearLayout, parts: Parts) {
    parts.tab?.let {
        root.addView(tabs(it))
        root.addView(upRule())
    }
    if (parts.picture != null) {
        val pane = FrameLayout(context)
        pane.addView(parts.picture, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT, Gravity.TOP))
        root.addView(pane.inside(top = look.px(PICTURE_TOP)), LinearLayout.LayoutParams(0, MATCH_PARENT, 1f))
        root.addView(upRule())
    }
    val side = column()
    parts.top?.let { side.addView(it) }
    val body = column()
    parts.body.forEach { if (it != null) body.addView(it, it.layoutParams ?: wide()) }
    val isDockInside = parts.dock is LinearLayout && parts.dock.orientation == LinearLayout.VERTICAL && parts.dock.childCount > 1
    if (isDockInside) body.addView(dock(parts.dock!!, isCentred = false))
    body.inside(bottom = look.px(END))
    side.addView(scroll(body, parts, isCentred = false), LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
    if (!isDockInside) parts.dock?.let { side.addView(dock(it, isCentred = false)) }
    if (parts.picture != null) {
        root.addView(side, LinearLayout.LayoutParams(look.px(PANE), MATCH_PARENT))
    } else {
        side.layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT)
        root.addView(centred(side), LinearLayout.LayoutParams(0, MATCH_PARENT, 1f))
    }
}

/** Not wider than text may be, in the middle of a wide screen. */
private fun Pen.centred(view: View): View {
    val most = look.px(Space.MAX_TEXT_WIDTH)
    if (look.px(look.width) <= most) return view
    val frame = FrameLayout(context)
    frame.addView(view, FrameLayout.LayoutParams(most, view.layoutParams?.height ?: WRAP_CONTENT, Gravity.CENTER_HORIZONTAL))
    frame.layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)
    return frame
}

private fun Pen.scroll(body: View, parts: Parts, isCentred: Boolean = true) = PageScroll(context, parts.body.filterIsInstance<LongRows>(), parts.onEnd).apply {
    id = R.id.scroll
    isFillViewport = true
    addView(if (isCentred) centred(body) else body, FrameLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
}

private fun Pen.dock(view: View, isCentred: Boolean = true): View {
    val dock = FrameLayout(context).apply {
        addView(view, FrameLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT))
        inside(look.margin, look.px(DOCK_TOP), look.margin, look.px(DOCK_BOTTOM))
        layoutParams = wide()
    }
    return if (isCentred) centred(dock) else dock
}

private fun Pen.upRule(): View = View(context).apply {
    setBackgroundColor(palette.hairline)
    layoutParams = LinearLayout.LayoutParams(look.px(1f).coerceAtLeast(1), MATCH_PARENT)
}

/** A line above a page that leads back, with a title; a small one where the answer below it is the headline. */
internal fun Pen.backBar(title: String? = null, isSmall: Boolean = false): View {
    val back = iconButton(Glyph.BACK, frame.back) { acts.back() }
    val bar = line(back, title?.let { (if (isSmall) text(Type.ROW, it, sp = SMALL_TITLE) else text(Type.TITLE, it)).asHeading().taking() })
    bar.minimumHeight = look.px(if (title == null) Space.TARGET_MIN else Space.TOP_BAR)
    return bar.inside(start = look.px(BACK_START), end = look.margin).apply { layoutParams = wide() }
}

/** A title above a page, and what stands at its end. */
internal fun Pen.titleBar(title: String, end: View? = null, height: Float = Space.TOP_BAR): View {
    val bar = line(text(Type.TITLE, title).asHeading().taking(), end)
    bar.minimumHeight = look.px(height)
    return bar.inside(start = look.margin, end = look.px(END_BAR)).apply { layoutParams = wide() }
}

/** What the system's bars, a notch and the keyboard cover: left, top, right, bottom. */
private fun bars(insets: WindowInsets): List<Int> =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) newBars(insets) else oldBars(insets)

@Since(30)
private fun newBars(insets: WindowInsets): List<Int> {
    val all = insets.getInsets(WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime())
    return listOf(all.left, all.top, all.right, all.bottom)
}

@Suppress("DEPRECATION") // what there is before API 30
private fun oldBars(insets: WindowInsets): List<Int> =
    listOf(insets.systemWindowInsetLeft, insets.systemWindowInsetTop, insets.systemWindowInsetRight, insets.systemWindowInsetBottom)

private const val END = 16f
private const val PICTURE_TOP = 16f
private const val PANE = 364f
private const val DOCK_TOP = 10f
private const val DOCK_BOTTOM = 12f
private const val BACK_START = 4f
private const val SMALL_TITLE = 17f
private const val END_BAR = 8f
