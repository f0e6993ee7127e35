package kz.arna.app

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element

/** The walls of the app, read from its sources: what may use what, and what others may of the app. */
class WallsTest {
    private val root = File(System.getProperty("arna.sources", "."))
    private val main = root.resolve("app/src/main")
    private val sources = main.resolve("kotlin").walk().filter { it.extension == "kt" }.map { it.relativeTo(main.resolve("kotlin/kz/arna/app")).path to it.readText() }.toMap()

    private fun code(text: String) = text.replace(Regex("/\\*.*?\\*/", RegexOption.DOT_MATCHES_ALL), "").replace(Regex("//[^\n]*"), "")

    @Test
    fun `the engine is reached through its package alone, and by those who hold screens`() {
        val plumbing = Regex("\\b(uniffi\\w*|Uniffi\\w*|FfiConverter\\w*|RustBuffer|NoHandle|com\\.sun\\.jna|loadLibrary)\\b")
        val objects = Regex("import kz\\.arna\\.ffi\\.(Engine\\w*|Run|RunRequest|Event|Uplinks|Radio|Vault)\\b")
        // What the engine is given by the phone.
        val supplied = setOf("Uplinks", "Radio", "Vault")
        val holders = setOf("App.kt", "Shell.kt", "engine")
        for ((name, text) in sources) {
            plumbing.find(code(text))?.let { throw AssertionError("$name names ${it.value}, which is the package's own") }
            if (name !in holders && !name.startsWith("engine/")) objects.findAll(text).firstOrNull { !name.startsWith("phone/") || it.groupValues[1] !in supplied }?.let { throw AssertionError("$name uses ${it.value}: it only draws records") }
            assertTrue("$name names kz.arna.ffi beside its imports", !Regex("kz\\.arna\\.ffi").containsMatchIn(code(text).lines().filterNot { it.startsWith("import ") }.joinToString("\n")))
        }
    }

    @Test
    fun `whoever may be on the main thread asks the engine for nothing that waits, and touches no file`() {
        val generated = root.resolve("../bindings/kotlin/generated/kz/arna/ffi/arna.kt").readText()
        val objects = Regex("public interface (\\w+)Interface \\{(.*?)\n}", RegexOption.DOT_MATCHES_ALL).findAll(generated).filter { it.groupValues[1] in setOf("Engine", "Run", "Watch", "Changes", "Comparing", "BackgroundSlice") }
        val plain = objects.flatMap { Regex("(suspend )?fun `(\\w+)`").findAll(it.groupValues[2]) }.filter { it.groupValues[1].isEmpty() }.map { it.groupValues[2] }.toSet()
        assertTrue("$plain", plain.containsAll(setOf("cancel", "running", "shutdown")))
        // They set a flag or read one.
        val quick = setOf("cancel", "changes", "networksChanged", "running")
        val waits = Regex("\\.(${(plain - quick - setOf("id", "current")).joinToString("|")})\\(|\\brunBlocking\\b|Thread\\.sleep")
        for ((name, text) in sources) waits.find(code(text))?.let { throw AssertionError("$name asks for ${it.value}, which waits") }
        assertEquals("opened in a coroutine of its own", listOf("engine/Core.kt"), sources.filter { "Engine.open(" in code(it.value) }.keys.toList())
        // Each of them is called on Dispatchers.IO, by the engine's own threads or by another process.
        val files = Regex("\\b(java\\.io\\.(File|RandomAccessFile|FileInputStream|FileOutputStream)|openRawResource|openInputStream|openOutputStream|AtomicFile)\\b")
        assertEquals(setOf("About.kt", "App.kt", "Cards.kt", "Exports.kt", "Files.kt", "phone/KeyVault.kt", "phone/Traces.kt"), sources.filter { files.containsMatchIn(code(it.value)) }.keys)
    }

    @Test
    fun `no file opens a socket, knows SQL or writes to the log`() {
        val forbidden = Regex("\\b(java\\.net\\.\\w+|javax\\.net|HttpURLConnection|Socket|SQLite\\w*|android\\.database\\.sqlite|rawQuery|android\\.util\\.Log|println|WebView)\\b")
        for ((name, text) in sources) forbidden.find(code(text))?.let { throw AssertionError("$name uses ${it.value}") }
    }

    @Test
    fun `what draws knows no screen, and no screen another`() {
        val walls = mapOf("look" to setOf("look"), "draw" to setOf("look", "draw"), "part" to setOf("look", "draw", "part"), "screen" to setOf("look", "draw", "part", "screen"))
        for ((name, text) in sources) {
            val folder = name.substringBefore('/', "")
            val may = walls[folder] ?: continue
            for (found in Regex("import kz\\.arna\\.app\\.(\\w+)\\.").findAll(text)) assertTrue("$name uses ${found.value}", found.groupValues[1] in may)
        }
    }

    @Test
    fun `screens word nothing`() {
        val literal = Regex("\"(?:[^\"\\\\\n]|\\\\.)*\"")
        // A space between words: a sentence. Names of fonts, of keys and of types of files have none.
        val sentence = Regex("\\p{L}{2,} \\p{L}{2,}")
        for ((name, text) in sources) {
            // Shapes.
            if (name == "look/Glyph.kt") continue
            for (line in code(text).lines().filterNot { "error(" in it || "@Deprecated" in it }) for (found in literal.findAll(line)) {
                assertTrue("$name says ${found.value}: words are the core's", sentence.find(found.value.replace(Regex("\\$\\{?[\\w.]+}?"), "")) == null)
            }
        }
    }

    @Test
    fun `files are short`() {
        for ((name, text) in sources - setOf("look/Glyph.kt")) assertTrue("$name has ${text.lines().size} lines", text.lines().size <= 300)
    }

    private val manifest: Element by lazy {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(main.resolve("AndroidManifest.xml")).documentElement
    }

    private fun elements(name: String): List<Element> = manifest.getElementsByTagName(name).let { list -> (0 until list.length).map { list.item(it) as Element } }

    @Test
    fun `nothing leaves the phone by itself, and nothing is open but the launcher's and what is shared`() {
        val app = elements("application").single()
        assertEquals("false", app.getAttribute("android:allowBackup"))
        assertEquals("false", app.getAttribute("android:fullBackupContent"))
        assertEquals("false", app.getAttribute("android:usesCleartextTraffic"))
        assertEquals("", app.getAttribute("android:debuggable"))
        val kept = main.resolve("res/xml/nothing_leaves.xml").readText()
        assertTrue("include" !in kept && Regex("<exclude").findAll(kept).count() == 18)
        val open = listOf("activity", "service", "receiver", "provider", "activity-alias").flatMap { elements(it) }.filter { it.getAttribute("android:exported") != "false" }
        assertEquals(listOf(".MainActivity"), open.map { it.getAttribute("android:name") })
        assertEquals(listOf("MAIN", "APPLICATION_PREFERENCES", "MAIN", "SEND", "BOOT_COMPLETED", "MY_PACKAGE_REPLACED").map { "android.intent.action.$it" }, elements("action").map { it.getAttribute("android:name") })
    }

    @Test
    fun `no permission is asked of the user but for notices`() {
        val granted = setOf("INTERNET", "ACCESS_NETWORK_STATE", "CHANGE_NETWORK_STATE", "READ_BASIC_PHONE_STATE", "POST_NOTIFICATIONS", "RECEIVE_BOOT_COMPLETED", "USE_BIOMETRIC") + RUNS_ON
        assertEquals(granted, elements("uses-permission").map { it.getAttribute("android:name").removePrefix("android.permission.") }.toSet())
    }

    /** What lets a run go on while nobody looks; given at install. */
    private val RUNS_ON = setOf("RUN_USER_INITIATED_JOBS", "FOREGROUND_SERVICE", "FOREGROUND_SERVICE_DATA_SYNC", "WAKE_LOCK")

    @Test
    fun `both builds and the package have the same versions`() {
        val gradle = root.resolve("app/build.gradle.kts").readText()
        val pom = root.resolve("pom.xml").readText()
        val kotlin = root.resolve("../bindings/kotlin/pom.xml").readText()
        fun of(text: String, name: String) = Regex("<$name>([^<]+)</$name>").find(text)?.groupValues?.get(1) ?: throw AssertionError("no $name")
        for ((name, artifact) in mapOf("kotlin.version" to "kotlin-stdlib", "coroutines.version" to "kotlinx-coroutines-core-jvm", "jna.version" to "jna", "junit.version" to "junit", "robolectric.version" to "robolectric")) {
            val told = Regex(":$artifact:([^\"@]+)").findAll(gradle).map { it.groupValues[1] }.toSet()
            assertEquals(artifact, setOf(of(pom, name)), told)
        }
        for (name in listOf("kotlin.version", "coroutines.version", "jna.version", "version")) assertEquals(name, of(kotlin, name), of(pom, name))
        assertTrue("versionName = \"${of(pom, "version")}\"" in gradle && "VERSION = \"${of(pom, "version")}\"" in sources.getValue("About.kt"))
        val build = root.resolve("tools/build.py").readText()
        assertTrue("minSdk = 24" in gradle && "targetSdk = 36" in gradle && "compileSdk = 36" in gradle)
        assertTrue("PACKAGE, MIN, TARGETED, CODE = \"kz.arna.app\", \"24\", \"36\", \"1\"" in build && "versionCode = 1\n" in gradle)
    }

    @Test
    fun `the few words of its own are in three languages`() {
        fun names(folder: String) = Regex("<string name=\"(\\w+)\"").findAll(main.resolve("res/$folder/strings.xml").readText()).map { it.groupValues[1] }.toList()
        assertEquals(names("values"), names("values-ru"))
        assertEquals(names("values"), names("values-kk"))
    }
}
