package kz.arna.app

import android.annotation.SuppressLint
import android.content.Context
import android.content.res.Configuration
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kz.arna.app.engine.usual
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.Offer

/**
 * What the app itself keeps, since it is asked before anything is opened: its own settings by the keys that the core has for
 * them. Nothing of it says what somebody looked at. [hasLock] takes another process to answer.
 */
class Chosen(private val context: Context, private val hasLock: () -> Boolean) {
    private val kept = context.getSharedPreferences("chosen", Context.MODE_PRIVATE)

    /** The language: the one that was chosen, else the phone's. */
    val language: String
        get() = kept(LANGUAGE).takeUnless { it == PHONE } ?: usual(context)

    /** Whether screens are kept out of pictures of the screen. */
    val isHidden: Boolean
        get() = kept(HIDDEN) == "on"

    /** Whether the phone's own lock opens the app. */
    val isLocked: Boolean
        get() = kept(LOCK) == "phone" && hasLock()

    /** The app's own settings, each with its value. One that is not here the app does not have. */
    val own: Map<String, String>
        get() = OWN.mapValues { (key, _) -> if (key == LOCK && !hasLock()) NONE else kept(key) }

    private fun kept(key: String): String = kept.getString(key, null) ?: OWN.getValue(key)

    /** Sets one of them; `false`: it is none of the app's. */
    fun set(key: String, value: String): Boolean {
        if (key !in OWN) return false
        kept.edit().putString(key, value).apply()
        return true
    }

    /** Whether the first run is over. */
    var isBegun: Boolean
        get() = kept.getBoolean(BEGUN, false)
        set(value) = kept.edit().putBoolean(BEGUN, value).apply()

    /** Whether its user wishes to be told of changes. */
    var isTold: Boolean
        get() = kept.getBoolean(TOLD, false)
        set(value) = kept.edit().putBoolean(TOLD, value).apply()

    /** Offers that were put off, and are not made again. */
    val putOff: Set<String>
        get() = kept.getStringSet(PUT_OFF, emptySet()).orEmpty()

    /** Puts an offer off. */
    fun putOff(offer: Offer) = kept.edit().putStringSet(PUT_OFF, putOff + offer.name).apply()

    /** The phone's network that is tested, for as long as the process lives: the one that was chosen, else the usual one; nothing: the one that is used. */
    var network: NetworkChoice? = null
        get() = field ?: usual

    /** The one that a run goes over where nobody chose any, as it was when a screen was shown last: what is shown is what is tested. */
    var usual: NetworkChoice? = null

    /** The phone's configuration with what was chosen instead. */
    fun over(phone: Configuration): Configuration = Configuration(phone).apply {
        setLocale(java.util.Locale.forLanguageTag(language))
        val night = when (kept(THEME)) {
            "dark" -> Configuration.UI_MODE_NIGHT_YES
            "light" -> Configuration.UI_MODE_NIGHT_NO
            else -> return@apply
        }
        uiMode = uiMode and Configuration.UI_MODE_NIGHT_MASK.inv() or night
    }

    /** Forgets all of it, and returns once it is gone from the disk, whoever leaves meanwhile. */
    @SuppressLint("ApplySharedPref") // whoever wipes may have no second more
    suspend fun forget() {
        network = null
        withContext(NonCancellable + Dispatchers.IO) { kept.edit().clear().commit() }
    }

    companion object {
        /** The language's key. */
        const val LANGUAGE = "app.language"

        /** The key of the lock. */
        const val LOCK = "app.lock"
        private const val NONE = "none"
        private const val HIDDEN = "app.hidden"
        private const val THEME = "app.theme"
        private const val PHONE = "phone"
        private const val BEGUN = "begun"
        private const val TOLD = "told"
        private const val PUT_OFF = "put_off"
        private val OWN = mapOf(LANGUAGE to PHONE, LOCK to "off", HIDDEN to "off", THEME to PHONE)
    }
}
