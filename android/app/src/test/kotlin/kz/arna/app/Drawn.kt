package kz.arna.app

import android.app.Activity
import android.content.Context
import android.content.res.Configuration
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Insets
import android.os.Build
import android.view.View
import android.view.View.MeasureSpec
import android.view.WindowInsets
import java.io.File
import java.util.Locale
import kz.arna.app.look.Look
import kz.arna.app.part.Acts
import kz.arna.app.part.Ask
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.ffi.Does
import kz.arna.ffi.Frame
import kz.arna.ffi.Goes
import org.robolectric.RuntimeEnvironment

/** How a screen is drawn in a test. Sizes in dp. */
data class Manner(
    val width: Int = 360,
    val height: Int = 800,
    val isNight: Boolean = false,
    val fontScale: Float = 1f,
    val locale: String = "en",
    val isMirrored: Boolean = false,
    /** Draws the page as tall as all of it is. */
    val isWhole: Boolean = false,
) {
    /** What a picture's name says of it; the usual manner says nothing. */
    val name: String
        get() = listOfNotNull(
            locale.takeIf { it != "en" || isMirrored }?.let { if (isMirrored) "rtl" else it },
            "dark".takeIf { isNight },
            "large".takeIf { fontScale > 1f },
            when {
                width > height -> "lying"
                width < 340 -> if (height < 600) "small" else "narrow"
                width > 600 -> "tablet"
                else -> null
            },
        ).joinToString("") { "-$it" }
}

/** Notes what touches come to. */
class Noting : Acts {
    val heard = mutableListOf<Any>()

    override fun does(does: Does) = Unit.also { heard += does }

    override fun goes(goes: Goes) = Unit.also { heard += goes }

    override fun asks(ask: Ask) = Unit.also { heard += ask }

    override fun tab(tab: Tab) = Unit.also { heard += tab }

    override fun back() = Unit.also { heard += "back" }
}

/** A screen that is laid out, and its picture at two pixels a dp. */
class Drawn(val view: View, val picture: Bitmap, val look: Look) {
    /** Keeps the picture where the build keeps them. */
    fun save(name: String): Drawn {
        val folder = File(System.getProperty("arna.shots", "target/shots")).apply { mkdirs() }
        File(folder, "$name.png").outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
        return this
    }
}

private const val DENSITY = 2f
private const val STATUS_BAR = 24
private const val GESTURES = 14

/** Draws a screen: the system's bars cover what they cover on a phone. */
fun draw(manner: Manner, frame: Frame = Fixtures.frame, acts: Acts = Noting(), make: Pen.() -> View): Drawn {
    val context = context(manner)
    val look = Look(context)
    val view = Pen(look, frame, acts).make()
    val width = (manner.width * DENSITY).toInt()
    val height = (manner.height * DENSITY).toInt()
    if (Build.VERSION.SDK_INT >= 30) {
        val bars = Insets.of(0, (STATUS_BAR * DENSITY).toInt(), 0, (GESTURES * DENSITY).toInt())
        view.dispatchApplyWindowInsets(WindowInsets.Builder().setInsets(WindowInsets.Type.systemBars(), bars).build())
    }
    fun lay(height: Int) {
        view.measure(MeasureSpec.makeMeasureSpec(width, MeasureSpec.EXACTLY), MeasureSpec.makeMeasureSpec(height, MeasureSpec.EXACTLY))
        view.layout(0, 0, width, height)
    }
    lay(height)
    val scroll = view.findViewById<android.widget.ScrollView>(R.id.scroll)
    if (manner.isWhole && scroll != null) {
        val hidden = scroll.getChildAt(0).measuredHeight - scroll.height
        if (hidden > 0) lay(height + hidden)
    }
    val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
    view.draw(Canvas(picture))
    return Drawn(view, picture, look)
}

internal fun context(manner: Manner): Context {
    val base = RuntimeEnvironment.getApplication()
    val configuration = Configuration(base.resources.configuration)
    configuration.setLocale(Locale.forLanguageTag(if (manner.isMirrored) "ar" else manner.locale))
    configuration.screenWidthDp = manner.width
    configuration.screenHeightDp = manner.height
    configuration.orientation = if (manner.width > manner.height) Configuration.ORIENTATION_LANDSCAPE else Configuration.ORIENTATION_PORTRAIT
    configuration.densityDpi = (DENSITY * 160).toInt()
    configuration.fontScale = manner.fontScale
    val night = if (manner.isNight) Configuration.UI_MODE_NIGHT_YES else Configuration.UI_MODE_NIGHT_NO
    configuration.uiMode = configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK.inv() or night
    return android.view.ContextThemeWrapper(base.createConfigurationContext(configuration), R.style.Arna)
}
