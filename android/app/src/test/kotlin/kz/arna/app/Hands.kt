package kz.arna.app

import android.app.job.JobParameters
import android.content.Context
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import java.time.Duration
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.reader
import kz.arna.ffi.Home
import kz.arna.ffi.HomeQuery
import kz.arna.ffi.HomeScreen
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowNetworkCapabilities
import org.robolectric.util.ReflectionHelpers

/** What tests of the whole app do: wait for what real threads do, look at what is shown, and tap it. */
class Hands(private val content: () -> ViewGroup?) {
    fun views(): Sequence<View> = content()?.let { visible(it) } ?: emptySequence()

    private fun visible(view: View): Sequence<View> = sequence {
        if (view.visibility == View.VISIBLE) {
            yield(view)
            if (view is ViewGroup) for (at in 0 until view.childCount) yieldAll(visible(view.getChildAt(at)))
        }
    }

    fun texts() = views().filterIsInstance<TextView>().map { it.text.toString().replace('\u00a0', ' ') }.toList()

    fun until(what: String, isSo: () -> Boolean) = waitUntil({ "$what; there is: ${texts()}" }, isSo)

    fun untilShown(text: String) = until("no “$text”") { text in texts() }

    /** Taps what says this, or what holds it, once it is there: the page before may stand until the next one is read. */
    fun tap(text: String) = taps(text, 1)

    /** As who is in a hurry does: the second time comes before anything was drawn. */
    fun tapTwice(text: String) = taps(text, 2)

    private fun taps(text: String, times: Int) {
        until("nothing to tap says “$text”") { tapped(text) != null }
        val tapped = tapped(text)!!
        repeat(times) { tapped.performClick() }
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun tapped(text: String): View? =
        views().firstOrNull { (it as? TextView)?.text?.toString()?.replace('\u00a0', ' ') == text || it.contentDescription?.toString() == text }
            ?.let { said -> generateSequence(said) { it.parent as? View }.firstOrNull { it.isClickable } }
}

/** Waits for the engine, whose threads are real, while the main thread does what it is asked to. */
fun waitUntil(what: () -> String, isSo: () -> Boolean) {
    val end = System.nanoTime() + Duration.ofSeconds(120).toNanos()
    while (!isSo()) {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(20))
        if (System.nanoTime() > end) throw AssertionError(what())
        Thread.onSpinWait()
    }
}

/** The app under test, after a first run in English. */
fun begunApp(): LabApp = (RuntimeEnvironment.getApplication() as LabApp).apply {
    chosen.set(Chosen.LANGUAGE, "en")
    chosen.isBegun = true
}

/** Home, as the engine has it. */
fun App.home(): Home = runBlocking { (core.engine().home(reader("en"), HomeQuery()) as HomeScreen.Ready).screen }

/** A phone at home, on its operator's network, with a full battery. */
fun Context.atHome() {
    val networks = getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    val told = ShadowNetworkCapabilities.newInstance()
    shadowOf(told).addTransportType(NetworkCapabilities.TRANSPORT_CELLULAR)
    for (one in listOf(NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_NOT_VPN, NetworkCapabilities.NET_CAPABILITY_VALIDATED)) shadowOf(told).addCapability(one)
    if (RuntimeEnvironment.getApiLevel() >= 28) shadowOf(told).addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)
    shadowOf(networks).setNetworkCapabilities(networks.activeNetwork, told)
    shadowOf(getSystemService(Context.BATTERY_SERVICE) as BatteryManager).setIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY, 80)
}

/** What the system gives a job with this number. */
fun parameters(id: Int, stopReason: Int = JobParameters.STOP_REASON_UNDEFINED): JobParameters =
    Shadow.newInstanceOf(JobParameters::class.java).also {
        ReflectionHelpers.setField(it, "jobId", id)
        if (RuntimeEnvironment.getApiLevel() >= 31) ReflectionHelpers.setField(it, "mStopReason", stopReason)
    }
