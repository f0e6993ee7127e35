package kz.arna.app.draw

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.view.View
import kz.arna.app.look.Family
import kz.arna.app.look.Look
import kz.arna.ffi.Ends
import kz.arna.ffi.Strand

/** Draws one strand with its three stations below: where it ends says who stops it. */
@SuppressLint("ViewConstructor") // made in code only
class StrandView(private val look: Look, private val strand: Strand, private val family: Family) : View(look.context) {
    private val labels = Labels(look)

    init {
        contentDescription = strand.spoken
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_YES
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        setMeasuredDimension(MeasureSpec.getSize(widthSpec), look.px(HEIGHT) + labels.height)
    }

    override fun onDraw(canvas: Canvas) {
        val density = look.exact(1f)
        val inset = look.margin / density
        canvas.save()
        canvas.scale(density, density)
        if (look.isMirrored) canvas.scale(-1f, 1f, width / density / 2, 0f)
        Brush(canvas).strand(look, strand.ends, family, inset + SPRING, width / density - inset - SITE, HEIGHT, 1f)
        canvas.restore()
        canvas.save()
        canvas.translate(0f, look.exact(HEIGHT))
        labels.draw(canvas, width, strand.you, listOf(Labels.Label(strand.gate, width / 2f, isStrong = true)), strand.site)
        canvas.restore()
    }

    private companion object {
        const val HEIGHT = 50f
        const val SPRING = 16f
        const val SITE = 16f
    }
}

/** One strand from the spring at [from] to the site at [until], in the middle of [height]; [scale] times as thick as on a page. */
internal fun Brush.strand(look: Look, ends: Ends, family: Family, from: Float, until: Float, height: Float, scale: Float) {
    val colour = look.palette.of(family)
    val ground = look.palette.bg
    val (gate, y) = (from + until) / 2 to height / 2
    val width = 7 * scale
    fun dots(x: Float) = dashes(x, until - 8 * scale, y, colour.faint(0.8f), 2 * scale, 1.5f * scale, 8 * scale)
    fun site() = ring(until, y, 6 * scale, colour, 2.5f * scale, ground)
    line(gate, 4 * scale, gate, height - 4 * scale, look.palette.gate, 1.5f * scale)
    when (ends) {
        Ends.GATE, Ends.GATE_PROBABLY -> {
            dots(gate + 12 * scale)
            line(from, y, gate - 10 * scale, y, colour, width)
            val whole = height - 8 * scale
            if (ends == Ends.GATE) {
                bar(gate, y, 12 * scale, whole, 2.5f * scale, colour)
            } else {
                // In pieces, and the ground between them: no line holds them together.
                line(gate, 4 * scale, gate, height - 4 * scale, ground, 3 * scale)
                for (piece in -1..1) bar(gate, y + piece * whole * 0.36f, 12 * scale, whole * 0.28f, 2.5f * scale, colour)
            }
            site()
        }
        Ends.NARROW -> {
            line(from, y, gate, y, colour, width)
            line(gate, y, until - 8 * scale, y, colour, 2 * scale)
            val post = height / 2 - 9 * scale
            bar(gate, 4 * scale + post / 2, 8 * scale, post, 2 * scale, colour)
            bar(gate, height - 4 * scale - post / 2, 8 * scale, post, 2 * scale, colour)
            site()
        }
        Ends.UNKNOWN -> {
            line(from, y, from + (gate - from) * 0.62f, y, colour, width)
            for (dot in 0..9) {
                val x = from + (gate - from) * 0.62f + (14 + dot * 12) * scale
                if (x < until - 14 * scale) disc(x, y, (3.4f - dot * 0.26f) * scale, colour)
            }
            site()
        }
        Ends.AT_SITE -> {
            line(from, y, until - 12 * scale, y, colour, width)
            ring(until - 2 * scale, y, 9 * scale, colour, 3 * scale, ground)
            line(until - 6 * scale, y, until + 2 * scale, y, colour, 3 * scale)
        }
        Ends.THROUGH -> {
            line(from, y, until, y, colour, width)
            disc(until, y, 9 * scale, colour)
        }
        Ends.PHONE -> {
            dashes(from + 16 * scale, until - 8 * scale, y, look.palette.bed, 2 * scale, 0.1f, 7 * scale)
            site()
        }
    }
    disc(from, y, 9 * scale, colour)
}
