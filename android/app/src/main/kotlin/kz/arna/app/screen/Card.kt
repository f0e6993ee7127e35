package kz.arna.app.screen

import android.graphics.Bitmap
import android.graphics.Canvas
import android.text.Layout
import android.text.StaticLayout
import android.text.TextPaint
import android.text.TextUtils
import android.view.View
import android.widget.ImageView
import kz.arna.app.R
import kz.arna.app.draw.Brush
import kz.arna.app.draw.strand
import kz.arna.app.look.Glyph
import kz.arna.app.look.GlyphDrawable
import kz.arna.app.look.Look
import kz.arna.app.look.Shape
import kz.arna.app.look.Type
import kz.arna.app.look.family
import kz.arna.app.look.meander
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.ffi.Card
import kz.arna.ffi.Confirm

/** The card before it leaves: what it looks like, what it tells, and what that can mean. */
internal fun Pen.card(card: Card, confirm: Confirm): View {
    val picture = ImageView(context).apply {
        setImageBitmap(cardPicture(look, card))
        adjustViewBounds = true
        contentDescription = card.spoken
        foreground = look.meander(Shape.CARD, null, palette.control, 1f)
    }
    return confirm(confirm, picture.around(look.margin, look.px(8f), look.margin))
}

/** Size of the card, in pixels: as links are shown with. */
private const val WIDTH = 1200
private const val HEIGHT = 630
private const val SIDE = 64f

/** The card as a picture. It tells the day and never the hour, and is drawn alike on every phone. */
fun cardPicture(look: Look, card: Card): Bitmap {
    val picture = Bitmap.createBitmap(WIDTH, HEIGHT, Bitmap.Config.ARGB_8888)
    val canvas = Canvas(picture)
    val palette = look.palette
    val family = card.verdict.code.family
    canvas.drawColor(palette.bg)
    val text = CardText(canvas, look)
    GlyphDrawable(Glyph.MARK, palette.water, MARK, look.isMirrored).apply {
        val left = if (look.isMirrored) WIDTH - SIDE.toInt() - MARK else SIDE.toInt()
        setBounds(left, 56, left + MARK, 56 + MARK)
        draw(canvas)
    }
    val name = text.line(look.context.getString(R.string.app_name), Type.ROW, 26f, palette.ink, SIDE + MARK + 16, 85f, 300f)
    text.line("${card.network} · ${card.day}", Type.BODY, 26f, palette.inkSoft, null, 85f, WIDTH - 2 * SIDE - MARK - name - 40)
    text.line(card.host, Type.ROW, 40f, palette.ink, SIDE, 182f, WIDTH - 2 * SIDE)
    val answer = listOfNotNull(card.verdict.word, card.doubt)
    val room = WIDTH - 2 * SIDE
    // In the same size: nobody reads the one without the other.
    val size = answer.fold(72f) { size, part -> minOf(size, text.fitting(part, Type.ANSWER, size, room)) }.let { if (answer.size > 1) minOf(it, 50f) else it }
    answer.forEachIndexed { at, part -> text.line(part, Type.ANSWER, size, palette.of(family), SIDE, if (answer.size == 1) 276f else 242f + at * 58f, room) }
    canvas.save()
    canvas.translate(0f, 322f)
    if (look.isMirrored) canvas.scale(-1f, 1f, WIDTH / 2f, 0f)
    Brush(canvas).strand(look, card.strand.ends, family, SIDE + 16, WIDTH - SIDE - 18, 120f, STRAND)
    canvas.restore()
    text.line(card.strand.you, Type.BODY, 24f, palette.inkSoft, SIDE, 474f, 380f)
    text.centred(card.strand.gate, Type.ROW, 24f, palette.ink, WIDTH / 2f, 474f, 260f)
    text.line(card.strand.site, Type.BODY, 24f, palette.inkSoft, null, 474f, 380f)
    val tag = card.tag?.let { text.tag(it) } ?: 0f
    text.block(card.line, Type.BODY, 26f, palette.ink, SIDE, 504f, WIDTH - 2 * SIDE - tag)
    text.line(card.sure, Type.BODY, 26f, palette.inkSoft, SIDE, 596f, WIDTH - 2 * SIDE - tag)
    return picture
}

private const val MARK = 40
private const val STRAND = 2.5f

/** Texts of a card, from the side where reading begins. */
private class CardText(private val canvas: Canvas, private val look: Look) {
    private fun paint(type: Type, size: Float, colour: Int) = TextPaint(TextPaint.ANTI_ALIAS_FLAG).apply {
        typeface = look.face(type)
        textSize = size
        color = colour
    }

    /** The size at which a text takes no more than [room]. */
    fun fitting(text: String, type: Type, size: Float, room: Float): Float = minOf(size, size * room / paint(type, size, 0).measureText(text))

    /** A line that begins at [start], or ends at the other side; gives its width. */
    fun line(text: String, type: Type, size: Float, colour: Int, start: Float?, baseline: Float, room: Float): Float {
        val fits = maxOf(fitting(text, type, size, room), size * LEAST)
        val paint = paint(type, fits, colour)
        val shown = TextUtils.ellipsize(text, paint, room, TextUtils.TruncateAt.MIDDLE).toString()
        val width = paint.measureText(shown)
        val x = start ?: (WIDTH - SIDE - width)
        canvas.drawText(shown, if (look.isMirrored) WIDTH - x - width else x, baseline, paint)
        return width
    }

    /** A line about a place. */
    fun centred(text: String, type: Type, size: Float, colour: Int, x: Float, baseline: Float, room: Float) {
        val paint = paint(type, size, colour)
        val shown = TextUtils.ellipsize(text, paint, room, TextUtils.TruncateAt.END).toString()
        canvas.drawText(shown, x - paint.measureText(shown) / 2, baseline, paint)
    }

    /** At most two lines. */
    fun block(text: String, type: Type, size: Float, colour: Int, start: Float, top: Float, room: Float) {
        val layout = StaticLayout.Builder.obtain(text, 0, text.length, paint(type, size, colour), room.toInt())
            .setBreakStrategy(Layout.BREAK_STRATEGY_BALANCED).setMaxLines(2).setEllipsize(TextUtils.TruncateAt.END).build()
        canvas.save()
        canvas.translate(if (look.isMirrored) WIDTH - start - room else start, top)
        layout.draw(canvas)
        canvas.restore()
    }

    /** What is always on it, in a frame at the lower corner; gives the room that it takes. */
    fun tag(word: String): Float {
        val paint = paint(Type.BODY, 22f, look.palette.ink)
        val width = paint.measureText(word) + 36
        val left = if (look.isMirrored) SIDE else WIDTH - SIDE - width
        val frame = look.meander(Shape.FIELD, null, look.palette.control)
        frame.setBounds(left.toInt(), 530, (left + width).toInt(), 582)
        frame.draw(canvas)
        canvas.drawText(word, left + 18, 564f, paint)
        return width + 40
    }

    private companion object {
        const val LEAST = 0.6f
    }
}
