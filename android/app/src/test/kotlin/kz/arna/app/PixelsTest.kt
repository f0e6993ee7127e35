package kz.arna.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.view.View.MeasureSpec
import kz.arna.app.draw.BandView
import kz.arna.app.draw.ChannelView
import kz.arna.app.draw.RiverView
import kz.arna.app.draw.StrandView
import kz.arna.app.look.Family
import kz.arna.app.look.Look
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.page
import kz.arna.app.part.titleBar
import kz.arna.ffi.Band
import kz.arna.ffi.BandPart
import kz.arna.ffi.Code
import kz.arna.ffi.Day
import kz.arna.ffi.Ends
import kz.arna.ffi.NetworkState
import kz.arna.ffi.PartKind
import kz.arna.ffi.Strand
import kz.arna.ffi.StrandKind
import kz.arna.ffi.Verdict
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** What is drawn where, in pixels: one pixel is one dp here. */
@RunWith(RobolectricTestRunner::class)
@Config(qualifiers = "en-w360dp-h800dp-mdpi")
class PixelsTest {
    private val look by lazy { Look(RuntimeEnvironment.getApplication()) }
    private val ground get() = look.palette.bg

    private fun drawn(view: android.view.View, width: Int = 360): Bitmap {
        view.measure(MeasureSpec.makeMeasureSpec(width, MeasureSpec.EXACTLY), MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED))
        view.layout(0, 0, view.measuredWidth, view.measuredHeight)
        val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        picture.eraseColor(ground)
        view.draw(Canvas(picture))
        return picture
    }

    private fun channel(vararg kinds: kotlin.Pair<StrandKind, Int>, border: String? = null) =
        drawn(ChannelView(look, Fixtures.strands(*kinds, border = border), 164f, hasLabels = false))

    private fun Bitmap.has(colour: Int, xs: IntRange, ys: IntRange) = xs.any { x -> ys.any { y -> near(getPixel(x, y), colour) } }

    private fun near(one: Int, other: Int) = listOf(Color.red(one) - Color.red(other), Color.green(one) - Color.green(other), Color.blue(one) - Color.blue(other)).all { it in -24..24 }

    @Test
    fun `a block ends at the gate with a bar, and only dots go on`() {
        val picture = channel(StrandKind.BLOCKED to 2, StrandKind.OPEN to 30)
        val clay = look.palette.of(Family.CLAY)
        assertTrue("no bar on the gate", near(picture.getPixel(201, 10), clay) && near(picture.getPixel(201, 16), clay))
        assertTrue("no strand before it", near(picture.getPixel(190, 13), clay))
        val behind = (215 until 355).count { near(picture.getPixel(it, 13), ground) }
        assertTrue("not dots behind the gate: $behind of 140 are ground", behind in 60..110)
        assertTrue(picture.has(look.palette.water, 300..359, 60..150))
    }

    @Test
    fun `a probable block is never drawn as a certain one`() {
        val certain = channel(StrandKind.BLOCKED to 1, StrandKind.OPEN to 10)
        val probable = channel(StrandKind.LIKELY_BLOCKED to 1, StrandKind.OPEN to 10)
        assertTrue("a certain one is whole", (9..17).all { near(certain.getPixel(203, it), look.palette.of(Family.CLAY)) })
        assertTrue("a probable one is in pieces", (9..17).any { !near(probable.getPixel(204, it), look.palette.of(Family.AMBER)) })
        assertTrue(!probable.has(look.palette.of(Family.CLAY), 0..359, 0..163))
    }

    @Test
    fun `whatever is no accusation has no bar on the gate, and none of its colours`() {
        for (kind in listOf(StrandKind.WAITING, StrandKind.UNREACHABLE, StrandKind.UNTOLD, StrandKind.SITE_TROUBLE, StrandKind.BED)) {
            val picture = channel(kind to 3, StrandKind.OPEN to 20)
            for (accuses in listOf(Family.CLAY, Family.AMBER)) assertTrue("$kind", !picture.has(look.palette.of(accuses), 0..359, 0..163))
        }
    }

    @Test
    fun `the site's own trouble arrives in water`() {
        val picture = channel(StrandKind.SITE_TROUBLE to 1, StrandKind.OPEN to 20)
        assertTrue(near(picture.getPixel(300, 11), look.palette.water))
        assertTrue("a ring at the site", near(picture.getPixel(338, 11), ground) && picture.has(look.palette.water, 330..336, 8..14))
    }

    @Test
    fun `many strands are one body that hides no accusation`() {
        val picture = channel(StrandKind.BLOCKED to 1, StrandKind.OPEN to 5000)
        assertTrue(near(picture.getPixel(201, 13), look.palette.of(Family.CLAY)))
        assertTrue((30..150).count { near(picture.getPixel(300, it), look.palette.water) } > 100)
    }

    @Test
    fun `nobody watched is dots, and nothing answers an empty box`() {
        val hours = List(24) { if (it < 12) null else NetworkState.NO_SERVICE }
        val picture = drawn(RiverView(look, listOf(Day("1", "Fri 18", hours, false, "")), {}), 320)
        val (ink, row) = look.palette.of(Family.INK) to 17
        assertTrue("dots", (60..160).any { near(picture.getPixel(it, row), look.palette.bed) || picture.getPixel(it, row) != ground })
        assertTrue("never as off", !picture.has(ink, 55..165, 10..24))
        assertTrue("a box", picture.has(ink, 200..300, 10..12) && near(picture.getPixel(250, row), ground))
    }

    @Test
    fun `a band says how much gets through by its thickness`() {
        val parts = listOf(BandPart(0f, 0.3f, PartKind.OPEN), BandPart(0.4f, 0.6f, PartKind.SLOWED), BandPart(0.7f, 1f, PartKind.BLOCKED))
        val picture = drawn(BandView(look, Band("Beeline", Verdict(Code.BLOCKED, ""), parts, "", "")), 320)
        fun thick(x: Int, family: Family) = (0 until picture.height).count { near(picture.getPixel(x, it), look.palette.of(family)) }
        assertEquals(12, thick(50, Family.WATER))
        assertEquals(6, thick(160, Family.AMBER))
        assertEquals(18, thick(227, Family.CLAY))
    }

    @Test
    fun `a strand ends where its record says`() {
        fun strand(ends: Ends, family: Family) = drawn(StrandView(look, Strand(ends, "You", "Beeline", "site", ""), family))
        val clay = look.palette.of(Family.CLAY)
        val gate = strand(Ends.GATE, Family.CLAY)
        assertTrue(near(gate.getPixel(180, 10), clay) && near(gate.getPixel(100, 25), clay) && near(gate.getPixel(250, 23), ground))
        val through = strand(Ends.THROUGH, Family.WATER)
        assertTrue(near(through.getPixel(250, 25), look.palette.water))
        assertNotEquals(gate.getPixel(180, 10), through.getPixel(180, 10))
    }

    @Test
    @Config(qualifiers = "ar-ldrtl-w360dp-h800dp-mdpi")
    fun `what stands at the start stands at the right`() {
        val pen = Pen(look, Fixtures.frame, Noting())
        val bar = pen.titleBar("Sites")
        val page = pen.page(Parts(top = bar, body = emptyList()))
        drawn(page)
        assertEquals("${bar.layoutDirection}, ${bar.paddingLeft}", look.margin, bar.paddingRight)
    }

    @Test
    @Config(qualifiers = "ar-ldrtl-w360dp-h800dp-mdpi")
    fun `from right to left the picture is mirrored, and time is not`() {
        assertTrue(look.isMirrored)
        val picture = channel(StrandKind.BLOCKED to 1, StrandKind.OPEN to 10)
        assertTrue("the spring is at the right", near(picture.getPixel(334, 82), look.palette.water))
        val parts = listOf(BandPart(0f, 0.2f, PartKind.OPEN))
        val band = drawn(BandView(look, Band("", Verdict(Code.ACCESSIBLE, ""), parts, "", "")), 320)
        assertTrue("the past is at the left", near(band.getPixel(20, 9), look.palette.water))
    }
}
