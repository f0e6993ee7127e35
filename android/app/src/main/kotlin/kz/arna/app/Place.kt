package kz.arna.app

import kz.arna.app.part.Ask
import kz.arna.app.part.Left
import kz.arna.app.part.Tab
import kz.arna.ffi.Confirm as Question
import kz.arna.ffi.FirstState
import kz.arna.ffi.Goes
import kz.arna.ffi.HistoryQuery
import kz.arna.ffi.ListSource
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.Offer
import kz.arna.ffi.ResultsQuery
import kz.arna.ffi.ScreenName
import kz.arna.ffi.SiteQuery
import kz.arna.ffi.Trouble

/** Where somebody is in the app, and which part of it is shown. */
sealed interface Place {
    /** The first run. */
    data class First(val state: FirstState) : Place

    /** Home. */
    data object Home : Place

    /** A run that goes on. */
    data object Run : Place

    /** The sites of a run. */
    data class Sites(val query: ResultsQuery = ResultsQuery()) : Place

    /** One site. */
    data class Site(val query: SiteQuery, val isUnfolded: Boolean = false) : Place

    /** What was so over time. */
    data class History(val query: HistoryQuery = HistoryQuery()) : Place

    /** The card of a measurement, before it is sent on. */
    data class Card(val measurement: String) : Place

    /** What is tested. */
    data class Lists(val query: String = "") : Place

    /** The sites of a group or a list. */
    data class Group(val id: String, val pages: UInt = 1u) : Place

    /** What a risky kind of sites means. */
    data class Risky(val category: String, val pages: UInt = 1u) : Place

    /** What is set; [part]: the main one is empty. */
    data class Settings(val part: String = "") : Place

    /** Whom a test contacts. */
    data object Contacts : Place

    /** What there is to know of risks. */
    data object Risks : Place

    /** What the app is. */
    data object About : Place

    /** The licence of a part of it; nothing: its own. */
    data class Licence(val part: String?) : Place

    /** Where sites are added: [text] that was typed, or a [file]; [isShared]: another app gave the text. */
    data class Adding(val text: String = "", val name: String? = null, val isShared: Boolean = false, val file: ByteArray? = null) : Place {
        /** All that was given. */
        val content: ByteArray get() = file ?: text.toByteArray()

        /** The same as what a list is made of. */
        val source: ListSource get() = file?.let { ListSource.File(it) } ?: if (isShared) ListSource.Shared(text) else ListSource.Text(text)
    }

    /** Why there was no automatic test. */
    data object Automatic : Place

    /** What is asked before everything is wiped: reached from the phone's settings, too, and never shut. */
    data object Wipe : Place

    /** What was asked for did not come about, and why. */
    data class NotDone(val trouble: Trouble) : Place

    /** A file is waited for, [over] what was shown before: whoever lends it takes long. */
    data class Waiting(val told: Trouble, val over: Place) : Place

    /** A question before something that cannot be undone. */
    data class Confirm(val question: Question) : Place

    /** What the engine calls its screen, where that changes by itself. */
    val screen: ScreenName?
        get() = when (this) {
            Home -> ScreenName.HOME
            is Sites -> ScreenName.RESULTS
            is Site -> ScreenName.SITE
            is History -> ScreenName.HISTORY
            is Lists, is Group, is Risky -> ScreenName.LISTS
            is Settings -> ScreenName.SETTINGS
            Automatic -> ScreenName.AUTO_WHY
            else -> null
        }

    /** What tells its page from others: the same one goes on where it was when it is drawn again. */
    val page: Any
        get() = when (this) {
            is First -> state.step
            is Site -> query.input
            is Group -> Group::class to id
            is Risky -> Risky::class to category
            is Settings -> Settings::class to part
            is Licence -> Licence::class to part
            is Confirm -> question
            else -> this::class
        }

    /** The same with its first page of rows alone: what tells its rows from others. */
    val first: Place
        get() = when (this) {
            is Sites -> copy(query = query.copy(pages = 1u))
            is History -> copy(query = query.copy(pages = 1u))
            is Group -> copy(pages = 1u)
            is Risky -> copy(pages = 1u)
            else -> this
        }

    /** What is shown once nothing is waited for. */
    val under: Place get() = if (this is Waiting) over else this

    /** The tab that it belongs to; nothing: there are no tabs. */
    val tab: Tab?
        get() = when (this) {
            Home -> Tab.HOME
            is Sites -> Tab.SITES
            is History -> Tab.HISTORY
            is Settings -> Tab.SETTINGS.takeIf { part.isEmpty() }
            else -> null
        }
}

/** A place to come back to, and what was left of its page. */
internal class Been(val place: Place, val left: Left?)

/** The same place with another part shown; nothing if it has no such part. */
internal fun Place.asked(ask: Ask): Place? = when (this) {
    is Place.Sites -> when (ask) {
        is Ask.Filter -> copy(query = query.copy(only = ask.id, pages = 1u))
        is Ask.Query -> copy(query = query.copy(text = ask.text, pages = 1u))
        is Ask.Run -> copy(query = ResultsQuery(run = ask.id, network = query.network))
        is Ask.Fold -> copy(query = query.copy(isUnfolded = !query.isUnfolded))
        is Ask.More -> copy(query = query.copy(pages = query.pages + 1u))
        else -> null
    }
    is Place.Site -> if (ask is Ask.Fold) copy(isUnfolded = !isUnfolded) else null
    is Place.History -> when (ask) {
        is Ask.Half -> copy(query = query.copy(half = ask.id))
        is Ask.Day -> copy(query = query.copy(day = ask.id))
        is Ask.More -> copy(query = query.copy(pages = query.pages + 1u))
        else -> null
    }
    is Place.Lists -> if (ask is Ask.Query) copy(query = ask.text) else null
    is Place.Adding -> when (ask) {
        is Ask.Typed -> copy(text = ask.text, file = null)
        is Ask.Named -> copy(name = ask.name)
        else -> null
    }
    is Place.Group -> if (ask is Ask.More) copy(pages = pages + 1u) else null
    is Place.Risky -> if (ask is Ask.More) copy(pages = pages + 1u) else null
    else -> null
}

/** Where a tap leads; nothing if it is no place by itself. */
internal fun Goes.place(from: Place, network: NetworkChoice?): Place? = when (this) {
    is Goes.Sites -> Place.Sites(((from as? Place.Sites)?.query ?: ResultsQuery(network = network)).copy(only = only, text = "", pages = 1u))
    is Goes.Site -> Place.Site(SiteQuery(input, network = network))
    is Goes.Run -> Place.Sites(ResultsQuery(run = run, network = network))
    is Goes.History -> Place.History(HistoryQuery(network = network))
    is Goes.Lists -> Place.Lists()
    is Goes.Group -> Place.Group(id)
    is Goes.Risky -> Place.Risky(category)
    is Goes.Settings -> Place.Settings(part)
    is Goes.Contacts -> Place.Contacts
    is Goes.Risks, is Goes.Explained -> Place.Risks
    is Goes.About -> Place.About
    is Goes.Licence -> Place.Licence(part)
    is Goes.Adding -> Place.Adding()
    is Goes.Automatic -> Place.Automatic
    is Goes.Network -> null
    // They are switched on where it says what they may use; what else is offered the system is asked for.
    is Goes.Offer -> Place.Automatic.takeIf { offer == Offer.AUTOMATIC }
}

/** Where a tab leads. */
internal fun Tab.place(network: NetworkChoice?): Place = when (this) {
    Tab.HOME -> Place.Home
    Tab.SITES -> Place.Sites(ResultsQuery(network = network))
    Tab.HISTORY -> Place.History(HistoryQuery(network = network))
    Tab.SETTINGS -> Place.Settings()
}
