package kz.arna.app.phone

import android.content.Context
import android.content.pm.PackageManager
import android.content.pm.Signature
import android.os.Build
import java.security.MessageDigest
import kz.arna.app.Since

/** Who signed the app that is installed: the SHA-256 of the certificate, in hexadecimal digits. */
object Signed {
    /** The fingerprint; nothing: the system does not say, or says several, which Arna never has. */
    fun fingerprint(context: Context): String? {
        val signatures = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) signers(context) else signersOld(context)
        val certificate = signatures?.singleOrNull()?.toByteArray() ?: return null
        return MessageDigest.getInstance("SHA-256").digest(certificate).joinToString("") { "%02x".format(java.util.Locale.ROOT, it) }
    }

    @Since(28)
    private fun signers(context: Context): Array<Signature>? =
        context.packageManager.getPackageInfo(context.packageName, PackageManager.GET_SIGNING_CERTIFICATES).signingInfo?.apkContentsSigners

    @Suppress("DEPRECATION") // what there is before API 28
    private fun signersOld(context: Context): Array<Signature>? =
        context.packageManager.getPackageInfo(context.packageName, PackageManager.GET_SIGNATURES).signatures
}
