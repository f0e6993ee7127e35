package kz.arna.app

import android.content.pm.PackageInfo
import android.content.pm.Signature
import android.content.pm.SigningInfo
import android.widget.TextView
import java.security.MessageDigest
import kz.arna.app.engine.reader
import kz.arna.app.phone.Signed
import kz.arna.ffi.Goes
import kz.arna.ffi.ShownLicence
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow

/** The app as it is installed, signed with this certificate. */
internal fun signedWith(certificate: ByteArray) {
    val app = RuntimeEnvironment.getApplication()
    val signing = Shadow.newInstanceOf(SigningInfo::class.java)
    shadowOf(signing).setSignatures(arrayOf(Signature(certificate)))
    shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName).signingInfo = signing
}

/** What the app says of itself, and what it says where it cannot even begin. */
@RunWith(RobolectricTestRunner::class)
class AboutTest {
    private val app get() = RuntimeEnvironment.getApplication()
    private val certificate = byteArrayOf(1, 2, 3)
    private val print = MessageDigest.getInstance("SHA-256").digest(certificate).joinToString("") { "%02X".format(it) }

    private fun installed(): PackageInfo = shadowOf(app.packageManager).getInternalMutablePackageInfo(app.packageName)

    @After
    fun last() {
        LabApp.fault = null
    }

    @Test
    fun `who signed it is shown, in groups that can be read aloud`() {
        signedWith(certificate)
        val about = About.read(reader("en"), app)
        assertTrue("${about.rows}", about.rows.any { it.detail == print.chunked(4).joinToString(" ") })
        assertTrue(about.hint!!.isNotEmpty())
    }

    @Test
    @Config(sdk = [24])
    @Suppress("DEPRECATION")
    fun `an old phone says it in another way`() {
        installed().signatures = arrayOf(Signature(certificate))
        assertEquals(print.lowercase(), Signed.fingerprint(app))
        installed().signatures = arrayOf(Signature(certificate), Signature(byteArrayOf(4)))
        assertEquals("two who signed are not what we publish", null, Signed.fingerprint(app))
    }

    @Test
    fun `what of others is in it is named, the app's parts and those of libarna`() {
        val about = About.read(reader("en"), app)
        val names = about.parts.map { it.title }
        for (name in listOf("Kotlin", "JNA", "libffi", "Rust standard library", "rustls ", "tokio ", "libsqlite3-sys ")) assertTrue("no $name in $names", names.any { it.startsWith(name) })
        assertTrue("a part without a licence", about.parts.none { it.detail.isNullOrBlank() })
        assertEquals(names.size, names.toSet().size)
        assertTrue("it is no part of itself", "Arna" !in names)
    }

    @Test
    fun `every part leads to its licence, with its whole text and with who holds the copyright`() {
        for (row in About.read(reader("en"), app).parts) {
            val licence = About.licence(reader("en"), app, (row.goes as Goes.Licence).part)!!
            assertEquals(row.title to row.detail, licence.heading to licence.rows.first().detail)
            assertTrue("no text of ${row.title}", licence.texts.isNotEmpty() && licence.texts.any { it.text.length > 500 })
        }
        val hyper = partCalled("hyper ")
        assertEquals(listOf("MIT"), hyper.texts.map { it.name })
        assertTrue(hyper.texts.single().text, Regex("Copyright .* Sean McArthur\n\nPermission is hereby granted").containsMatchIn(hyper.texts.single().text))
        assertTrue("whoever has it may ask for its source", partCalled("uniffi_core ").rows.any { "crates.io/crates/uniffi_core" in it.detail.orEmpty() })
    }

    private fun partCalled(name: String): ShownLicence = About.licence(reader("en"), app, About.read(reader("en"), app).parts.first { it.title.startsWith(name) }.title)!!

    @Test
    fun `its own licence is read in the same way, and a part that is not there has none`() {
        val row = About.read(reader("ru"), app).rows.single { it.goes is Goes.Licence }
        val own = About.licence(reader("ru"), app, (row.goes as Goes.Licence).part)!!
        assertEquals("Arna", own.heading)
        assertEquals(listOf("MIT", "Apache-2.0"), own.texts.map { it.name })
        assertTrue(own.texts.first().text, own.texts.first().text.startsWith("Copyright (c)"))
        assertEquals(null, About.licence(reader("ru"), app, "no such part 1.0"))
    }

    @Test
    @Config(application = LabApp::class, qualifiers = "ru")
    fun `where there is no library for the phone, a sentence says so`() {
        LabApp.fault = UnsatisfiedLinkError("libarna.so is for another processor")
        val controller = Robolectric.buildActivity(MainActivity::class.java).setup()
        val said = controller.get().findViewById<android.view.ViewGroup>(android.R.id.content).getChildAt(0) as TextView
        assertTrue("${said.text}", "universal" in said.text && "процессором" in said.text)
        // And nothing of what a window hears afterwards ends it.
        controller.newIntent(android.content.Intent(android.content.Intent.ACTION_SEND).putExtra(android.content.Intent.EXTRA_TEXT, "https://example.org/")).recreate().pause().stop().destroy()
    }
}
