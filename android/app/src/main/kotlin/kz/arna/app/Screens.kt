package kz.arna.app

import android.graphics.Bitmap
import android.view.View
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kz.arna.app.engine.Core
import kz.arna.app.engine.reader
import kz.arna.app.part.Pen
import kz.arna.app.phone.Phone
import kz.arna.app.screen.about
import kz.arna.app.screen.adding
import kz.arna.app.screen.autoWhy
import kz.arna.app.screen.card
import kz.arna.app.screen.cardPicture
import kz.arna.app.screen.confirm
import kz.arna.app.screen.contacts
import kz.arna.app.screen.firstRun
import kz.arna.app.screen.GroupPage
import kz.arna.app.screen.HistoryPage
import kz.arna.app.screen.home
import kz.arna.app.screen.licence
import kz.arna.app.screen.lists
import kz.arna.app.screen.locked
import kz.arna.app.screen.ResultsPage
import kz.arna.app.screen.risks
import kz.arna.app.screen.RiskyPage
import kz.arna.app.screen.RunPage
import kz.arna.app.screen.settings
import kz.arna.app.screen.site
import kz.arna.app.screen.trouble
import kz.arna.app.screen.working
import kz.arna.ffi.AddingScreen
import kz.arna.ffi.AutoWhyScreen
import kz.arna.ffi.Card
import kz.arna.ffi.CardScreen
import kz.arna.ffi.ContactsScreen
import kz.arna.ffi.FirstRunScreen
import kz.arna.ffi.GroupScreen
import kz.arna.ffi.GroupSites
import kz.arna.ffi.History
import kz.arna.ffi.HistoryScreen
import kz.arna.ffi.HomeQuery
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.ListsScreen
import kz.arna.ffi.Reader
import kz.arna.ffi.Results
import kz.arna.ffi.ResultsScreen
import kz.arna.ffi.RiskyKind
import kz.arna.ffi.RiskyScreen
import kz.arna.ffi.RowsHeld
import kz.arna.ffi.RunScreen
import kz.arna.ffi.Running
import kz.arna.ffi.SendScreen
import kz.arna.ffi.SettingsQuery
import kz.arna.ffi.SettingsScreen
import kz.arna.ffi.SiteScreen
import kz.arna.ffi.confirmWipe
import kz.arna.ffi.risksOfTesting

/** Reads a place's record from the engine, and draws it or what stands in its place. */
internal class Screens(private val pen: Pen, private val core: Core, private val chosen: Chosen, private val shown: () -> View?) {
    private val phone by lazy { Phone(pen.context) }
    private val reader: Reader get() = reader(chosen.language)

    private val results = Standing<Results>({ ResultsPage(pen, it) }, shown)
    private val history = Standing<History>({ HistoryPage(pen, it) }, shown)
    private val group = Standing<GroupSites>({ GroupPage(pen, it) }, shown)
    private val risky = Standing<RiskyKind>({ RiskyPage(pen, it) }, shown)

    /** The page of the run that goes on, while it is shown. */
    private var page: RunPage? = null

    /** The screen of a place; nothing if what it shows is gone, or is shown already. */
    suspend fun view(place: Place): View? {
        if (place !is Place.Run) page = null
        return shown(place)
    }

    private suspend fun shown(place: Place): View? = when (place) {
        is Place.Risks -> pen.risks(risksOfTesting(reader))
        is Place.About -> pen.about(withContext(Dispatchers.IO) { About.read(reader, pen.context) })
        is Place.Licence -> withContext(Dispatchers.IO) { About.licence(reader, pen.context, place.part) }?.let { pen.licence(it) }
        is Place.Wipe -> pen.confirm(confirmWipe(reader))
        is Place.Confirm -> pen.confirm(place.question)
        is Place.NotDone -> pen.trouble(place.trouble)
        is Place.Waiting -> pen.trouble(place.told)
        is Place.Lists, is Place.Group, is Place.Risky, is Place.Settings, is Place.Contacts, is Place.Adding, is Place.Automatic -> choosing(place)
        else -> read(place)
    }

    /** Screens of what is tested and set. */
    private suspend fun choosing(place: Place): View? {
        val (tab, held) = place.tab to held(place)
        return when (place) {
            is Place.Lists -> when (val screen = core.ask { it.listsScreen(reader, place.query) }) {
                is ListsScreen.Ready -> pen.lists(screen.screen)
                is ListsScreen.Working -> pen.working(screen.sentence)
                is ListsScreen.Trouble -> pen.trouble(screen.trouble)
                is ListsScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Group -> when (val screen = core.ask { it.groupScreen(reader, place.id, place.pages, held) }) {
                is GroupScreen.Ready -> screen.screen.let { group.view(place, it, it.held, it.isRest) }
                is GroupScreen.Working -> pen.working(screen.sentence)
                is GroupScreen.Trouble -> pen.trouble(screen.trouble)
                is GroupScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Risky -> when (val screen = core.ask { it.riskyScreen(reader, place.category, place.pages, held) }) {
                is RiskyScreen.Ready -> screen.screen.let { risky.view(place, it, it.held, it.isRest) }
                is RiskyScreen.Working -> pen.working(screen.sentence)
                is RiskyScreen.Trouble -> pen.trouble(screen.trouble)
                is RiskyScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Settings -> when (val screen = core.ask { it.settingsScreen(reader, SettingsQuery(place.part, chosen.own, About.VERSION)) }) {
                is SettingsScreen.Ready -> pen.settings(screen.screen, isPart = place.part.isNotEmpty())
                is SettingsScreen.Working -> pen.working(screen.sentence, tab)
                is SettingsScreen.Trouble -> pen.trouble(screen.trouble, tab)
                is SettingsScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Adding -> when (val screen = core.ask { it.addingScreen(reader, place.content, null, place.isShared) }) {
                is AddingScreen.Ready -> pen.adding(screen.screen, if (place.file == null) place.text else screen.screen.text.orEmpty(), place.name)
                is AddingScreen.Working -> pen.working(screen.sentence)
                is AddingScreen.Trouble -> pen.trouble(screen.trouble)
                is AddingScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Automatic -> when (val screen = core.ask { it.autoWhyScreen(reader, phone.conditions(), phone.maker) }) {
                is AutoWhyScreen.Ready -> pen.autoWhy(screen.screen)
                is AutoWhyScreen.Working -> pen.working(screen.sentence)
                is AutoWhyScreen.Trouble -> pen.trouble(screen.trouble)
                is AutoWhyScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Contacts -> when (val screen = core.ask { it.contactsScreen(reader) }) {
                is ContactsScreen.Ready -> pen.contacts(screen.screen)
                is ContactsScreen.Working -> pen.working(screen.sentence)
                is ContactsScreen.Trouble -> pen.trouble(screen.trouble)
                is ContactsScreen.Locked -> pen.locked(screen.trouble)
            }
            else -> null
        }
    }

    /** What is there already of the rows of a place. */
    private fun held(place: Place): RowsHeld? = listOf(results, history, group, risky).firstNotNullOfOrNull { it.held(place) }

    private suspend fun read(place: Place): View? {
        val (tab, held) = place.tab to held(place)
        return when (place) {
            is Place.First -> when (val screen = core.ask { it.firstRun(reader, place.state, chosen.network) }) {
                is FirstRunScreen.Ready -> pen.firstRun(screen.screen)
                is FirstRunScreen.Working -> pen.working(screen.sentence)
                is FirstRunScreen.Trouble -> pen.trouble(screen.trouble)
                is FirstRunScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Home -> when (val screen = core.ask { it.home(reader, HomeQuery(chosen.network, offers(chosen, phone), core.isLooking.value)) }) {
                is HomeScreen.Ready -> pen.home(screen.screen)
                is HomeScreen.Working -> pen.working(screen.sentence, tab)
                is HomeScreen.Trouble -> pen.trouble(screen.trouble, tab)
                is HomeScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Run -> when (val screen = core.running { reader }) {
                null -> null
                is RunScreen.Ready -> running(screen.screen)
                is RunScreen.Working -> pen.working(screen.sentence)
                is RunScreen.Trouble -> pen.trouble(screen.trouble)
                is RunScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Sites -> when (val screen = core.ask { it.results(reader, place.query.copy(held = held)) }) {
                is ResultsScreen.Ready -> screen.screen.let { results.view(place, it, it.held, it.isRest) }
                is ResultsScreen.Working -> pen.working(screen.sentence, tab)
                is ResultsScreen.Trouble -> pen.trouble(screen.trouble, tab)
                is ResultsScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Site -> when (val screen = core.ask { it.site(reader, place.query) }) {
                is SiteScreen.Ready -> pen.site(screen.screen, place.isUnfolded)
                is SiteScreen.Working -> pen.working(screen.sentence)
                is SiteScreen.Trouble -> pen.trouble(screen.trouble)
                is SiteScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.History -> when (val screen = core.ask { it.history(reader, place.query.copy(held = held)) }) {
                is HistoryScreen.Ready -> screen.screen.let { history.view(place, it, it.held, it.isRest) }
                is HistoryScreen.Working -> pen.working(screen.sentence, tab)
                is HistoryScreen.Trouble -> pen.trouble(screen.trouble, tab)
                is HistoryScreen.Locked -> pen.locked(screen.trouble)
            }
            is Place.Card -> when (val screen = core.ask { it.card(reader, place.measurement) }) {
                is CardScreen.Ready -> card(screen.screen, place.measurement)
                is CardScreen.Working -> pen.working(screen.sentence)
                is CardScreen.Trouble -> pen.trouble(screen.trouble)
                is CardScreen.Locked -> pen.locked(screen.trouble)
            }
            else -> null
        }
    }

    /** The page that is there already, as long as it can show this; then there is nothing to put into the window. */
    private fun running(run: Running): View? {
        page?.takeIf { it.update(run) }?.let { page -> return page.view.takeUnless { it === shown() } }
        return RunPage(pen, run).also { page = it }.view
    }

    /** The card of a measurement as it is sent on; nothing: it has none. */
    suspend fun picture(measurement: String): Bitmap? = when (val screen = core.ask { it.card(reader, measurement) }) {
        is CardScreen.Ready -> cardPicture(pen.look, screen.screen)
        else -> null
    }

    private suspend fun card(card: Card, measurement: String): View = when (val screen = core.ask { it.sendScreen(reader, measurement) }) {
        is SendScreen.Ready -> pen.card(card, screen.screen)
        is SendScreen.Working -> pen.working(screen.sentence)
        is SendScreen.Trouble -> pen.trouble(screen.trouble)
        is SendScreen.Locked -> pen.locked(screen.trouble)
    }
}
