package io.clientele.connectors.iceberg;

import java.util.OptionalLong;

/**
 * How the run of a writer started.
 *
 * @param restoredCheckpoint the checkpoint or savepoint whose state it has; empty for a start without state
 */
record WriterStart(OptionalLong restoredCheckpoint) {

    /** Why a table cannot be written from this state, and the way out. */
    String explain(String table, String writer, long inTable, long inState) {
        String found = inTable == CommittedCheckpoint.NONE
                ? "table %s has no checkpoint of the writer '%s'".formatted(table, writer)
                : "table %s has checkpoint %d of the writer '%s'".formatted(table, inTable, writer);
        if (restoredCheckpoint.isEmpty() && inState == CommittedCheckpoint.NONE) {
            return found + ", but the job started without state: its rows would be written twice."
                    + " Start the job from its newest savepoint or checkpoint, or roll the table back to before the"
                    + " writer's first snapshot (with everything merged from it), or reset the lake.";
        }
        String restored = restoredCheckpoint.isPresent()
                ? "the job started from checkpoint " + restoredCheckpoint.getAsLong()
                : "the job started without state";
        if (inTable > inState) {
            return ("%s, but %s, whose last commit is checkpoint %s: what lies between would be written twice, or another run"
                            + " of the job is writing. Stop any other run; start from the newest savepoint or checkpoint,"
                            + " or roll the table back to that commit (with everything merged from it).")
                    .formatted(found, restored, name(inState));
        }
        return ("%s, but %s, whose last commit is checkpoint %s: the table was rolled back or made anew, and what lies between"
                        + " would be missing. Start from a savepoint that belongs to the table as it is, or reset the lake.")
                .formatted(found, restored, name(inState));
    }

    private static String name(long checkpoint) {
        return checkpoint == CommittedCheckpoint.NONE ? "none" : Long.toString(checkpoint);
    }
}
