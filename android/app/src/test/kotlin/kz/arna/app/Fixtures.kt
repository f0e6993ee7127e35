package kz.arna.app

import kz.arna.ffi.Action
import kz.arna.ffi.Band
import kz.arna.ffi.BandPart
import kz.arna.ffi.Card
import kz.arna.ffi.Chip
import kz.arna.ffi.Choice
import kz.arna.ffi.Code
import kz.arna.ffi.Confirm
import kz.arna.ffi.Dates
import kz.arna.ffi.Day
import kz.arna.ffi.DayDetail
import kz.arna.ffi.Does
import kz.arna.ffi.Ends
import kz.arna.ffi.EvidenceFold
import kz.arna.ffi.EvidenceRow
import kz.arna.ffi.FirstRun
import kz.arna.ffi.Fold
import kz.arna.ffi.Folded
import kz.arna.ffi.Frame
import kz.arna.ffi.Goes
import kz.arna.ffi.Half
import kz.arna.ffi.History
import kz.arna.ffi.Home
import kz.arna.ffi.Icon
import kz.arna.ffi.Legend
import kz.arna.ffi.Mark
import kz.arna.ffi.NetworkState
import kz.arna.ffi.PartKind
import kz.arna.ffi.Results
import kz.arna.ffi.Row
import kz.arna.ffi.Running
import kz.arna.ffi.Said
import kz.arna.ffi.ShownNetwork
import kz.arna.ffi.ShownRun
import kz.arna.ffi.Site
import kz.arna.ffi.Stage
import kz.arna.ffi.Step
import kz.arna.ffi.Strand
import kz.arna.ffi.StrandCount
import kz.arna.ffi.StrandKind
import kz.arna.ffi.Strands
import kz.arna.ffi.Stretch
import kz.arna.ffi.Sure
import kz.arna.ffi.Trouble
import kz.arna.ffi.Verdict
import kz.arna.ffi.VerdictGroup

/** Records as the core makes them, of invented results. */
object Fixtures {
    val frame = Frame("Home", "Sites", "History", "Settings", "Back", "Clear", "Opening what is kept on this phone.", 10_000u)

    fun action(label: String, detail: String?, does: Does) = Action(label, detail, does, true, listOfNotNull(label, detail).joinToString(". ") + ".")

    fun row(mark: Mark, title: String, detail: String? = null, count: String? = null, goes: Goes? = null) =
        Row(mark, title, detail, count, goes, listOfNotNull(title, count, detail).joinToString(". ") + ".")

    fun code(code: Code, title: String, detail: String? = null, count: String? = null) = row(Mark.Code(code), title, detail, count, Goes.Sites("x"))

    fun strands(vararg kinds: kotlin.Pair<StrandKind, Int>, border: String? = null) = Strands(
        kinds.map { (kind, count) -> StrandCount(kind, count.toUInt()) },
        "You", "Beeline", "60 sites", border, "Beeline, 60 sites.",
    )

    val beeline = ShownNetwork("Beeline", "4G", listOf(row(Mark.Icon(Icon.SIM), "Kcell 4G", "Today, 9:10: no block found", goes = Goes.Network("2"))), "The network that is tested: Beeline 4G.")

    val blocks = Home(
        beeline, null,
        strands(StrandKind.BLOCKED to 2, StrandKind.LIKELY_BLOCKED to 1, StrandKind.UNTOLD to 2, StrandKind.OPEN to 55),
        "2 sites are blocked, 1 more probably", "Tested today at 14:32 (UTC+5)", "60 sites in 41 s · 2.0 MB",
        listOf(
            code(Code.BLOCKED, "Blocked by the network", "The newest since 12 September", "2"),
            code(Code.LIKELY_BLOCKED, "Probably blocked", "To be sure: look again after 15:33", "1"),
            code(Code.ACCESSIBLE, "Opens normally", null, "55"),
            code(Code.INCONCLUSIVE, "Cannot tell yet, try again", null, "2"),
        ),
        emptyList(), null, action("Test again", "About 40 s, 2 MB", Does.Start),
        "2 sites are blocked, 1 more probably. Tested today at 14:32 (UTC+5). 60 sites in 41 s · 2.0 MB.",
    )

    val empty = blocks.copy(
        picture = strands(StrandKind.BED to 60), answer = "What does Beeline let through?",
        `when` = "Arna tries to open 60 sites and looks who stops those that stay closed.", cost = null,
        rows = listOf(
            row(Mark.Icon(Icon.LIST), "What is tested", "60 sites, built in. Change them", goes = Goes.Lists),
            row(Mark.Icon(Icon.PHONE), "Results stay on this phone", "Nothing is sent anywhere", goes = Goes.Risks),
        ),
        main = action("Test now", "About 40 s, 2 MB", Does.Start),
    )

    val clear = blocks.copy(
        picture = strands(StrandKind.SITE_TROUBLE to 1, StrandKind.UNTOLD to 1, StrandKind.OPEN to 58), answer = "No block found: 58 of 60 sites open",
        rows = listOf(
            code(Code.ACCESSIBLE, "Opens normally", null, "58"),
            code(Code.SITE_DOWN, "The site itself is down or broken", null, "1"),
            code(Code.INCONCLUSIVE, "Cannot tell yet, try again", null, "1"),
        ),
    )

    val offline = blocks.copy(
        picture = strands(StrandKind.UNREACHABLE to 6, StrandKind.INSIDE to 4, border = "Border"),
        answer = "Cut off from abroad: only the country answers",
        `when` = "Since today, between 13:05 and 13:20 (UTC+5).", cost = "Seen on Beeline 4G; the signal is good.",
        rows = listOf(
            row(Mark.Ends(Ends.UNKNOWN), "Abroad", "None of 6 answers"),
            row(Mark.Ends(Ends.THROUGH), "In the country", "All 4 answer"),
            row(Mark.Icon(Icon.HISTORY), "Hour by hour", "Since when, and how often before", goes = Goes.History),
        ),
        main = action("Look again", "About 10 s, 1 kB", Does.Look),
    )

    val running = Running(
        "Testing Beeline 4G", null, strands(StrandKind.WAITING to 3, StrandKind.OPEN to 24, StrandKind.BED to 33), "27 of 60 sites",
        "About 22 s left · 0.9 MB so far",
        listOf(
            row(Mark.Code(Code.ACCESSIBLE), "Opens normally", null, "24"),
            row(Mark.Waiting, "Did not open at once", "Checked again before anything is said", "3"),
        ),
        null, emptyList(), null, action("Stop", "What is complete is kept", Does.Stop), null, Stage.MEASURING,
    )

    val makingSure = running.copy(
        picture = strands(StrandKind.WAITING to 3, StrandKind.OPEN to 57), answer = "Making sure of 3 sites", left = "1.1 MB so far", rows = emptyList(),
        why = "They did not open at once. Arna tries each again beside sites that nobody blocks, so that a weak signal is not taken for a block.",
        suspects = listOf(
            row(Mark.Waiting, "First site", "5 tries agree; at most 5 more"),
            row(Mark.Waiting, "Second site", "Waits for a steady signal: 2 tries do not count"),
            row(Mark.Waiting, "Third site", "Waits for its turn"),
        ),
        until = "Done by 14:36 at the latest. What is not clear by then is called “Cannot tell yet”.",
        stop = action("Stop", "57 sites are complete and kept", Does.Stop), stage = Stage.MAKING_SURE,
    )

    private fun site(code: Code, name: String, detail: String?) = row(Mark.Code(code), name, detail, goes = Goes.Site("https://$name/"))

    val blocked = Verdict(Code.BLOCKED, "Blocked by the network")
    val probably = Verdict(Code.LIKELY_BLOCKED, "Probably blocked")

    val results = Results(
        "Sites", ShownRun("Beeline 4G · today, 14:32", listOf(choice("1", "Beeline 4G · today, 14:32", true), choice("2", "Beeline 4G · yesterday, 21:10", false)), "The test that is shown: Beeline 4G · today, 14:32."),
        null, "", "Find a site",
        listOf(chip("all", "All", "60", true), chip("b", "Blocked", "2"), chip("p", "Probably", "1"), chip("c", "Cannot tell", "2"), chip("o", "Open", "55")),
        listOf(
            VerdictGroup(blocked, "2", listOf(
                site(Code.BLOCKED, "azattyq.org", "Nothing comes back once the site's name is seen, since 12 September"),
                site(Code.BLOCKED, "www.change.org", "The connection is cut once the site's name is seen, since 3 June"),
            ), false),
            VerdictGroup(probably, "1", listOf(site(Code.LIKELY_BLOCKED, "meduza.io", "Nothing comes back once the site's name is seen, first seen today, 14:32")), false),
            VerdictGroup(Verdict(Code.INCONCLUSIVE, "Cannot tell yet, try again"), "2", listOf(
                site(Code.INCONCLUSIVE, "kloop.kg", "It failed once and then worked"),
                site(Code.INCONCLUSIVE, "www.vice.com", "The double checks did not settle it"),
            ), false),
        ),
        Folded(row(Mark.Code(Code.ACCESSIBLE), "55 sites open normally", "Tap to see them"), emptyList(), false),
        null, null, action("Save as a file", "All that Arna keeps: sites, hours, networks, lists, settings", Does.Export), null,
    )

    fun choice(id: String, title: String, isChosen: Boolean) = Choice(id, title, null, Mark.None, isChosen, "$title.")

    fun chip(id: String, label: String, count: String, isChosen: Boolean = false) = Chip(id, label, count, isChosen, "$label: $count sites.")

    private fun part(from: Int, until: Int, kind: PartKind) = BandPart(from / 320f, until / 320f, kind)

    private fun band(network: String, verdict: Verdict, sentence: String, vararg parts: BandPart) =
        Band(network, verdict, parts.toList(), sentence, "$network: ${verdict.word}. $sentence")

    val siteBlocked = Site(
        "azattyq.org", blocked, null, "On Beeline 4G · 18 September, 14:32 (UTC+5)",
        Strand(Ends.GATE, "You", "Beeline", "azattyq.org", "Between you and azattyq.org, Beeline stops it."),
        "The network stops this site on its way.",
        Said("How", listOf("Nothing comes back once the site's name is seen.")), null,
        Sure("How sure", "As good as certain", listOf(
            Step(true, "It did not open.", null),
            Step(true, "Checked again, side by side with sites that nobody blocks: they answered, it did not.", "8 times out of 8"),
            Step(true, "Seen again more than an hour later, in the same way.", "12 September, 13:10 and 14:26"),
        )),
        "Since when",
        listOf(
            band("Beeline", Verdict(Code.BLOCKED, "Blocked"), "Opened last on 9 September, blocked since 12 September.", part(26, 104, PartKind.OPEN), part(124, 261, PartKind.OPEN), part(274, 320, PartKind.BLOCKED)),
            band("Kcell", Verdict(Code.ACCESSIBLE, "Opens"), "Seen last on 10 September.", part(59, 98, PartKind.OPEN), part(196, 268, PartKind.OPEN)),
            band("Wi-Fi at home", probably, "Seen once, on 17 September. Not certain yet.", part(78, 287, PartKind.OPEN), part(307, 320, PartKind.PROBABLY)),
        ),
        Dates("1 August", "18 September"), emptyList(),
        EvidenceFold("What this stands on", "31 events, in technical words", listOf(
            EvidenceRow("0.31 s", "", "Looked up meduza.io at 1.1.1.1", "104.16.0.1", false, null, null, "Looked up."),
            EvidenceRow("0.52 s", "", "Connected to 104.16.0.1:443", "worked, 88 ms", false, null, null, "Connected."),
            EvidenceRow("0.61 s", "", "Said meduza.io to 104.16.0.1", "no answer in time", true, "counts", Code.LIKELY_BLOCKED, "Said meduza.io."),
            EvidenceRow("0.61 s", "", "Said www.un.org, at the same time", "secured, 131 ms", false, null, null, "Said www.un.org."),
        ), listOf("By chance alone this happens once in 40 000 times.")),
        emptyList(), emptyList(), action("Test again", null, Does.Again("https://azattyq.org/")), action("Share", null, Does.Share("m")),
        action("Save as a file", null, Does.Save("m")), "azattyq.org: blocked by the network. On Beeline 4G, 18 September, 14:32.",
    )

    val siteLikely = siteBlocked.copy(
        host = "meduza.io", verdict = probably, strand = Strand(Ends.GATE_PROBABLY, "You", "Beeline", "meduza.io", "Probably stopped at Beeline."),
        meaning = "The network probably stops this site.", how = null,
        sure = Sure("How sure", "Not certain yet", listOf(
            Step(true, "It did not open.", null),
            Step(true, "Checked again, side by side with sites that nobody blocks: they answered, it did not.", "7 times out of 8; one did not count: the signal broke off"),
            Step(false, "Not seen again yet. A look between 15:33 today and 14:33 tomorrow settles it.", null),
        )),
        since = emptyList(), axis = null,
        again = action("Look again from 15:33", "Remind me then, with a neutral notice", Does.Remind(0)),
    )

    private fun day(short: String, hours: String, isChosen: Boolean = false) = Day(short, short, hours.map {
        when (it) {
            '#' -> NetworkState.ONLINE
            'c' -> NetworkState.INTERNATIONAL_CUT
            'w' -> NetworkState.WHITELIST_SHUTDOWN
            'n' -> NetworkState.NO_SERVICE
            'b' -> NetworkState.OUT_OF_CREDIT
            else -> null
        }
    }, isChosen, "$short.")

    val history = History(
        "History", beeline, null, listOf(choice("network", "The network", true), choice("sites", "Sites", false)), Half.NETWORK,
        "Two cuts in 14 days; the longest lasted 19 hours",
        listOf(
            day("Fri 18", ".......#.##.#cc........."), day("Thu 17", ".......########.#####.##"), day("Wed 16", "nnnnnnnwwccc########..##"),
            day("Tue 15", ".......##########wwwwwww", true), day("Mon 14", ".......######.#####.####"), day("Sun 13", ".......##########..####."),
            day("Sat 12", ".......###..###.########"), day("Fri 11", ".......###.#####.###bbb."), day("Thu 10", ".......#########.#######"),
            day("Wed 9", ".......########.###.####"), day("Tue 8", "........######.#.#.#####"), day("Mon 7", ".......#######..########"),
            day("Sun 6", "........##.#######..####"), day("Sat 5", ".......##.##############"),
        ),
        listOf(
            Legend(NetworkState.ONLINE, "The Internet works"), Legend(NetworkState.INTERNATIONAL_CUT, "Only the country answers"),
            Legend(NetworkState.WHITELIST_SHUTDOWN, "Only state services and banks"), Legend(NetworkState.NO_SERVICE, "Nothing answers"),
            Legend(null, "Nobody watched"), Legend(NetworkState.OUT_OF_CREDIT, "Balance empty"),
        ),
        DayDetail("Tuesday, 15 September", listOf(
            Stretch("17:05–24:00", NetworkState.WHITELIST_SHUTDOWN, "Shutdown: only state services and banks answer", "Until Wednesday, 9:00; then only the country answers", "From 17:05."),
            Stretch("7:00–17:05", NetworkState.ONLINE, "The Internet works", null, "From 7:00."),
        ), action("Earlier", null, Does.Show("2026-09-14")), action("Later", null, Does.Show("2026-09-16"))),
        emptyList(), false,
    )

    val found = results.copy(
        query = "org", folded = null,
        chips = listOf(chip("all", "All", "9"), chip("b", "Blocked", "2", true), chip("o", "Open", "6")),
        sections = results.sections.take(1), hidden = row(Mark.None, "7 more sites are hidden", "Show all", goes = Goes.Sites(null)),
    )

    val trouble = Trouble("There is no space left on this phone: what is measured cannot be kept.", action("Try again", null, Does.Unlock))

    val card = Card(
        "Beeline 4G, Kazakhstan", "18 September 2026", "azattyq.org", blocked, null,
        Strand(Ends.GATE, "A phone in the network", "Beeline", "azattyq.org", ""),
        "Nothing comes back once the site’s name is seen, since 12 September.", "Seen twice, over an hour apart; other sites answered at the same time.",
        "Simulated network",
        listOf("The card names the operator and the day. Whoever sees it may guess that you tested.", "A wrong claim can be punished."), "azattyq.org: blocked by the network.",
    )

    val confirm = Confirm(
        "Send this picture on?", card.warning, action("Send it on", "You choose to whom", Does.Send("m")), action("Cancel", null, Does.Cancel),
        "Send this picture on? The card names the operator and the day.",
    )

    /** A step of the first run. */
    fun first(step: Int): FirstRun {
        val next = action("Next", null, Does.Next)
        val leave = action("No, leave", null, Does.Leave)
        val bare = FirstRun(step.toUByte(), 5u, "", null, emptyList(), emptyList(), null, null, null, null, emptyList(), null, next, leave)
        return when (step) {
            1 -> bare.copy(
                answer = "Арна", sentences = listOf("Не өтеді, не өтпейді", "Что проходит, а что нет", "What gets through, and what does not").map { row(Mark.None, it) },
                choices = listOf(choice("kk", "Қазақша", false), choice("ru", "Русский", false), choice("en", "English", false)), next = null, leave = null,
            )
            2 -> bare.copy(
                answer = "What Arna does",
                sentences = listOf(
                    row(Mark.Icon(Icon.OPEN), "Arna opens a list of sites over your mobile network or Wi-Fi, to find out which ones do not get through."),
                    row(Mark.Icon(Icon.EYE), "Your operator, or whoever runs the Wi-Fi, can see which sites are opened, as when you open them in a browser. Name servers and a test helper learn it, too."),
                    row(Mark.Icon(Icon.PHONE), "What Arna finds stays on this phone, unless you hand it on yourself."),
                ),
            )
            3 -> bare.copy(
                answer = "One question first", lead = "While Arna tests, who can see which sites this phone opens?",
                choices = listOf(choice("n", "Nobody", false), choice("o", "My mobile operator", true), choice("m", "Only the makers of Arna", false)),
                hint = "If this could be dangerous for you, leave now. Nothing has been sent.",
            )
            4 -> bare.copy(
                answer = "Where results stay", leave = null,
                sentences = listOf(
                    row(Mark.Icon(Icon.PHONE), "On this phone. Arna sends them to nobody, not to its makers either."),
                    row(Mark.Icon(Icon.FILE), "Only you can hand them on: all of them as a file, or one site as a picture. Neither is encrypted: whoever gets it can read it."),
                    row(Mark.Icon(Icon.BIN), "You can wipe everything at any time, in the settings."),
                ),
            )
            else -> bare.copy(
                answer = "Ready to test Beeline 4G", lead = "60 sites, a few at a time. Then you know what gets through.", picture = strands(StrandKind.BED to 60),
                rows = listOf(
                    row(Mark.Icon(Icon.LIST), "What is tested", "60 sites; none of a risky kind", goes = Goes.Lists),
                    row(Mark.Icon(Icon.PEOPLE), "Whom this contacts", "The sites, name servers, a test helper", goes = Goes.Contacts),
                    row(Mark.Icon(Icon.WIFI), "On Wi-Fi now?", "Arna uses the mobile network all the same", goes = Goes.Explained),
                ),
                contacts = Fold("Whom this contacts", "Whom a test contacts, and what each learns", listOf("The sites: that this phone opened them."), emptyList()),
                next = action("Test now", "About 40 s, 2 MB", Does.Next), leave = action("Not now", null, Does.NotNow),
            )
        }
    }
}
