package io.clientele.bench;

import io.clientele.jobs.profile.Arm;

/**
 * What one run of an arm took.
 *
 * @param events that went in
 * @param customers that they are of
 * @param seconds from the job's start to its end
 * @param cpuSeconds processor time of the whole process in between
 * @param gcSeconds of which collecting garbage
 * @param stateBytes the largest checkpoint, with all that it shares with earlier ones
 * @param checkpoints completed
 * @param checkpointMillis their median
 * @param slowestCheckpointMillis their maximum
 */
record Run(
        Arm arm,
        long events,
        int customers,
        double seconds,
        double cpuSeconds,
        double gcSeconds,
        long stateBytes,
        long checkpoints,
        double checkpointMillis,
        long slowestCheckpointMillis) {

    double eventsPerSecond() {
        return events / seconds;
    }

    /** Processor time per event, in microseconds. */
    double cpuMicros() {
        return cpuSeconds / events * 1e6;
    }

    double stateBytesPerCustomer() {
        return (double) stateBytes / customers;
    }

    @Override
    public String toString() {
        return ("%s: %,d events in %.1f s, %,.0f events/s, CPU %.1f µs per event, GC %.1f s, state %.0f bytes per customer, "
                        + "%d checkpoints of %.0f ms, slowest %d ms")
                .formatted(
                        arm.label(),
                        events,
                        seconds,
                        eventsPerSecond(),
                        cpuMicros(),
                        gcSeconds,
                        stateBytesPerCustomer(),
                        checkpoints,
                        checkpointMillis,
                        slowestCheckpointMillis);
    }
}
