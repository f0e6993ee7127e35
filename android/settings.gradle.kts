// For Android Studio. What is built and tested without an SDK is in pom.xml.
pluginManagement { repositories { google(); mavenCentral() } }
dependencyResolutionManagement { repositories { google(); mavenCentral() } }
rootProject.name = "arna"
include(":app")
