package kz.arna.app

/** What is in it is called from this API level on only: whoever calls it has asked for the version. */
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.FUNCTION, AnnotationTarget.CLASS, AnnotationTarget.CONSTRUCTOR)
annotation class Since(val api: Int)
