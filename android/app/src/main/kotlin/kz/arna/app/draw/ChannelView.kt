package kz.arna.app.draw

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Path
import android.view.View
import kotlin.math.max
import kotlin.math.min
import kz.arna.app.look.Family
import kz.arna.app.look.Look
import kz.arna.app.look.Picture
import kz.arna.ffi.StrandKind
import kz.arna.ffi.Strands

/**
 * Draws the picture of the way, with its labels above. It is one picture to who listens.
 *
 * It is [least] dp high where the screen is too small for [wanted]. No label: there is no text above.
 */
@SuppressLint("ViewConstructor") // made in code only
class ChannelView(
    private val look: Look,
    picture: Strands,
    private val wanted: Float,
    private val least: Float = wanted,
    private val hasLabels: Boolean = true,
) : View(look.context) {
    private val labels = Labels(look)

    /** What is drawn. */
    var picture: Strands = picture
        set(value) {
            field = value
            contentDescription = value.spoken
            invalidate()
        }

    init {
        contentDescription = picture.spoken
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_YES
    }

    private val labelHeight = if (hasLabels) labels.height else 0

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val room = MeasureSpec.getSize(heightSpec) - labelHeight
        val most = look.px(wanted)
        val height = when (MeasureSpec.getMode(heightSpec)) {
            MeasureSpec.UNSPECIFIED -> look.px(least)
            else -> min(most, max(look.px(least), room))
        }
        setMeasuredDimension(MeasureSpec.getSize(widthSpec), height + labelHeight)
    }

    override fun onDraw(canvas: Canvas) {
        val density = look.exact(1f)
        val channel = Channel(width / density, (height - labelHeight) / density, picture.kinds, picture.border != null)
        if (hasLabels) {
            val gate = Labels.Label(picture.gate, channel.gateX * density, isStrong = true)
            val beyond = picture.border?.let { Labels.Label(it, channel.borderX * density, isStrong = true) }
            labels.draw(canvas, width, picture.you, listOfNotNull(gate, beyond), picture.beyond.takeIf { beyond == null })
        }
        canvas.save()
        canvas.translate(0f, labelHeight.toFloat())
        canvas.scale(density, density)
        if (look.isMirrored) canvas.scale(-1f, 1f, channel.width / 2, 0f)
        val (water, others) = channel.strands.partition { it.kind == StrandKind.OPEN || it.kind == StrandKind.BED }
        val brush = Brush(canvas)
        channel.ribbons.forEach { brush.ribbon(channel, it) }
        water.forEach { brush.strand(channel, it) }
        val gate = look.palette.gate.faint(GATE_OPACITY)
        brush.line(channel.gateX, 0f, channel.gateX, channel.height, gate, Picture.GATE_WIDTH, isRound = false)
        if (channel.hasBorder) brush.line(channel.borderX, 0f, channel.borderX, channel.height, gate, Picture.GATE_WIDTH, isRound = false)
        channel.ribbons.forEach { brush.ribbonAtGate(channel, it) }
        others.forEach { brush.strand(channel, it) }
        brush.disc(channel.springX, channel.springY, Picture.SPRING_R + SPRING_APART, look.palette.bg)
        brush.disc(channel.springX, channel.springY, Picture.SPRING_R, look.palette.water)
        canvas.restore()
    }

    private fun colour(kind: StrandKind) = when (kind) {
        StrandKind.BED -> look.palette.bed.faint(BED_OPACITY)
        StrandKind.WAITING -> look.palette.ink
        else -> look.palette.of(kind.family)
    }

    private fun curve(channel: Channel, y: Float, until: Float) = Path().apply {
        val bend = (channel.springX + channel.gateX) / 2
        moveTo(channel.springX, channel.springY)
        cubicTo(bend, channel.springY, bend, y, channel.levelX, y)
        if (until > channel.levelX) lineTo(until, y)
    }

    private fun Brush.strand(channel: Channel, strand: Channel.Thread) {
        val (gate, width, y) = Triple(channel.gateX, channel.width, strand.y)
        val colour = colour(strand.kind)
        fun water(until: Float) = path(curve(channel, y, until), colour, strand.stroke)
        when (strand.kind) {
            StrandKind.OPEN, StrandKind.BED -> water(width + strand.stroke)
            StrandKind.BLOCKED, StrandKind.LIKELY_BLOCKED -> {
                dashes(gate + 8, width, y, colour.faint(DOTS_OPACITY), min(1.5f, strand.stroke), 1.5f, 6f)
                water(gate - 5)
                stop(gate, y, channel.bar(strand.gap), strand.kind == StrandKind.BLOCKED, colour)
            }
            StrandKind.THROTTLED -> {
                water(gate)
                line(gate, y, width, y, colour, THIN)
            }
            StrandKind.WAITING -> {
                water(gate - 6)
                ring(gate, y, min(4.5f, strand.gap / 2 - 1), colour, min(2f, strand.stroke), look.palette.bg)
            }
            StrandKind.UNREACHABLE -> {
                val end = if (channel.hasBorder) channel.borderX else gate - 16
                water(end - if (channel.hasBorder) 2 else 0)
                dashes(end + 9, if (channel.hasBorder) end + 32 else width - 40, y, colour, strand.stroke, DOT, 8f)
            }
            StrandKind.UNTOLD -> {
                water(gate - 16)
                dashes(gate - 11, gate + 34, y, colour, strand.stroke, DOT, 6f)
            }
            StrandKind.SITE_TROUBLE -> {
                water(width - 26.5f)
                ring(width - 22, y, min(4f, strand.gap / 2 - 0.5f), colour, min(2f, strand.stroke), look.palette.bg)
            }
            StrandKind.INSIDE -> {
                val end = if (channel.hasBorder) channel.borderX - 26 else width - 26
                water(end - 4)
                disc(end, y, min(4f, strand.gap / 2 - 1), colour)
            }
        }
    }

    /** A bar on the gate: in one piece for what is certain, in two for what is probable. */
    private fun Brush.stop(x: Float, y: Float, height: Float, isCertain: Boolean, colour: Int) {
        if (isCertain) return bar(x, y, Picture.CAP_W, height, Picture.CAP_R, colour)
        val piece = height * PIECE
        bar(x, y - (height - piece) / 2, Picture.CAP_W, piece, PIECE_R, colour)
        bar(x, y + (height - piece) / 2, Picture.CAP_W, piece, PIECE_R, colour)
    }

    private fun Brush.ribbon(channel: Channel, ribbon: Channel.Ribbon) {
        val end = when (ribbon.kind) {
            StrandKind.BLOCKED, StrandKind.LIKELY_BLOCKED, StrandKind.WAITING -> channel.gateX
            StrandKind.UNTOLD -> channel.levelX
            StrandKind.UNREACHABLE -> if (channel.hasBorder) channel.borderX else channel.levelX
            StrandKind.SITE_TROUBLE -> channel.width - 22
            else -> channel.width
        }
        val bend = (channel.springX + channel.gateX) / 2
        body(
            Path().apply {
                moveTo(channel.springX, channel.springY - 1)
                cubicTo(bend, channel.springY - 1, bend, ribbon.top, channel.levelX, ribbon.top)
                lineTo(end, ribbon.top)
                lineTo(end, ribbon.bottom)
                lineTo(channel.levelX, ribbon.bottom)
                cubicTo(bend, ribbon.bottom, bend, channel.springY + 1, channel.springX, channel.springY + 1)
                close()
            },
            colour(ribbon.kind),
        )
        if (ribbon.bottom - ribbon.top < LINES_FROM) return
        for (line in 1 until LINES) {
            val y = ribbon.top + (ribbon.bottom - ribbon.top) * line / LINES
            path(lateHalf(channel, y, end), look.palette.bg.faint(LINES_OPACITY), 1f)
        }
    }

    /** The second half of a strand's curve (by de Casteljau at a half), and its level part. */
    private fun lateHalf(channel: Channel, y: Float, end: Float) = Path().apply {
        val bend = (channel.springX + channel.gateX) / 2
        val middleX = (channel.springX + 6 * bend + channel.levelX) / 8
        val middleY = (channel.springY + y) / 2
        moveTo(middleX, middleY)
        cubicTo((channel.levelX + 3 * bend) / 4, (channel.springY + 3 * y) / 4, (bend + channel.levelX) / 2, y, channel.levelX, y)
        lineTo(end, y)
    }

    private fun Brush.ribbonAtGate(channel: Channel, ribbon: Channel.Ribbon) {
        val middle = (ribbon.top + ribbon.bottom) / 2
        val height = ribbon.bottom - ribbon.top
        val colour = colour(ribbon.kind)
        when (ribbon.kind) {
            StrandKind.BLOCKED, StrandKind.LIKELY_BLOCKED -> stop(channel.gateX, middle, height, ribbon.kind == StrandKind.BLOCKED, colour)
            StrandKind.WAITING -> ring(channel.gateX, middle, 4.5f, colour, 2f, look.palette.bg)
            StrandKind.UNTOLD -> dashes(channel.gateX - 11, channel.gateX + 34, middle, colour, 2f, DOT, 6f)
            StrandKind.SITE_TROUBLE -> ring(channel.width - 22, middle, 4f, colour, 2f, look.palette.bg)
            else -> Unit
        }
    }

    private companion object {
        const val GATE_OPACITY = 0.85f
        const val DOTS_OPACITY = 0.75f
        const val BED_OPACITY = 0.7f
        const val SPRING_APART = 2.5f
        const val THIN = 1.2f
        const val DOT = 0.1f
        const val PIECE = 0.42f
        const val PIECE_R = 1.2f
        const val LINES = 5
        const val LINES_FROM = 20f
        const val LINES_OPACITY = 0.55f
    }
}

/** What the colour of a strand says. */
val StrandKind.family: Family
    get() = when (this) {
        StrandKind.BLOCKED -> Family.CLAY
        StrandKind.LIKELY_BLOCKED, StrandKind.THROTTLED -> Family.AMBER
        StrandKind.UNREACHABLE -> Family.VIOLET
        StrandKind.UNTOLD, StrandKind.BED -> Family.STONE
        StrandKind.WAITING -> Family.INK
        StrandKind.SITE_TROUBLE, StrandKind.INSIDE, StrandKind.OPEN -> Family.WATER
    }
