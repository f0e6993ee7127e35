// What an iOS app's screens are, without a line of any UI: where somebody is, what a touch comes to, what is read of the
// engine, and what stands where in a picture. It is tested on Linux; an app draws it.

@_exported import ArnaKit
