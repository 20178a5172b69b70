package io.clientele.stack.parts;

/**
 * How a job is.
 *
 * @param name short name
 * @param id its id in Flink; empty if it was never submitted
 * @param state Flink's state ({@code RUNNING}, {@code RESTARTING} …), or {@code ABSENT}
 * @param runningTasks tasks that run
 * @param tasks all its tasks
 * @param isWanted whether it should run
 */
public record JobState(String name, String id, String state, int runningTasks, int tasks, boolean isWanted) {

    /** Every task of it runs. */
    public boolean isUsable() {
        return state.equals("RUNNING") && tasks > 0 && runningTasks == tasks;
    }

    /** Flink will not run it again by itself. */
    public boolean isOver() {
        return switch (state) {
            case "ABSENT", "FINISHED", "CANCELED", "FAILED" -> true;
            default -> false;
        };
    }

    public String detail() {
        return tasks == 0 ? state : state + ", " + runningTasks + " of " + tasks + " tasks";
    }
}
