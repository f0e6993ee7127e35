package kz.arna.app.engine

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Ending
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.Event
import kz.arna.ffi.ListSource
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.PlatformException
import kz.arna.ffi.Reader
import kz.arna.ffi.Run
import kz.arna.ffi.RunRequest
import kz.arna.ffi.RunScreen
import kz.arna.ffi.ScreenName
import kz.arna.ffi.Vault
import kz.arna.ffi.Watch
import kz.arna.ffi.WatchEvent
import kz.arna.ffi.WatchRequest
import kz.arna.ffi.usualNetwork
import kz.arna.ffi.wipeUnopened

/**
 * The engine, one for the life of the process: opened off the main thread, where [config] is asked for as well, and asked by screens. The one file that starts
 * runs and keeps them; they go on whether or not somebody looks.
 */
class Core(
    private val config: () -> EngineConfig,
    private val work: CoroutineScope,
    private val supplies: Supplies = Supplies(),
    private val vault: Vault? = null,
) {
    private var opening: Deferred<Engine>? = null

    /** The run that goes on, and how often it has said something: whoever draws it reads its screen then. */
    class Going(val run: Run, val times: Int)

    private val now = MutableStateFlow<Going?>(null)

    /** The run that goes on; nothing: there is none. */
    val going: StateFlow<Going?> = now

    /** Done once somebody has opened the engine. */
    val isOpen = CompletableDeferred<Unit>()

    /** Whether the latest run was stopped by somebody. */
    var wasStopped = false
        private set
    private var asked = RunRequest()
    private var failure: String? = null

    /** Why the results of the latest run could not be kept; it is told once. */
    fun takeFailure(): String? = failure.also { failure = null }

    /** The engine, once it is open. What kept it from opening is thrown, and tried again by whoever asks next. */
    suspend fun engine(): Engine {
        val opened = synchronized(this) {
            opening?.takeUnless { it.isCompleted && it.getCompletionExceptionOrNull() != null } ?: open().also { opening = it }
        }
        return opened.await().also { isOpen.complete(Unit) }
    }

    /** Asks the engine away from the main thread: what it answers is taken out of the library's bytes there as well. */
    suspend fun <T> ask(what: suspend (Engine) -> T): T = withContext(Dispatchers.Default) { what(engine()) }

    /** The screen of the run that goes on, read in the same way; nothing: there is none. */
    suspend fun running(reader: () -> Reader): RunScreen? = now.value?.run?.let { run -> withContext(Dispatchers.Default) { run.screen(reader()) } }

    // Kept apart from its parent, so that a store that cannot be opened ends nothing else.
    private fun open(): Deferred<Engine> = CoroutineScope(work.coroutineContext + kotlinx.coroutines.SupervisorJob()).async {
        Engine.open(config(), supplies.radio, supplies.uplinks, vault).also { engine -> supplies.listen { saysChanged(engine) } }
    }

    /** The network that a run goes over where nobody chose one; nothing: the one that is used. */
    suspend fun usualNetwork(): NetworkChoice? {
        val uplinks = supplies.uplinks ?: return null
        return try {
            withContext(Dispatchers.IO) { usualNetwork(uplinks.list()) }
        } catch (_: PlatformException) {
            null // the phone tells of no network now
        }
    }

    private fun saysChanged(engine: Engine) = try {
        engine.networksChanged()
    } catch (_: ArnaException) {
        Unit // it is shut down, and shows nothing
    }

    /** Starts a run. One that goes on already is the one that is shown. */
    suspend fun start(request: RunRequest) = begins(request) { it.start(request) }

    /** Goes on with the run that is left. */
    suspend fun goOn(request: RunRequest) = begins(request) { it.resume(request).run }

    /** A window that goes meanwhile takes nothing along: what begins is followed in any case, so that it is shown, and can be stopped. */
    private suspend fun begins(request: RunRequest, begin: suspend (Engine) -> Run?) = withContext(NonCancellable) {
        val engine = engine()
        asked = request
        over(request) {
            try {
                begin(engine)?.let { follow(it) }
            } catch (error: ArnaException.Busy) {
                if (now.value == null) follow(engine.running() ?: throw error)
            }
        }
    }

    /** Begins over the network that is asked for, which is kept until what began is over. */
    private suspend fun over(request: RunRequest, begin: suspend () -> Unit) {
        try {
            supplies.keeper?.keep(request.network)
            begin()
        } finally {
            if (now.value == null) supplies.keeper?.release()
        }
    }

    /** Says which screens to read again, for as long as somebody asks. Where nothing can be opened, nothing changes. */
    suspend fun changed(tell: (List<ScreenName>) -> Unit) {
        val changes = try {
            engine().changes()
        } catch (_: ArnaException) {
            return
        }
        changes.use { while (true) tell((it.next() ?: return).screens) }
    }

    /** Stops the run that goes on: what is complete is kept. */
    fun stop() {
        wasStopped = true
        now.value?.run?.cancel()
    }

    /** Bytes that the latest run is likely to use; none where that cannot be told. */
    suspend fun likelyBytes(): Long = try {
        ask { it.plan(asked).bytes.toLong() }
    } catch (_: ArnaException) {
        0
    }

    private val looks = MutableStateFlow(false)

    /** Whether it is being looked whether there is any Internet. */
    val isLooking: StateFlow<Boolean> = looks

    /** Looks once whether there is any Internet; whoever shows that hears of it. Why nobody looked, if nobody may: abroad, behind a VPN, with no bytes left. */
    suspend fun look(): String? = try {
        looks.value = true
        engine().watch(WatchRequest()).use { why(it) }
    } finally {
        looks.value = false
    }

    private suspend fun why(watch: Watch): String? {
        val event = watch.nextEvent()
        watch.cancel()
        return when (event) {
            is WatchEvent.Away -> event.sentence
            is WatchEvent.Resting -> event.sentence
            is WatchEvent.Looked, is WatchEvent.Finished, null -> null
        }
    }

    /** Keeps what was given as a list. */
    suspend fun add(name: String, source: ListSource) {
        ask { it.addList(name.ifBlank { null }, source) }
    }

    /** Gives a list another name. */
    suspend fun rename(list: String, name: String) = ask { it.renameList(list, name) }

    /** Erases everything that is kept, and stops the run that goes on. The engine is then as new; where none can be opened, that is no hindrance. */
    suspend fun wipe() {
        val engine = try {
            engine()
        } catch (_: ArnaException) {
            return withContext(Dispatchers.IO) { wipeUnopened(config(), vault) }
        }
        engine.wipe()
    }

    private fun follow(run: Run) {
        var times = 0
        wasStopped = false
        failure = null
        now.value = Going(run, times)
        work.launch {
            try {
                while (true) {
                    val event = run.nextEvent() ?: break
                    times += 1
                    if (event is Event.Finished) failure = (event.ending as? Ending.Failed)?.reason
                    if (event is Event.Finished) break
                    now.value = Going(run, times)
                }
            } finally {
                // Before anybody hears of the end: what can be had then is shown.
                supplies.keeper?.release()
                // Whoever stops it or reads its screen at this moment still holds it: it is let go of with the object.
                now.value = null
            }
        }
    }
}
