package kz.arna.app.phone

import android.os.ParcelFileDescriptor
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.util.AtomicFile
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.InvalidKeyException
import java.security.ProviderException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import kz.arna.ffi.PlatformException
import kz.arna.ffi.Vault

/**
 * Keeps the key to what is stored, wrapped by one of the phone's keystore, in a file that no backup takes. A key that can never
 * be unwrapped again is no key; a keystore that cannot be asked now is a failure, and nothing is touched.
 */
class KeyVault(file: File, private val keystore: Keystore) : Vault {
    private val folder = file.absoluteFile.parentFile!!
    private val file = AtomicFile(file)

    override fun key(): ByteArray? = now {
        val kept = try {
            file.readFully()
        } catch (_: FileNotFoundException) {
            return@now null
        }
        keystore.key()?.let { unwrapped(kept, it) }
    }

    override fun keep(key: ByteArray) = now {
        val wrapped = keystore.key()?.let { wrapped(key, it) } ?: wrapped(key, keystore.make()) ?: throw InvalidKeyException()
        folder.mkdirs()
        val out = file.startWrite()
        try {
            out.write(wrapped)
        } catch (error: IOException) {
            file.failWrite(out)
            throw error
        }
        // Flushes what was written before it takes the name.
        file.finishWrite(out)
        flush(folder)
    }

    /** The phone's key first: without it the file says nothing, whatever a flash chip keeps of it. */
    override fun forget() = now {
        try {
            keystore.forget()
        } finally {
            file.delete()
        }
        if (file.baseFile.exists()) throw IOException(file.baseFile.name)
    }

    /** The key in it; nothing: it cannot be had any more. */
    private fun unwrapped(kept: ByteArray, by: SecretKey): ByteArray? {
        if (kept.size != NONCE + KEY + TAG) return null
        return try {
            val cipher = Cipher.getInstance(CIPHER)
            cipher.init(Cipher.DECRYPT_MODE, by, GCMParameterSpec(TAG * 8, kept, 0, NONCE))
            cipher.doFinal(kept, NONCE, KEY + TAG)
        } catch (_: AEADBadTagException) {
            null // another key wrapped it, or it is damaged
        } catch (_: KeyPermanentlyInvalidatedException) {
            null
        }
    }

    /** The key as it is kept; nothing: what should wrap it is not valid any more. */
    private fun wrapped(key: ByteArray, by: SecretKey): ByteArray? = try {
        val cipher = Cipher.getInstance(CIPHER)
        // The keystore chooses the nonce.
        cipher.init(Cipher.ENCRYPT_MODE, by)
        cipher.iv + cipher.doFinal(key)
    } catch (_: KeyPermanentlyInvalidatedException) {
        null
    }

    /** Makes the new name outlive an empty battery, where the file system lets a folder be opened for that. */
    private fun flush(folder: File) = try {
        ParcelFileDescriptor.open(folder, ParcelFileDescriptor.MODE_READ_ONLY).use { it.fileDescriptor.sync() }
    } catch (_: IOException) {
        Unit
    }

    private fun <T> now(work: () -> T): T = try {
        work()
    } catch (error: GeneralSecurityException) {
        throw failed(error)
    } catch (error: ProviderException) {
        throw failed(error) // what Android's keystore throws where its service does not answer
    } catch (error: IOException) {
        throw failed(error)
    }

    private fun failed(error: Exception) = PlatformException.Failed("${error.javaClass.simpleName}: ${error.message}")

    private companion object {
        const val CIPHER = "AES/GCM/NoPadding"

        // Bytes.
        const val NONCE = 12
        const val KEY = 32
        const val TAG = 16
    }
}
