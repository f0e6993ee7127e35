package kz.arna

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicReference
import kz.arna.ffi.Conditions
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.LabConfig
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.PlatformException
import kz.arna.ffi.Radio
import kz.arna.ffi.RadioReading
import kz.arna.ffi.RunRequest
import kz.arna.ffi.SliceRequest
import kz.arna.ffi.Uplinks
import kz.arna.ffi.Vault

/** A folder of its own for a test. */
fun folder(): Path = Files.createTempDirectory("arna-test")

fun config(
    folder: Path = folder(),
    scenario: String = "first-light",
    seed: ULong = 1u,
    language: String = "en",
) = EngineConfig(folder.toString(), language, "KZ", LabConfig(scenario, null, seed))

fun open(
    config: EngineConfig = config(),
    radio: Radio? = null,
    uplinks: Uplinks? = null,
    vault: Vault? = null,
): Engine = Engine.open(config, radio, uplinks, vault)

/** A radio that says what a test wants. */
class Says(private val say: () -> RadioReading) : Radio {
    override fun reading(): RadioReading = say()
}

/** A radio that says nothing before it is let: until then the simulated clock stands still, and no run gets to its end. */
class Gate : Radio {
    private val isOpen = CountDownLatch(1)

    override fun reading(): RadioReading {
        isOpen.await()
        return RadioReading()
    }

    fun open() = isOpen.countDown()
}

/** A run of nothing over so many sites: all that costs is Arna itself. */
fun nothing(sites: Int) =
    RunRequest(listOf("nothing"), (0 until sites).map { "https://site$it.example/" }, false)

/** A phone at home, on its operator's network, with a full battery. */
fun fine() = Conditions(
    NetworkInfo("1", LinkKind.CELLULAR, isDefault = true, isRoaming = false),
    batteryPercent = 80,
    isCharging = false,
    isPowerSaving = false,
    isIdle = false,
)

/** What a slice of so many seconds is asked for. */
suspend fun asked(engine: Engine, seconds: Long = 600) =
    SliceRequest(fine(), engine.nowMs() + seconds * 1_000, minutesAhead = 300)

/** A vault in memory, as a test wants it. */
class Drawer : Vault {
    val kept = AtomicReference<ByteArray?>()

    @Volatile
    var isShut = false

    override fun key(): ByteArray? {
        if (isShut) throw PlatformException.Failed("not before the first unlock")
        return kept.get()
    }

    override fun keep(key: ByteArray) = kept.set(key)

    override fun forget() = kept.set(null)
}

/** Every byte of every file in a folder. */
fun bytesIn(folder: Path): List<ByteArray> =
    Files.walk(folder).filter(Files::isRegularFile).map(Files::readAllBytes).toList()

fun ByteArray.holds(marker: String): Boolean = String(this, Charsets.ISO_8859_1).contains(marker)
