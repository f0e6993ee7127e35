//! The time since the machine was started, its sleep included: the clock of the standard library stands still
//! while Linux, Android and Apple's systems sleep.

use arna_model::Micros;

/// The time since the machine was started, where the system tells.
#[cfg(unix)]
pub(super) fn since_boot() -> Option<Micros> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the system writes one timespec to where there is one.
    #[expect(unsafe_code, reason = "the standard library has no such clock")]
    let status = unsafe { libc::clock_gettime(CLOCK, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let micros = u64::try_from(time.tv_nsec).ok()? / 1_000;
    (status == 0).then(|| Micros(seconds * 1_000_000 + micros))
}

#[cfg(not(unix))]
pub(super) fn since_boot() -> Option<Micros> {
    None
}

/// Which start of the machine that is: 16 digits of a digest of what Linux draws at each (random(4)), so that
/// what is kept leads to nothing else.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn boot() -> Option<String> {
    let drawn = std::fs::read("/proc/sys/kernel/random/boot_id").ok()?;
    Some(crate::Blob::new(drawn).id.as_str().get(..16)?.to_owned())
}

/// Nobody says.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn boot() -> Option<String> {
    None
}

#[cfg(any(target_os = "linux", target_os = "android"))]
const CLOCK: libc::clockid_t = libc::CLOCK_BOOTTIME;
/// Apple's goes on in sleep.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const CLOCK: libc::clockid_t = libc::CLOCK_MONOTONIC;

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_kernel_s_uptime() {
        let text = std::fs::read_to_string("/proc/uptime").expect("Linux has it");
        let said: f64 = text.split(' ').next().expect("a word").parse().expect("seconds");
        let here = since_boot().expect("Linux has it").as_secs_f64();
        assert!((here - said).abs() < 60.0, "{here} is not {said}");
    }

    #[test]
    fn a_start_of_the_machine_has_one_word_that_is_not_the_kernel_s() {
        let word = boot().expect("Linux has it");
        assert_eq!((word.len(), Some(&word)), (16, boot().as_ref()));
        let drawn = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").expect("is there");
        assert!(!drawn.replace('-', "").contains(&word));
    }
}
