package kz.arna.app

import android.security.keystore.KeyPermanentlyInvalidatedException
import java.io.File
import java.security.ProviderException
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.reader
import kz.arna.app.phone.KeyVault
import kz.arna.app.phone.Keystore
import kz.arna.ending
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.HomeQuery
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.LabConfig
import kz.arna.ffi.PlatformException
import kz.arna.ffi.RunRequest
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** A keystore of this machine: one key in memory. */
class Pocket : Keystore {
    private var key: SecretKey? = null

    /** What is thrown instead of an answer. */
    var trouble: Exception? = null

    override fun key(): SecretKey? = trouble?.let { throw it } ?: key

    override fun make(): SecretKey = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey().also { key = it }

    override fun forget() {
        trouble?.let { throw it }
        key = null
    }
}

/** Where the key to what is kept lies: what is lost, what cannot be had now, and what becomes of a store then. */
@RunWith(RobolectricTestRunner::class)
class VaultTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun first() = callsBackHere()

    private val keystore = Pocket()
    private val file get() = File(folder.root, "key")
    private val vault get() = KeyVault(file, keystore)
    private val key = ByteArray(32) { it.toByte() }

    @Test
    fun `a key that is kept is there again, and not readable in its file`() {
        assertNull(vault.key())
        vault.keep(key)
        assertArrayEquals(key, vault.key())
        val bytes = file.readBytes()
        assertEquals(12 + 32 + 16, bytes.size)
        assertFalse(bytes.toList().windowed(4).any { it == key.toList().subList(0, 4) })
        vault.keep(key)
        assertNotEquals("the same key is wrapped with another nonce", bytes.toList(), file.readBytes().toList())
    }

    @Test
    fun `what can never be unwrapped is no key`() {
        vault.keep(key)
        keystore.make()
        assertNull("another key of the phone's", vault.key())
        vault.keep(key)
        keystore.forget()
        assertNull("the phone's key is gone", vault.key())
        vault.keep(key)
        for (at in listOf(0, 20, 59)) {
            val bytes = file.readBytes()
            bytes[at] = (bytes[at] + 1).toByte()
            file.writeBytes(bytes)
            assertNull("byte $at is another one", vault.key())
            vault.keep(key)
        }
        file.writeBytes(ByteArray(7))
        assertNull("what was cut off", vault.key())
    }

    @Test
    fun `a keystore that cannot be asked now is a failure, and the file stays`() {
        vault.keep(key)
        val bytes = file.readBytes()
        keystore.trouble = ProviderException("the service is away")
        assertThrows(PlatformException.Failed::class.java) { vault.key() }
        assertThrows(PlatformException.Failed::class.java) { vault.keep(ByteArray(32)) }
        assertArrayEquals(bytes, file.readBytes())
        keystore.trouble = null
        assertArrayEquals(key, vault.key())
    }

    @Test
    fun `a wipe removes the file even where the keystore does not answer, and says that the key may be left`() {
        vault.keep(key)
        keystore.trouble = ProviderException("the service is away")
        assertThrows(PlatformException.Failed::class.java) { vault.forget() }
        assertFalse(file.exists())
        keystore.trouble = null
        vault.keep(key)
        vault.forget()
        assertFalse(file.exists())
        assertNull(keystore.key())
        vault.forget()
    }

    @Test
    fun `a key of the phone's that was made invalid is no key, and another takes its place`() {
        // The phone's own cipher throws this, which none of this machine's does: the keystore stands in.
        val invalid = object : Keystore by keystore {
            override fun key(): SecretKey? = Invalid
        }
        vault.keep(key)
        assertNull(KeyVault(file, invalid).key())
        KeyVault(file, invalid).keep(key)
        assertArrayEquals(key, vault.key())
    }

    private fun engine() = Engine.open(EngineConfig(folder.root.path, "en", "KZ", LabConfig("first-light", "lte", 1u)), vault = vault)

    private fun test(engine: Engine) = runBlocking { engine.start(RunRequest()).use { it.ending() } }

    private fun runs(engine: Engine) = runBlocking { engine.runs(null, 10u) }.size

    @Test
    fun `what is kept opens again with its key, and nothing of it opens without`() {
        engine().use { test(it).also { _ -> assertEquals(1, runs(it)) }.also { _ -> it.shutdown() } }
        engine().use { assertEquals(1, runs(it)).also { _ -> it.shutdown() } }
        keystore.trouble = ProviderException("the service is away")
        assertThrows(ArnaException.Locked::class.java) { engine() }
        keystore.trouble = null
        engine().use { assertEquals("nothing was touched meanwhile", 1, runs(it)).also { _ -> it.shutdown() } }
    }

    @Test
    fun `a lost key begins anew, and home says so`() {
        engine().use { test(it).also { _ -> it.shutdown() } }
        keystore.forget()
        engine().use {
            assertEquals(0, runs(it))
            assertTrue("${it.setAside()}", it.setAside()!!.startsWith("The key to what was stored is lost."))
            val home = runBlocking { it.home(reader("en"), HomeQuery()) } as HomeScreen.Ready
            assertTrue(home.screen.notices.single().title.startsWith("The key to what was stored is lost."))
            it.shutdown()
        }
        assertTrue("what was there is kept", folder.root.list()!!.any { it.startsWith("arna.db.") && !it.endsWith("-wal") && !it.endsWith("-shm") })
        engine().use { assertNull("told once", it.setAside()).also { _ -> it.shutdown() } }
    }

    @Test
    fun `a store from before the vault is taken over`() {
        Engine.open(EngineConfig(folder.root.path, "en", "KZ", LabConfig("first-light", "lte", 1u))).use { test(it).also { _ -> it.shutdown() } }
        engine().use {
            assertNull(it.setAside())
            assertEquals(1, runs(it))
            it.shutdown()
        }
        val without = EngineConfig(folder.root.path, "en", "KZ", LabConfig("first-light", "lte", 1u))
        assertThrows("it is locked from then on", ArnaException.Storage::class.java) { Engine.open(without) }
    }

    /** A key that the phone made invalid, since its lock was changed. */
    private object Invalid : SecretKey {
        override fun getAlgorithm(): String = throw KeyPermanentlyInvalidatedException()

        override fun getFormat(): String = throw KeyPermanentlyInvalidatedException()

        override fun getEncoded(): ByteArray = throw KeyPermanentlyInvalidatedException()
    }
}
