package kz.arna.app.draw

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.view.View
import kz.arna.app.look.Family
import kz.arna.app.look.Look
import kz.arna.ffi.Band
import kz.arna.ffi.BandPart
import kz.arna.ffi.PartKind

/** Where a part of a band is drawn, in dp: never narrower than it can be seen. */
class Placed(val from: Float, val until: Float, val kind: PartKind)

/** The parts of a band across [width]: a pure function of the record. */
fun placed(parts: List<BandPart>, width: Float): List<Placed> = parts.map { part ->
    val from = (part.from.coerceIn(0f, 1f) * width).coerceAtMost(width - LEAST)
    Placed(from, (part.until.coerceIn(0f, 1f) * width).coerceAtLeast(from + LEAST), part.kind)
}

/** Narrower no part is drawn: a bar of an accusation is as wide. */
private const val LEAST = 6f

/** Draws what was so over time on one network. Time runs from left to right in every language. */
@SuppressLint("ViewConstructor") // made in code only
class BandView(private val look: Look, private val band: Band) : View(look.context) {
    init {
        // The band's sentence stands below it, and the whole is spoken there.
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) = setMeasuredDimension(MeasureSpec.getSize(widthSpec), look.px(HEIGHT))

    override fun onDraw(canvas: Canvas) {
        val density = look.exact(1f)
        canvas.scale(density, density)
        val brush = Brush(canvas)
        val width = width / density
        brush.dashes(1f, width, MIDDLE, look.palette.bed, 2f, 0.1f, 7f)
        placed(band.parts, width).forEach { brush.part(it) }
    }

    private fun Brush.part(part: Placed) {
        val (from, until) = part.from to part.until
        val colour = look.palette.of(part.kind.family)
        when (part.kind) {
            PartKind.OPEN -> box(from, 3f, until, 15f, 2f, colour)
            PartKind.SLOWED -> box(from, 6f, until, 12f, 2f, colour)
            PartKind.SITE_TROUBLE -> {
                box(from, 3f, until, 15f, 2f, look.palette.bg)
                outline(from, 3f, until, 15f, 2f, colour, 1.5f)
            }
            PartKind.UNREACHABLE -> {
                box(from, 3f, until, 15f, 0f, look.palette.bg)
                dashes(from + 1.5f, until, MIDDLE, colour, 3f, 0.1f, 6f)
            }
            PartKind.BLOCKED, PartKind.PROBABLY -> {
                box(from, 3f, until, 15f, 0f, look.palette.bg)
                dashes(from + BAR + 3, until, MIDDLE, colour, 2.5f, 2f, 6f)
                if (part.kind == PartKind.BLOCKED) {
                    box(from, 0f, from + BAR, HEIGHT, 1.5f, colour)
                } else {
                    for (piece in 0..2) box(from, piece * 6.5f, from + BAR, piece * 6.5f + 5, 1.2f, colour)
                }
            }
        }
    }

    private companion object {
        const val HEIGHT = 18f
        const val MIDDLE = 9f
        const val BAR = 6f
    }
}

private val PartKind.family: Family
    get() = when (this) {
        PartKind.OPEN, PartKind.SITE_TROUBLE -> Family.WATER
        PartKind.SLOWED, PartKind.PROBABLY -> Family.AMBER
        PartKind.BLOCKED -> Family.CLAY
        PartKind.UNREACHABLE -> Family.VIOLET
    }
