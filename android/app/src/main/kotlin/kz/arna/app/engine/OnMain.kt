package kz.arna.app.engine

import android.os.Handler
import android.os.Looper
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.suspendCancellableCoroutine

/** The main thread for coroutines: what views are touched on. */
object OnMain : CoroutineDispatcher() {
    private val handler = Handler(Looper.getMainLooper())

    override fun isDispatchNeeded(context: CoroutineContext): Boolean = Looper.myLooper() != Looper.getMainLooper()

    /** Waits so many milliseconds. */
    suspend fun rests(ms: Long) = suspendCancellableCoroutine<Unit> { rest ->
        val end = Runnable { rest.resume(Unit) }
        handler.postDelayed(end, ms)
        rest.invokeOnCancellation { handler.removeCallbacks(end) }
    }

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        handler.post(block)
    }
}
