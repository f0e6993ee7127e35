package kz.arna.app

import android.annotation.SuppressLint
import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.res.Configuration
import android.graphics.Bitmap
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.view.ContextThemeWrapper
import android.view.View
import android.view.WindowManager
import java.io.InputStream
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kz.arna.app.engine.OnMain
import kz.arna.app.engine.Words
import kz.arna.app.engine.reader
import kz.arna.app.look.Look
import kz.arna.app.look.isNight
import kz.arna.app.look.palette
import kz.arna.app.phone.Notices
import kz.arna.app.phone.Reminder
import kz.arna.app.phone.Traces
import kz.arna.app.phone.Unlock
import kz.arna.ffi.Offer
import kz.arna.ffi.PhonePage

/** The one window: it shows what the shell draws, and lends it what only a window can do. */
class MainActivity : Activity(), Window {
    private val scope = CoroutineScope(SupervisorJob() + OnMain)
    private val app get() = application as App
    private lateinit var errands: Errands
    private val notices = NoticesWanted(this) { shell.go(Place.NotDone(it(reader(app.chosen.language)))) }

    /** What a window was told before its shell was there. */
    private val early = mutableListOf<() -> Unit>()
    private var before: Before? = null

    /** What holds the screens. */
    lateinit var shell: Shell
        private set

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        try {
            draws(state)
        } catch (_: LinkageError) {
            shows(noLibrary())
        }
    }

    private fun draws(state: Bundle?) {
        edgeToEdge()
        val configuration = app.chosen.over(resources.configuration)
        bars(configuration)
        // A window that is made anew, because the phone was turned, goes on where it was.
        @Suppress("DEPRECATION") // the place is of this process alone, and in no bundle: it may name a site
        before = lastNonConfigurationInstance as? Before
        val core = app.core
        // Until the words are there, the ground alone is drawn.
        scope.launch {
            try {
                val words = Words.around { reader(app.chosen.language) }
                OnMain.rests(0) // the window is one message, what is in its first frame another
                begins(Shell(Look(context(configuration)), words, core, app.chosen, this@MainActivity, scope), isNew = state == null)
            } catch (_: LinkageError) {
                shows(noLibrary())
            }
        }
    }

    private fun begins(with: Shell, isNew: Boolean) {
        app.work.launch { Notices(app).name() }
        shell = with
        errands = Errands(this, app.work, shell, app.patience)
        shell.begin(before?.place)
        before?.let { errands.goesOn(it.errands) }
        if (isNew) receives(intent)
        early.forEach { it() }
        early.clear()
    }

    /** Does what wants the shell, as soon as that is there. */
    private fun soon(work: () -> Unit) {
        if (::shell.isInitialized) work() else early += work
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        soon { receives(intent) }
    }

    /** What another app shares is text, or a file with it. The phone's settings lead to the wipe. */
    private fun receives(intent: Intent?) {
        if (intent == null) return
        if (intent.isFromSettings) return shell.asksToWipe()
        val text = intent.sharedText()
        val file = intent.sharedFile().takeIf { text.isNullOrBlank() && app.chosen.isBegun }
        if (file != null) errands.reads(file) else text?.let { shell.receives(it) }
    }

    @Deprecated("There is nothing else in the framework that keeps an object over a turn")
    override fun onRetainNonConfigurationInstance(): Any? = if (::shell.isInitialized) Before(shell.place.under, errands.kept) else before

    private class Before(val place: Place, val errands: Errands.Kept)

    override fun onStart() {
        super.onStart()
        app.lock.came()
    }

    override fun onResume() {
        super.onResume()
        if (::shell.isInitialized) shell.again()
    }

    override fun onStop() {
        app.lock.left()
        super.onStop()
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    /** The phone's own context in the chosen language and theme, so that what the system draws and says of views is in them too. */
    private fun context(configuration: Configuration): Context = ContextThemeWrapper(createConfigurationContext(configuration), R.style.Arna)

    /** Nothing of a screen stands in the list of recent apps, and pages reach under the system's bars. */
    private fun edgeToEdge() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) hideRecents()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) fitNothing() else fitNothingOld()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) listenForBack()
    }

    /** The system's icons on its bars, and the ground behind a page, as the theme wants them. */
    @Suppress("DEPRECATION") // the newer way is there from API 30 on, this one on all
    private fun bars(configuration: Configuration) {
        window.decorView.setBackgroundColor(configuration.palette.bg)
        val light = View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR or if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR else 0
        val shown = window.decorView.systemUiVisibility
        window.decorView.systemUiVisibility = if (configuration.isNight) shown and light.inv() else shown or light
        if (app.chosen.isHidden) window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
    }

    @Since(33)
    private fun hideRecents() = setRecentsScreenshotEnabled(false)

    @Since(30)
    private fun fitNothing() = window.setDecorFitsSystemWindows(false)

    @Suppress("DEPRECATION") // what there is before API 30
    private fun fitNothingOld() {
        window.decorView.systemUiVisibility = window.decorView.systemUiVisibility or View.SYSTEM_UI_FLAG_LAYOUT_STABLE or
            View.SYSTEM_UI_FLAG_LAYOUT_FULLSCREEN or View.SYSTEM_UI_FLAG_LAYOUT_HIDE_NAVIGATION
    }

    @Since(33)
    private fun listenForBack() = onBackInvokedDispatcher.registerOnBackInvokedCallback(0) { shell.back() }

    override fun onPause() {
        // Before API 33 a window that is not in front is kept out of the list of recent apps by being secure.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        super.onPause()
    }

    override fun onWindowFocusChanged(isFocused: Boolean) {
        super.onWindowFocusChanged(isFocused)
        if (isFocused && !app.chosen.isHidden && Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) window.clearFlags(WindowManager.LayoutParams.FLAG_SECURE)
    }

    @SuppressLint("GestureBackNavigation") // from API 33 on the dispatcher is asked
    @Deprecated("Asked before API 33 only")
    override fun onBackPressed() = if (::shell.isInitialized) shell.back() else finish()

    override fun shows(view: View) = setContentView(view)

    override val isShut: Boolean get() = app.lock.isShut(app.chosen.isLocked)

    override fun unlocks(title: String) = app.unlock.ask(this, title) { opened() }

    private fun opened() {
        app.lock.open()
        soon { shell.again() }
    }

    override suspend fun forgets() = withContext(NonCancellable + Dispatchers.IO) { Traces.forget(this@MainActivity) }

    override fun leaves() = finish()

    override fun begins() {
        app.lock.open() // whoever changes something here is inside
        recreate()
    }

    override suspend fun sends(picture: Bitmap) = errands.sends(picture)

    override fun writes(what: suspend () -> InputStream, name: String) = errands.writes(what, name)

    override fun reads() = errands.reads()

    override fun givesUp() = errands.givesUp()

    override fun reminds(atMs: Long) {
        Reminder.at(this, atMs)
        notices.reminder()
    }

    override fun onRequestPermissionsResult(request: Int, names: Array<String>, results: IntArray) = soon { notices.answered(request, results.isNotEmpty()) }

    override fun opens(page: PhonePage) {
        val own = Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null))
        val nearest = when (page) {
            PhonePage.STARTING -> own
            PhonePage.NETWORKS -> Intent(Settings.ACTION_WIRELESS_SETTINGS)
            PhonePage.VPN -> Intent(Settings.ACTION_VPN_SETTINGS)
            PhonePage.DATA_SAVING -> Intent(Settings.ACTION_IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS, Uri.fromParts("package", packageName, null))
            PhonePage.POWER_SAVING -> Intent(Settings.ACTION_BATTERY_SAVER_SETTINGS)
            PhonePage.NOTICES -> if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) pageOfNotices() else own
        }
        opens(nearest, own)
    }

    @Since(26)
    private fun pageOfNotices() = Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, packageName)

    /** Opens the first of these that the phone has. */
    private fun opens(vararg pages: Intent) {
        for (page in pages) try {
            return startActivity(page)
        } catch (_: ActivityNotFoundException) {
            continue // not every phone has every page
        } catch (_: SecurityException) {
            continue // and some keep one to themselves
        }
    }

    override fun asks(offer: Offer) {
        if (offer == Offer.BATTERY) opens(Intent(Settings.ACTION_IGNORE_BATTERY_OPTIMIZATION_SETTINGS), Intent(Settings.ACTION_SETTINGS))
        if (offer == Offer.NOTICES) notices.news()
    }

    @Deprecated("The newer way is AndroidX's")
    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        if (request == Unlock.REQUEST && result == RESULT_OK) return opened()
        soon { errands.came(request, result, data?.data) }
    }
}
