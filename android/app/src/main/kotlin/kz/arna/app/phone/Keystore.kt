package kz.arna.app.phone

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import kz.arna.app.Since

/** The key that wraps the one to what is kept. It never leaves the phone's own hardware. */
interface Keystore {
    /** The key; nothing: there is none, or what there was is gone for good. Whatever keeps it from being asked now is thrown. */
    fun key(): SecretKey?

    /** Makes a key in the place of the one before. */
    fun make(): SecretKey

    /** Destroys the key. */
    fun forget()
}

/** Android's keystore, with a chip of its own where the phone has one. The one file that names it. */
class PhoneKeystore : Keystore {
    private fun open(): KeyStore = KeyStore.getInstance(PROVIDER).apply { load(null) }

    override fun key(): SecretKey? = try {
        open().getKey(ALIAS, null) as SecretKey?
    } catch (error: UnrecoverableKeyException) {
        // A key that was made invalid comes without a cause; a keystore that does not answer is the cause.
        if (error.cause != null) throw error
        null
    }

    override fun make(): SecretKey = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) makeInChip() else make(spec())

    /** Nothing of the user's is asked for each use: background tests open what is kept while the phone is locked. */
    private fun spec() = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        .setKeySize(KEY_BITS)

    private fun make(spec: KeyGenParameterSpec.Builder): SecretKey =
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(spec.build()) }.generateKey()

    @Since(28)
    private fun makeInChip(): SecretKey = try {
        make(spec().setIsStrongBoxBacked(true))
    } catch (_: ProviderException) {
        make(spec()) // it has none, or one that fails
    }

    override fun forget() = open().run { if (containsAlias(ALIAS)) deleteEntry(ALIAS) }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val ALIAS = "arna"
        const val KEY_BITS = 256
    }
}
