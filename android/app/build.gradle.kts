// The versions are those of ../pom.xml: tools/versions.py compares them.
plugins { id("com.android.application") version "9.5.0" }

android {
    namespace = "kz.arna.app"
    compileSdk = 36
    defaultConfig {
        applicationId = "kz.arna.app"
        minSdk = 24
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64") }
    }
    sourceSets.getByName("main") {
        kotlin.directories += listOf("../../bindings/kotlin/src/main/kotlin", "../../bindings/kotlin/generated")
        // libarna.so for each ABI.
        jniLibs.directories += "../native"
    }
    packaging.jniLibs.useLegacyPackaging = true
    buildTypes.getByName("release") {
        isMinifyEnabled = true
        isShrinkResources = true
        proguardFiles("proguard-rules.pro", "../../bindings/kotlin/src/main/resources/META-INF/proguard/arna.pro")
    }
    testOptions.unitTests {
        isIncludeAndroidResources = true
        all {
            it.jvmArgs("-Xmx2g", "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/jdk.internal.access=ALL-UNNAMED")
            it.systemProperty("jna.library.path", rootDir.resolve("../target/bindings").path)
            it.systemProperty("arna.sources", rootDir.path)
        }
    }
}

dependencies {
    implementation("org.jetbrains.kotlin:kotlin-stdlib:2.4.21")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:1.11.0")
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    testImplementation("net.java.dev.jna:jna:5.19.1")
    testImplementation("junit:junit:4.13.2")
    testImplementation("org.robolectric:robolectric:4.17")
}
