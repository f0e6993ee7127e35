package kz.arna.app

import android.graphics.Bitmap
import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import javax.imageio.ImageIO
import kotlin.math.abs

/** The pictures in docs/screens: made by the tests, and compared by them. */
object Pictures {
    private val kept = File(System.getProperty("arna.sources", "."), "../docs/screens")
    private val isUpdated = System.getProperty("arna.update") == "true"

    /** Colours of a picture that is kept: letters have many shades, which nobody tells apart. */
    private const val COLOURS = 64

    /** Two colours that differ by less in each part are the same: the palette's own error is as large. */
    private const val SAME = 40

    /** So many pixels of a thousand may differ: edges of letters, on another build of the same fonts. */
    private const val PER_MILLE = 2

    /** Compares what was drawn with the picture that is kept, or keeps it. Gives what is wrong. */
    fun compare(name: String, drawn: Bitmap): String? {
        val now = indexed(drawn)
        val file = File(kept, "$name.png")
        if (isUpdated) {
            kept.mkdirs()
            if (!file.exists() || differing(ImageIO.read(file), now) > 0) ImageIO.write(now, "png", file)
            return null
        }
        if (!file.exists()) return "$name: there is no picture; scripts/android screens makes it"
        val before = ImageIO.read(file)
        val differing = differing(before, now)
        if (differing * 1000L <= PER_MILLE * now.width.toLong() * now.height) return null
        val beside = beside(before, now, name)
        return "$name: $differing pixels are others, see $beside; if that is meant: scripts/android screens"
    }

    private fun differing(one: BufferedImage, other: BufferedImage): Int {
        if (one.width != other.width || one.height != other.height) return Int.MAX_VALUE
        var count = 0
        for (y in 0 until one.height) for (x in 0 until one.width) {
            val (a, b) = one.getRGB(x, y) to other.getRGB(x, y)
            if (a != b && listOf(16, 8, 0).any { abs((a shr it and 0xff) - (b shr it and 0xff)) > SAME }) count += 1
        }
        return count
    }

    /** The old picture and the new one beside each other, where the build keeps its pictures. */
    private fun beside(before: BufferedImage, now: BufferedImage, name: String): File {
        val both = BufferedImage(before.width + now.width + 16, maxOf(before.height, now.height), BufferedImage.TYPE_INT_RGB)
        both.graphics.apply {
            drawImage(before, 0, 0, null)
            drawImage(now, before.width + 16, 0, null)
        }
        val file = File(System.getProperty("arna.shots", "target/shots"), "changed-$name.png").apply { parentFile.mkdirs() }
        ImageIO.write(both, "png", file)
        return file
    }

    /** With the most frequent colours alone; any other becomes the nearest of them. */
    private fun indexed(drawn: Bitmap): BufferedImage {
        val pixels = IntArray(drawn.width * drawn.height)
        drawn.getPixels(pixels, 0, drawn.width, 0, 0, drawn.width, drawn.height)
        val counted = HashMap<Int, Int>()
        for (pixel in pixels) counted.merge(pixel or OPAQUE, 1, Int::plus)
        val palette = spread(counted)
        val nearest = HashMap<Int, Int>()
        val model = IndexColorModel(8, palette.size, palette.toIntArray(), 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE)
        val image = BufferedImage(drawn.width, drawn.height, BufferedImage.TYPE_BYTE_INDEXED, model)
        val raster = image.raster
        for (at in pixels.indices) {
            val index = nearest.getOrPut(pixels[at] or OPAQUE) { palette.indices.minBy { distance(palette[it], pixels[at]) } }
            raster.setSample(at % drawn.width, at / drawn.width, 0, index)
        }
        return image
    }

    /** Frequent colours first, none near one that is taken already. */
    private fun spread(counted: Map<Int, Int>): List<Int> {
        val palette = mutableListOf<Int>()
        val byCount = counted.entries.sortedWith(compareByDescending<Map.Entry<Int, Int>> { it.value }.thenBy { it.key }).map { it.key }
        for (apart in listOf(900, 200, 0)) {
            for (colour in byCount) {
                if (palette.size == COLOURS) return palette
                if (palette.none { distance(it, colour) <= apart }) palette += colour
            }
        }
        return palette
    }

    private fun distance(one: Int, other: Int): Int = listOf(16, 8, 0).sumOf { val part = (one shr it and 0xff) - (other shr it and 0xff); part * part }

    private const val OPAQUE = 0xff shl 24
}
