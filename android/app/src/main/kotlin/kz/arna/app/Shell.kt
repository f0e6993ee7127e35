package kz.arna.app

import android.view.View
import android.widget.EditText
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.drop
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
import kz.arna.ffi.FirstInput
import kz.arna.ffi.FirstStep
import kz.arna.ffi.Frame
import kz.arna.ffi.Goes
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.RunRequest
import kz.arna.ffi.confirmExport
import kz.arna.ffi.confirmRemoval
import kz.arna.ffi.firstState
import kz.arna.ffi.homeUnopened
import kz.arna.ffi.lockedApp
import kz.arna.ffi.notDone

/** Holds the screens: reads each from the engine, draws it, and does what its buttons say. It decides nothing about them. */
class Shell(look: Look, frame: Frame, internal val core: Core, internal val chosen: Chosen, internal val window: Window, private val scope: CoroutineScope) : Acts {
    internal val reader get() = reader(chosen.language)
    private val pen = Pen(look, frame, this)
    private val screens = Screens(pen, core, chosen) { drawn }
    internal val been = ArrayDeque<Been>()
    private val steps = FirstSteps(core, chosen)
    private var reading: Job? = null
    private var drawn: View? = null
    private var drawnPlace: Place? = null

    /** What was left of the page that somebody comes back to, until it is drawn. */
    private var left: Left? = null

    /** The field in which somebody goes on typing. */
    private var typedIn: EditText? = null
    private var isLockShown = false

    /** What is being done. */
    private val doing = mutableSetOf<Does>()

    /** Where somebody is. */
    var place: Place = Place.Home
        internal set

    private var hearing = scope.launch { hear() }

    init {
        scope.launch { watch() }
        scope.launch { core.isLooking.drop(1).collect { if (place == Place.Home) again() } }
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

    internal fun show(to: Place, from: Left? = left?.takeIf { to.page == place.page }) {
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
                if (place != to) return@tells
                when {
                    view != null -> put(view, to)
                    to is Place.Run && core.going.value == null -> show(Place.Home) // it is over
                    else -> drawnPlace = to
                }
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

    /** Does something. Why it did not come about is a page of its own, which no reading of the one before takes away; a way leads back. */
    internal fun tries(work: suspend () -> Unit) = scope.launch { tells { troubleOf(reader, work)?.let { go(Place.NotDone(it)) } } }

    /** Does what a tap asks for; the same again only once that is over. */
    internal fun once(does: Does, work: suspend () -> Unit) = only(does) { tries(work) }

    private fun only(does: Does, begun: () -> Job) {
        if (doing.add(does)) begun().invokeOnCompletion { doing -= does }
    }

    /** Says why the latest run could not be kept, wherever somebody is. */
    private fun saysFailure() = core.takeFailure()?.let { go(Place.NotDone(notDone(reader, it))) }

    /** A wipe is for who is in a hurry, and whoever has the phone open could take the app off it as well. */
    private fun isShut(at: Place) = window.isShut && at != Place.Wipe

    private fun shuts() {
        if (isLockShown) drawnPlace = place else put(pen.locked(lockedApp(reader)), place)
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

    /** What is tapped on a page that is about to go was meant for it, and was done by the tap before. */
    internal val isPassing get() = drawnPlace?.page != place.page

    override fun does(does: Does) {
        if (!isPassing) begins(does)
    }

    /** Does it, wherever somebody is by now. */
    internal fun begins(does: Does) {
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
            is Does.Send -> once(does) { screens.picture(does.measurement)?.let { window.sends(it) } }
            is Does.Save -> window.writes({ core.ask { it.detail(does.measurement) }.json.byteInputStream() }, "arna-${does.measurement}.json")
            is Does.Export -> if (place is Place.Confirm) back().also { window.exports(core) } else go(Place.Confirm(confirmExport(reader)))
            is Does.Wipe -> only(does) { scope.launch { tells { wipes() } } }
            is Does.Set -> sets(does)
            is Does.Look -> once(does) { core.look()?.let { go(Place.NotDone(notDone(reader, it))) } }
            is Does.AddList -> once(does) { adds(does.name) }
            is Does.RemoveList -> if (place is Place.Confirm) once(does) { removes(does) } else go(Place.Confirm(confirmRemoval(reader, does.list)))
            is Does.OpenFile -> window.reads()
            is Does.OpenPhone -> window.opens(does.page)
            is Does.Remind -> window.reminds(does.atMs)
            else -> once(does) { if (core.ask { it.act(does) }) again() }
        }
    }

    private fun opensAgain() {
        if (hearing.isCompleted) hearing = scope.launch { hear() }
        again()
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

    /** Begins what a button says; what the user's means forbid, once its user says yes to that. */
    private fun starts(does: Does, start: suspend (RunRequest) -> Unit) {
        val isAgreed = place is Place.Confirm
        val asked = been.lastOrNull().takeIf { isAgreed }
        once(does) {
            val question = questionBefore(does, reader) { start(request(chosen.network, isAgreed)) }
            when {
                // Nobody comes back to a question that was answered.
                question == null -> show(Place.Run).also { if (been.lastOrNull() === asked) been.removeLastOrNull() }
                isAgreed -> show(Place.Confirm(question))
                else -> go(Place.Confirm(question))
            }
        }
    }

    override fun goes(goes: Goes) {
        if (isPassing) return
        if (goes is Goes.Network) {
            chosen.network = NetworkChoice.Named(goes.id)
            again()
        }
        if (goes is Goes.Offer) goes.offer.take(chosen, window).also { again() }
        goes.place(place, chosen.network)?.let { go(it) }
    }

    override fun asks(ask: Ask) {
        if (isPassing) return
        val next = place.asked(ask)
        when {
            ask is Ask.Rename -> tries { core.rename(ask.list, ask.name).also { again() } }
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
        tries { steps.after(input, { place }, { place = it })?.comesTo(this@Shell, window) }
    }
}
