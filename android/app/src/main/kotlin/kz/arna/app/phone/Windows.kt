package kz.arna.app.phone

import android.app.Activity
import android.app.Application
import android.os.Bundle

/** Whether somebody looks at the app. */
class Windows(private val opened: () -> Unit) : Application.ActivityLifecycleCallbacks {
    private var open = 0

    /** Whether a window of it is to be seen. */
    val isOpen get() = open > 0

    override fun onActivityStarted(activity: Activity) {
        open += 1
        opened()
    }

    override fun onActivityStopped(activity: Activity) {
        open -= 1
    }

    override fun onActivityCreated(activity: Activity, state: Bundle?) = Unit
    override fun onActivityResumed(activity: Activity) = Unit
    override fun onActivityPaused(activity: Activity) = Unit
    override fun onActivitySaveInstanceState(activity: Activity, state: Bundle) = Unit
    override fun onActivityDestroyed(activity: Activity) = Unit
}
