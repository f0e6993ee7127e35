package kz.arna.app.part

import kz.arna.ffi.Confirm as Question
import kz.arna.ffi.Does
import kz.arna.ffi.Goes

/** What a touch of a screen comes to. A screen says it; who holds the screens does it. */
interface Acts {
    /** A button was pressed. */
    fun does(does: Does)

    /** A row was tapped. */
    fun goes(goes: Goes)

    /** Another part of the same screen is wanted. */
    fun asks(ask: Ask)

    /** One of the tabs was chosen. */
    fun tab(tab: Tab)

    /** To where it came from. */
    fun back()
}

/** Another part of the same screen. Ids are those of the record. */
sealed interface Ask {
    /** One of several answers. */
    data class Choice(val id: String) : Ask

    /** A filter of a list. */
    data class Filter(val id: String) : Ask

    /** Whatever has this in its name. */
    data class Query(val text: String) : Ask

    /** What was typed or pasted as sites. */
    data class Typed(val text: String) : Ask

    /** What a list is to be called. */
    data class Named(val name: String) : Ask

    /** Another name for a list. */
    data class Rename(val list: String, val name: String) : Ask

    /** What is folded, or folded again. */
    data object Fold : Ask

    /** The next page of rows. */
    data object More : Ask

    /** A run. */
    data class Run(val id: String) : Ask

    /** A half of the history. */
    data class Half(val id: String) : Ask

    /** A question before something that cannot be undone. */
    data class Confirm(val question: Question) : Ask

    /** A day of the history. */
    data class Day(val id: String) : Ask
}
