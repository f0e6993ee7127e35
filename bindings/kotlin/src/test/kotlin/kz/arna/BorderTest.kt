package kz.arna

import kotlinx.coroutines.runBlocking
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.RadioReading
import kz.arna.ffi.RunRequest
import kz.arna.ffi.countryOfZone
import org.junit.Assert.assertEquals
import org.junit.Test

/** The country that a phone is in, on its own network. Nothing is sent: what a run would ask for is told before. */
class BorderTest {
    @Test
    fun hosts_at_home_are_those_of_the_country_that_the_phone_is_in_now() = runBlocking {
        var country: String? = null
        val phone = EngineConfig(folder().toString(), "en", countryOfZone("Asia/Bishkek"))
        open(phone, Says { RadioReading(country = country) }).use { engine ->
            suspend fun asksAtHome() = engine.plan(RunRequest()).contacts.everybody.any { "kaspi.kz" in it }
            for ((said, asks) in listOf(null to false, "kz" to true, null to true, "ru" to false, "Kazakhstan" to false)) {
                country = said
                assertEquals(said, asks, asksAtHome())
            }
        }
    }
}
