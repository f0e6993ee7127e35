package kz.arna.app

import android.view.View
import android.widget.EditText
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kz.arna.app.engine.Core
import kz.arna.app.engine.questionBefore
import kz.arna.app.engine.reader
import kz.arna.app.engine.request
import kz.arna.app.look.Look
import kz.arna.app.part.Acts
import kz.arna.app.part.Ask
import kz.arna.app.part.Left
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.app.part.goesOn
import kz.arna.app.part.leaves
import kz.arna.app.part.wholeLetters
import kz.arna.app.screen.locked
import kz.arna.app.screen.trouble
import kz.arna.app.screen.working
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Does
import kz.arna.ffi.FileTrouble
import kz.arna.ffi.FirstInput
import kz.arna.ffi.FirstStep
import kz.arna.ffi.Frame
import kz.arna.ffi.Goes
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.RunRequest
import kz.arna.ffi.confirmExport
import kz.arna.ffi.fileTrouble
import kz.arna.ffi.firstState
import kz.arna.ffi.homeUnopened
import kz.arna.ffi.lockedApp
import kz.arna.ffi.notDone

/** Holds the screens: reads each from the engine, draws it, and does what its buttons say. It decides nothing about them. */
class Shell(look: Look, frame: Frame, private val core: Core, private val chosen: Chosen, private val window: Window, private val scope: CoroutineScope) : Acts {
    private val reader get() = reader(chosen.language)
    private val pen = Pen(look, frame, this)
    private val screens = Screens(pen, core, chosen) { drawn }
    private val been = ArrayDeque<Been>()
    private val steps = FirstSteps(core, chosen)
    private var reading: Job? = null
    private var drawn: View? = null
    private var drawnPlace: Place? = null

    /** What was left of the page that somebody comes back to, until it is drawn. */
    private var left: Left? = null

    /** The field in which somebody goes on typing. */
    private var typedIn: EditText? = null
    private var isLockShown = false

    /** Where somebody is. */
    var place: Place = Place.Home
        private set

    private var hearing = scope.launch { hear() }

    init {
        scope.launch { watch() }
    }

    /** Begins where somebody left off. */
    fun begin(at: Place?) {
        show(at ?: if (chosen.isBegun) Place.Home else Place.First(firstState()))
        saysFailure()
    }

    /** Reads the screen again, as it is now. */
    fun again() = show(place)

    /** Goes to a place, to come back from it. */
    internal fun go(to: Place) {
        been.addLast(Been(place, leftOf(place)))
        show(to)
    }

    /** Follows the run that goes on, and goes home once it is over. */
    private suspend fun watch() {
        var wasGoing = false
        core.going.collect { going ->
            if (place is Place.Run) {
                if (going != null) again() else if (wasGoing) show(Place.Home)
            } else if (going != null && !wasGoing && place !is Place.First) {
                show(Place.Run)
            }
            if (going == null && wasGoing) saysFailure()
            wasGoing = going != null
        }
    }

    /** Reads a screen again once what it shows has changed; a run's own events draw it. */
    private suspend fun hear() = core.changed { screens -> if (place.screen in screens) again() }

    private fun show(to: Place, from: Left? = left?.takeIf { to.page == place.page }) {
        left = from
        place = to
        val before = reading
        if (isShut(to)) return shuts().also { before?.cancel() }
        reading = scope.launch {
            // What is asked for last is shown; a run's screens are drawn one after the other, and none is dropped half-read.
            if (to is Place.Run) before?.join() else before?.cancel()
            if (drawn == null) put(pen.working(pen.frame.opening, to.tab), to)
            if (to !is Place.Run) chosen.usual = core.usualNetwork()
            tells {
                val view = screens.view(to)
                if (place == to && view != null) put(view, to)
            }
        }
    }

    /** Does something, and shows what the engine says where it cannot be done. */
    private suspend fun tells(work: suspend () -> Unit) = try {
        work()
    } catch (error: ArnaException) {
        if (isShut(place)) shuts() else when (val instead = homeUnopened(reader, error)) {
            is HomeScreen.Locked -> put(pen.locked(instead.trouble), place)
            is HomeScreen.Trouble -> put(pen.trouble(instead.trouble, place.tab), place)
            is HomeScreen.Ready, is HomeScreen.Working -> Unit
        }
    }

    /** Does what files have a part in. Why it did not come about is a page, from which a way leads back. */
    internal fun tries(work: suspend () -> Unit) = scope.launch { tells { troubleOf(reader, work)?.let { go(Place.NotDone(it)) } } }

    /** Says that a file is waited for, over what is shown. */
    internal fun waits() = go(Place.Waiting(fileTrouble(reader, FileTrouble.WAITING), place))

    /** Takes that away again. */
    internal fun waited() {
        been.removeAll { it.place is Place.Waiting }
        if (place is Place.Waiting) been.removeLastOrNull()?.let { show(it.place, it.left) }
    }

    /** Says why the latest run could not be kept, wherever somebody is. */
    private fun saysFailure() = core.takeFailure()?.let { go(Place.NotDone(notDone(reader, it))) }

    /** A wipe is for who is in a hurry, and whoever has the phone open could take the app off it as well. */
    private fun isShut(at: Place) = window.isShut && at != Place.Wipe

    private fun shuts() {
        if (!isLockShown) put(pen.locked(lockedApp(reader)), place)
        isLockShown = true
    }

    /** What somebody leaves of this place; nothing: it is not what is shown. */
    private fun leftOf(at: Place): Left? = drawn?.takeIf { drawnPlace?.page == at.page }?.leaves()

    /** Puts a screen into the window. The same page goes on where it was. */
    private fun put(view: View, at: Place) {
        (leftOf(at) ?: left)?.let(view::goesOn)
        // A page that was not laid out before the next one came did not have the focus yet.
        val typing = drawn?.findFocus() as? EditText ?: typedIn?.takeUnless { it.isLaidOut }
        drawn = view
        drawnPlace = at
        left = null
        isLockShown = false
        window.shows(view)
        typedIn = typing?.let { goOnTyping(it, view.findViewById(it.id)) }
    }

    override fun does(does: Does) {
        // What begins a test or a look there is the last step of the first run: it is over before either begins.
        if (place is Place.First && (does is Does.Start || does is Does.Look)) return first(FirstInput.Next)
        when (does) {
            is Does.Start -> starts(does) { core.start(it) }
            is Does.GoOn -> starts(does) { core.goOn(it) }
            is Does.Again -> starts(does) { core.start(it.copy(targets = listOf(does.input), isRecheck = true)) }
            is Does.Stop -> core.stop()
            is Does.Next -> first(FirstInput.Next)
            is Does.Leave, is Does.NotNow -> first(FirstInput.Leave)
            is Does.PutOff -> chosen.putOff(does.offer).also { again() }
            is Does.Show -> asks(Ask.Day(does.part))
            is Does.Unlock -> if (window.isShut) window.unlocks(lockedApp(reader).sentence) else opensAgain()
            is Does.Cancel -> back()
            is Does.Share -> go(Place.Card(does.measurement))
            is Does.Send -> tries { screens.picture(does.measurement)?.let { window.sends(it) } }
            is Does.Save -> window.writes({ core.ask { it.detail(does.measurement) }.json.byteInputStream() }, "arna-${does.measurement}.json")
            is Does.Export -> if (place is Place.Confirm) back().also { window.exports(core) } else go(Place.Confirm(confirmExport(reader)))
            is Does.Wipe -> scope.launch { tells { wipes() } }
            is Does.Set -> sets(does)
            is Does.Look -> scope.launch { tells { core.look()?.let { go(Place.NotDone(notDone(reader, it))) } } }
            is Does.AddList -> scope.launch { tells { adds(does.name) } }
            is Does.OpenFile -> window.reads()
            is Does.OpenPhone -> window.opens(does.page)
            is Does.Remind -> window.reminds(does.atMs)
            else -> scope.launch { tells { if (core.ask { it.act(does) }) again() } }
        }
    }

    private fun opensAgain() {
        if (hearing.isCompleted) hearing = scope.launch { hear() }
        again()
    }

    /** Keeps what was typed as a list, and shows the lists. */
    private suspend fun adds(name: String) {
        val adding = place as? Place.Adding ?: return
        // What is typed by now: the page may have been drawn before.
        core.add(adding.name?.ifBlank { null } ?: name, adding.source)
        been.removeLastOrNull()
        show(Place.Lists())
    }

    /** Shows what another app gave, once the first run is over. Nothing of it is kept before its user says so. */
    fun receives(text: String) {
        if (chosen.isBegun) go(Place.Adding(text.wholeLetters(), isShared = true))
    }

    /** Shows what a file holds where sites are added. */
    fun reads(content: ByteArray) = when (val now = place) {
        is Place.Adding -> show(now.copy(text = "", isShared = false, file = content))
        else -> go(Place.Adding(file = content))
    }

    /** What leads here from the phone's settings. */
    fun asksToWipe() {
        if (place != Place.Wipe) go(Place.Wipe)
    }

    /** The app's own settings are kept here, all others by the engine. */
    private fun sets(does: Does.Set) {
        if (chosen.set(does.key, does.value)) window.begins() else scope.launch { tells { if (core.ask { it.act(does) }) again() } }
    }

    /** Begins what a button says; what the user's means forbid, once its user says yes to that. */
    private fun starts(does: Does, start: suspend (RunRequest) -> Unit) {
        val isAgreed = place is Place.Confirm
        if (isAgreed) been.removeLastOrNull()
        scope.launch {
            tells {
                val question = questionBefore(does, reader) { start(request(chosen.network, isAgreed)) }
                if (question == null) show(Place.Run) else go(Place.Confirm(question))
            }
        }
    }

    private suspend fun wipes() {
        try {
            core.wipe()
        } finally {
            window.forgets()
            chosen.forget()
        }
        place = Place.First(firstState())
        been.clear()
        window.begins()
    }

    override fun goes(goes: Goes) {
        if (goes is Goes.Network) {
            chosen.network = NetworkChoice.Named(goes.id)
            again()
        }
        if (goes is Goes.Offer) goes.offer.take(chosen, window).also { again() }
        goes.place(place, chosen.network)?.let { go(it) }
    }

    override fun asks(ask: Ask) {
        val next = place.asked(ask)
        when {
            ask is Ask.Rename -> scope.launch { tells { core.rename(ask.list, ask.name).also { again() } } }
            ask is Ask.Choice -> first(FirstInput.Chose(ask.id))
            ask is Ask.Confirm -> go(Place.Confirm(ask.question))
            next != null -> show(next)
        }
    }

    override fun tab(tab: Tab) {
        been.clear()
        show(tab.place(chosen.network))
    }

    /** Goes back; whether there was anything to go back to. */
    fun wentBack(): Boolean {
        val now = place
        if (isShut(now)) return false
        if (now is Place.Waiting) return true.also { window.givesUp() }
        if (now is Place.First && now.state.step != FirstStep.LANGUAGE) return true.also { first(FirstInput.Back) }
        val before = been.removeLastOrNull() ?: if (now.tab == Tab.HOME || now is Place.First || now is Place.Run) return false else Been(Place.Home, null)
        show(before.place, before.left)
        return true
    }

    override fun back() {
        if (!wentBack()) window.leaves()
    }

    /** What somebody did in the first run. */
    private fun first(input: FirstInput) {
        scope.launch { tells { steps.after(input, { place }, { place = it })?.comesTo(this@Shell, window) } }
    }
}
