// Refused: risks causing data races
import BackgroundTasks

func race(_ task: BGTask) {
  Task.detached { task.setTaskCompleted(success: true) }
}
