// Made by scripts/design of design/*.json: change those.

package kz.arna.app.look

/** The colours of a theme. */
class Palette(
    val bg: Int,
    val surface: Int,
    val sunken: Int,
    val ink: Int,
    val inkSoft: Int,
    val hairline: Int,
    val control: Int,
    val water: Int,
    val waterSoft: Int,
    val onWater: Int,
    val bed: Int,
    val danger: Int,
    val onDanger: Int,
    val focus: Int,
    val gate: Int,
    private val strong: IntArray,
    private val soft: IntArray,
) {
    /** A family's colour, for text, icons and lines. */
    fun of(family: Family): Int = strong[family.ordinal]

    /** A family's colour, for grounds. */
    fun softOf(family: Family): Int = soft[family.ordinal]

    companion object {
        /** The light theme. */
        val LIGHT = Palette(
            bg = 0xfff5f2ea.toInt(),
            surface = 0xfffffdf8.toInt(),
            sunken = 0xffeae5d9.toInt(),
            ink = 0xff13262b.toInt(),
            inkSoft = 0xff475a5e.toInt(),
            hairline = 0xffd8d1c2.toInt(),
            control = 0xff7c7767.toInt(),
            water = 0xff075e78.toInt(),
            waterSoft = 0xffd3e6e8.toInt(),
            onWater = 0xffffffff.toInt(),
            bed = 0xffb9b19d.toInt(),
            danger = 0xff9e2410.toInt(),
            onDanger = 0xffffffff.toInt(),
            focus = 0xff13262b.toInt(),
            gate = 0xff13262b.toInt(),
            strong = intArrayOf(0xff075e78.toInt(), 0xff8f1d0c.toInt(), 0xffa35200.toInt(), 0xff7440b0.toInt(), 0xff64665f.toInt(), 0xff13262b.toInt()),
            soft = intArrayOf(0xffd6e7ea.toInt(), 0xfff5ddd6.toInt(), 0xfff8e6cf.toInt(), 0xffe9def4.toInt(), 0xffe6e3da.toInt(), 0xffdaddda.toInt()),
        )
        /** The dark theme. */
        val DARK = Palette(
            bg = 0xff0d1719.toInt(),
            surface = 0xff152225.toInt(),
            sunken = 0xff091113.toInt(),
            ink = 0xffe8eeeb.toInt(),
            inkSoft = 0xffa9b8b7.toInt(),
            hairline = 0xff2a3b3e.toInt(),
            control = 0xff728687.toInt(),
            water = 0xff62c4da.toInt(),
            waterSoft = 0xff173940.toInt(),
            onWater = 0xff06262e.toInt(),
            bed = 0xff4a5b5d.toInt(),
            danger = 0xffff8f77.toInt(),
            onDanger = 0xff2a0a04.toInt(),
            focus = 0xffe8eeeb.toInt(),
            gate = 0xffe8eeeb.toInt(),
            strong = intArrayOf(0xff62c4da.toInt(), 0xffff7a5c.toInt(), 0xffffc670.toInt(), 0xffb48cf2.toInt(), 0xffa3aaa3.toInt(), 0xfff2f6f4.toInt()),
            soft = intArrayOf(0xff14323b.toInt(), 0xff3d1c16.toInt(), 0xff38290f.toInt(), 0xff2d2344.toInt(), 0xff222b2b.toInt(), 0xff2a383b.toInt()),
        )
    }
}

/** What a colour says: only ever what the network does. */
enum class Family {
    /** The network lets it through. */
    WATER,
    /** Blocked, as good as certain. */
    CLAY,
    /** Probably blocked, or slowed down. */
    AMBER,
    /** Does not arrive; who stops it is unknown. */
    VIOLET,
    /** Nothing is said. */
    STONE,
    /** No Internet, or a fact. */
    INK,
}

/** The kinds of text. Sizes and heights of lines in sp; [most] is how far the phone's font scale counts. */
enum class Type(val isSerif: Boolean, val size: Float, val line: Float, val weight: Int, val most: Float) {
    ANSWER(true, 28f, 36f, 400, 1.4f),
    ANSWER_SMALL(true, 24f, 31f, 400, 1.4f),
    TITLE(true, 24f, 31f, 400, 1.4f),
    ROW(false, 16f, 22f, 500, Float.MAX_VALUE),
    BODY(false, 16f, 24f, 400, Float.MAX_VALUE),
    READING(false, 18f, 27f, 400, Float.MAX_VALUE),
    DETAIL(false, 14f, 20f, 400, Float.MAX_VALUE),
    HEADING(false, 14f, 20f, 500, Float.MAX_VALUE),
    COUNT(false, 20f, 24f, 500, 1.4f),
    BUTTON(false, 18f, 22f, 500, 1.5f),
    BUTTON_DETAIL(false, 14f, 19f, 400, 1.5f),
    TAB(false, 12f, 16f, 400, 1.2f),
    STATION(false, 13f, 20f, 400, 1.4f),
}

/** Space, in dp. */
object Space {
    const val UNIT = 4f
    const val MARGIN = 20f
    const val MARGIN_NARROW = 16f
    const val NARROW_BELOW = 340f
    const val ROW_MIN = 56f
    const val TARGET_MIN = 48f
    const val ROW_GAP = 14f
    const val SECTION = 18f
    const val MAX_TEXT_WIDTH = 560f
    const val TABS = 64f
    const val TOP_BAR = 56f
    const val BUTTON = 64f
    const val BUTTON_SMALL = 52f
}

/** Motion, in milliseconds. */
object Motion {
    const val FLOW_MS = 420L
    const val SETTLE_MS = 180L
    const val STAGGER_MS = 12L
    const val FOLD_MS = 160L
    val CURVE = floatArrayOf(0.2f, 0f, 0.1f, 1f)
}

/** Corners of a meander in dp: top start, top end, bottom end, bottom start. */
enum class Shape(vararg val corners: Float) {
    BUTTON(24f, 6f, 24f, 6f),
    BUTTON_SMALL(20f, 5f, 20f, 5f),
    CARD(22f, 6f, 22f, 6f),
    FIELD(18f, 5f, 18f, 5f),
    CHIP(14f, 4f, 14f, 4f),
    SWITCH(12f, 4f, 12f, 4f),
}

/** Lines, in dp. */
object Lines {
    const val HAIRLINE = 1f
    const val CONTROL_LINE = 1.5f
    const val SELECTED_LINE = 2.5f
}

/** The picture of the way, in dp. */
object Picture {
    const val SPRING_X = 26f
    const val SPRING_R = 6.5f
    const val GATE_X = 0.56f
    const val GATE_WIDTH = 1.5f
    const val STRAIGHT_BEFORE_GATE = 16f
    const val PAD = 7f
    const val RIBBON_BELOW_GAP = 1.75f
    const val GAP_BLOCKED = 12f
    const val GAP_LIKELY_BLOCKED = 12f
    const val GAP_THROTTLED = 12f
    const val GAP_WAITING = 12f
    const val GAP_UNREACHABLE = 8f
    const val GAP_UNTOLD = 8f
    const val GAP_SITE_TROUBLE = 8f
    const val GAP_INSIDE = 12f
    const val STROKE_BLOCKED = 3f
    const val STROKE_LIKELY_BLOCKED = 3f
    const val STROKE_THROTTLED = 3f
    const val STROKE_WAITING = 2.5f
    const val STROKE_UNREACHABLE = 2.5f
    const val STROKE_UNTOLD = 2f
    const val STROKE_SITE_TROUBLE = 2f
    const val STROKE_INSIDE = 3f
    const val CAP_W = 7f
    const val CAP_H = 10f
    const val CAP_R = 1.5f
    const val HEIGHT_MIN = 72f
    const val HEIGHT_HOME = 164f
    const val HEIGHT_EMPTY = 190f
    const val HEIGHT_RUN = 292f
    const val HEIGHT_FROM_SCALE_1_6 = 84f
    const val HEIGHT_BORDER = 150f
    const val HEIGHT_SIGN = 180f
    const val HEIGHT_LEAST_RUN = 120f
}
