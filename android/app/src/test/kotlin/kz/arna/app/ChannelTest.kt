package kz.arna.app

import kz.arna.app.draw.Channel
import kz.arna.app.draw.placed
import kz.arna.app.draw.reaches
import kz.arna.app.look.Picture
import kz.arna.ffi.BandPart
import kz.arna.ffi.NetworkState
import kz.arna.ffi.PartKind
import kz.arna.ffi.StrandCount
import kz.arna.ffi.StrandKind
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** The geometry of pictures, in dp, without any Android. */
class ChannelTest {
    private fun channel(width: Float, height: Float, vararg kinds: kotlin.Pair<StrandKind, Int>, hasBorder: Boolean = false) =
        Channel(width, height, kinds.map { (kind, count) -> StrandCount(kind, count.toUInt()) }, hasBorder)

    private val home = channel(360f, 164f, StrandKind.BLOCKED to 2, StrandKind.LIKELY_BLOCKED to 1, StrandKind.UNTOLD to 2, StrandKind.OPEN to 55)

    @Test
    fun `named strands stand apart, and openers share the rest`() {
        val places = home.strands.take(6).map { it.y }
        listOf(13f, 25f, 37f, 47f, 55f, 59.9f).zip(places).forEach { (wanted, is_) -> assertEquals(wanted, is_, 0.05f) }
        assertEquals(156.1f, home.strands.last().y, 0.05f)
        assertEquals(60, home.strands.size)
        assertEquals(201.6f, home.gateX, 0.01f)
    }

    @Test
    fun `openers that would stand too close are one ribbon`() {
        val narrow = channel(320f, 84f, StrandKind.BLOCKED to 2, StrandKind.LIKELY_BLOCKED to 1, StrandKind.UNTOLD to 2, StrandKind.OPEN to 55)
        val ribbon = narrow.ribbons.single()
        assertEquals(StrandKind.OPEN to 55, ribbon.kind to ribbon.count)
        assertEquals(42f, ribbon.top, 0.05f)
        assertEquals(77f, ribbon.bottom, 0.05f)
        assertEquals(listOf(11f, 19.1f, 27.2f), narrow.strands.take(3).map { Math.round(it.y * 10) / 10f })
    }

    @Test
    fun `a picture without openers is in the middle`() {
        val cut = channel(360f, 150f, StrandKind.UNREACHABLE to 6, StrandKind.INSIDE to 4, hasBorder = true)
        assertEquals(75f, (cut.strands.first().y + cut.strands.last().y) / 2, 0.01f)
        assertEquals(180f to 288f, cut.gateX to cut.borderX)
    }

    @Test
    fun `whatever is counted stays in the picture, in its order, and bars never touch`() {
        val random = java.util.Random(7)
        repeat(500) {
            val kinds = StrandKind.entries.map { it to if (random.nextBoolean()) 0 else random.nextInt(if (random.nextInt(4) == 0) 900 else 12) }
            val height = 72f + random.nextInt(220)
            val channel = channel(300f + random.nextInt(300), height, *kinds.toTypedArray())
            val bodies = channel.strands.map { Triple(it.kind, it.y - it.gap / 2, it.y + it.gap / 2) } + channel.ribbons.map { Triple(it.kind, it.top, it.bottom) }
            val ordered = bodies.sortedBy { it.second }
            assertTrue("$kinds at $height", ordered.all { it.second >= Picture.PAD - 0.01f && it.third <= height - Picture.PAD + 0.01f })
            ordered.zipWithNext().forEach { (one, next) -> assertTrue("$kinds", one.third <= next.second + 0.01f && one.first.ordinal <= next.first.ordinal) }
            val shown = channel.strands.size + channel.ribbons.sumOf { it.count }
            assertEquals(kinds.sumOf { it.second }, shown)
            channel.strands.forEach { assertTrue("a bar of ${it.gap}", channel.bar(it.gap) < it.gap && channel.bar(it.gap) > 0) }
        }
    }

    @Test
    fun `nothing is drawn of nothing`() {
        val channel = channel(360f, 164f)
        assertTrue(channel.strands.isEmpty() && channel.ribbons.isEmpty())
    }

    @Test
    fun `the hours of a day become stretches, and unwatched ones stay apart from all states`() {
        val hours = List(24) { if (it < 7) null else if (it < 17) NetworkState.ONLINE else NetworkState.NO_SERVICE }
        val told = reaches(hours).map { Triple(it.from, it.until, it.state) }
        assertEquals(listOf(Triple(0, 7, null), Triple(7, 17, NetworkState.ONLINE), Triple(17, 24, NetworkState.NO_SERVICE)), told)
        assertEquals(1, reaches(List(24) { null }).size)
    }

    @Test
    fun `a part of a band is never too narrow to be seen, nor outside of it`() {
        val parts = listOf(BandPart(0.999f, 1f, PartKind.BLOCKED), BandPart(-1f, 0f, PartKind.OPEN), BandPart(0.2f, 0.5f, PartKind.OPEN))
        val placed = placed(parts, 320f)
        assertTrue(placed.all { it.until - it.from >= 5.99f && it.from >= 0f && it.until <= 320.01f })
        assertEquals(64f to 160f, placed[2].from to placed[2].until)
    }
}
