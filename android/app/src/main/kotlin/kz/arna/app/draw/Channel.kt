package kz.arna.app.draw

import kotlin.math.min
import kz.arna.app.look.Picture
import kz.arna.ffi.StrandCount
import kz.arna.ffi.StrandKind

/**
 * The picture of the way as lines in dp: a pure function of the record and the room that there is.
 *
 * Every site is one strand of water from the spring through the gate. Kinds keep the order of the record, from the top down.
 */
class Channel(val width: Float, val height: Float, kinds: List<StrandCount>, val hasBorder: Boolean) {
    val springX = Picture.SPRING_X
    val springY = height / 2
    val gateX = width * if (hasBorder) GATE_BESIDE_BORDER else Picture.GATE_X
    val borderX = width * BORDER

    /** Where strands have spread and run level. */
    val levelX = gateX - Picture.STRAIGHT_BEFORE_GATE

    /** Strands by themselves, and those that are too close for that. */
    val strands: List<Thread>
    val ribbons: List<Ribbon>

    /** A strand: it leaves the spring, levels out at [y], and goes on as its [kind] does. */
    class Thread(val kind: StrandKind, val y: Float, val stroke: Float, val gap: Float)

    /** Strands drawn as one body of water between [top] and [bottom]. */
    class Ribbon(val kind: StrandKind, val top: Float, val bottom: Float, val count: Int)

    init {
        val present = kinds.filter { it.count > 0u }
        val usable = height - 2 * Picture.PAD
        val named = present.filter { isNamed(it.kind) }
        val wanted = named.sumOf { (gap(it.kind) * it.count.toInt()).toDouble() }.toFloat()
        val free = present.filterNot { isNamed(it.kind) }.sumOf { it.count.toInt() }
        val most = if (free == 0) usable else usable / 2
        val loosest = if (free == 0) LOOSEST else 1f
        val factor = if (wanted <= 0f) 1f else min(loosest, most / wanted)
        val taken = wanted * factor
        val freeGap = if (free == 0) 0f else (usable - taken) / free
        var top = if (free == 0) (height - taken) / 2 else Picture.PAD
        val strands = mutableListOf<Thread>()
        val ribbons = mutableListOf<Ribbon>()
        for (one in present) {
            val count = one.count.toInt()
            val gap = if (isNamed(one.kind)) gap(one.kind) * factor else freeGap
            if (gap < Picture.RIBBON_BELOW_GAP) {
                ribbons += Ribbon(one.kind, top, top + gap * count, count)
            } else {
                repeat(count) { strands += Thread(one.kind, top + gap * (it + 0.5f), stroke(one.kind, gap), gap) }
            }
            top += gap * count
        }
        this.strands = strands
        this.ribbons = ribbons
    }

    /** Whether each strand of a kind is to be seen by itself, and not only how many there are. */
    private fun isNamed(kind: StrandKind) = kind != StrandKind.OPEN && kind != StrandKind.BED

    private fun gap(kind: StrandKind): Float = if (hasBorder) Picture.GAP_INSIDE else when (kind) {
        StrandKind.BLOCKED -> Picture.GAP_BLOCKED
        StrandKind.LIKELY_BLOCKED -> Picture.GAP_LIKELY_BLOCKED
        StrandKind.THROTTLED -> Picture.GAP_THROTTLED
        StrandKind.WAITING -> Picture.GAP_WAITING
        StrandKind.UNREACHABLE -> Picture.GAP_UNREACHABLE
        StrandKind.UNTOLD -> Picture.GAP_UNTOLD
        StrandKind.SITE_TROUBLE -> Picture.GAP_SITE_TROUBLE
        StrandKind.INSIDE -> Picture.GAP_INSIDE
        StrandKind.OPEN, StrandKind.BED -> 0f
    }

    private fun stroke(kind: StrandKind, gap: Float): Float {
        val wanted = when (kind) {
            StrandKind.BLOCKED -> Picture.STROKE_BLOCKED
            StrandKind.LIKELY_BLOCKED -> Picture.STROKE_LIKELY_BLOCKED
            StrandKind.THROTTLED -> Picture.STROKE_THROTTLED
            StrandKind.WAITING -> Picture.STROKE_WAITING
            StrandKind.UNREACHABLE -> Picture.STROKE_UNREACHABLE
            StrandKind.UNTOLD -> Picture.STROKE_UNTOLD
            StrandKind.SITE_TROUBLE -> Picture.STROKE_SITE_TROUBLE
            StrandKind.INSIDE -> Picture.STROKE_INSIDE
            StrandKind.OPEN -> return (OPENER_SHARE * gap).coerceIn(0.8f, 2f)
            StrandKind.BED -> return (BED_SHARE * gap).coerceIn(0.7f, 1.2f)
        }
        return min(wanted, gap * NAMED_SHARE)
    }

    /** Height of the bar that stands on the gate where strands are [gap] apart: two bars never touch. */
    fun bar(gap: Float): Float = min(Picture.CAP_H, gap - BAR_APART)

    private companion object {
        const val GATE_BESIDE_BORDER = 0.5f
        const val BORDER = 0.8f
        const val OPENER_SHARE = 0.56f
        const val BED_SHARE = 0.45f
        const val NAMED_SHARE = 0.7f
        const val BAR_APART = 1f

        /** How much further apart strands stand where there are no openers to leave room for. */
        const val LOOSEST = 1.25f
    }
}
