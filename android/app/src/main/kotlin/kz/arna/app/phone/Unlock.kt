package kz.arna.app.phone

import android.app.Activity
import android.app.KeyguardManager
import android.content.Context
import android.hardware.biometrics.BiometricManager
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import kz.arna.app.Since

/** Asks for the phone's own lock, to see who holds the phone: what is known, not a finger, which others can lead. */
interface Unlock {
    /** Whether the phone has a lock to ask for. */
    fun isThere(context: Context): Boolean

    /** Asks; [opened] is called, or the window gets [REQUEST] back with a yes. */
    fun ask(activity: Activity, title: String, opened: () -> Unit)

    companion object {
        /** How a window knows the answer. */
        const val REQUEST = 4
    }
}

/** The same on a phone. */
class PhoneUnlock : Unlock {
    private fun guard(context: Context) = context.getSystemService(Context.KEYGUARD_SERVICE) as KeyguardManager

    override fun isThere(context: Context): Boolean = guard(context).isDeviceSecure

    override fun ask(activity: Activity, title: String, opened: () -> Unit) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) prompt(activity, title, opened) else page(activity, title)
    }

    @Suppress("DEPRECATION") // what there is before API 30
    private fun page(activity: Activity, title: String) {
        guard(activity).createConfirmDeviceCredentialIntent(title, null)?.let { activity.startActivityForResult(it, Unlock.REQUEST) }
    }

    @Since(30)
    private fun prompt(activity: Activity, title: String, opened: () -> Unit) {
        BiometricPrompt.Builder(activity)
            .setTitle(title)
            .setAllowedAuthenticators(BiometricManager.Authenticators.DEVICE_CREDENTIAL)
            .build()
            .authenticate(CancellationSignal(), activity.mainExecutor, Answer(opened))
    }

    @Since(30)
    private class Answer(private val opened: () -> Unit) : BiometricPrompt.AuthenticationCallback() {
        override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult?) = opened()
    }
}
