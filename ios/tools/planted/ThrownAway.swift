// Refused: call can throw
import ArnaScreens

func thrownAway(_ engine: Engine) { engine.networksChanged() }
