package io.clientele.stack.freshness;

import java.util.Arrays;

/**
 * The schedule of the probes and what became of them. Probe i is due at i / rate seconds and belongs to customer i modulo
 * the number of customers, so a customer's event count tells which of their probes have arrived. Delays count from when a
 * probe was due, not from when it was sent: if the line pushes back and the sender falls behind, that is delay too.
 */
final class Probes {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final int customers;
    private final double nanosPerProbe;
    private final long[] countsBefore;
    private final int[] visible;
    private final double[] delaysMillis;
    private int measured;

    /**
     * @param total number of probes
     * @param perSecond how many are due each second
     * @param countsBefore events that each probe customer has already
     */
    Probes(int total, int perSecond, long[] countsBefore) {
        this.customers = countsBefore.length;
        this.nanosPerProbe = NANOS_PER_SECOND / perSecond;
        this.countsBefore = countsBefore.clone();
        this.visible = new int[customers];
        this.delaysMillis = new double[total];
    }

    int total() {
        return delaysMillis.length;
    }

    /** The customer of a probe, both from 0. */
    int customerOf(int probe) {
        return probe % customers;
    }

    /** When a probe is due, in nanoseconds after the start. */
    long dueNanos(int probe) {
        return Math.round(probe * nanosPerProbe);
    }

    /**
     * Notes an answer of the lake.
     *
     * @param eventCount all events of the customer that the answer shows
     * @param nanos when the answer was there, in nanoseconds after the start
     */
    void seen(int customer, long eventCount, long nanos) {
        long arrived = eventCount - countsBefore[customer];
        while (visible[customer] < arrived) {
            long probe = customer + (long) visible[customer] * customers;
            if (probe >= total()) {
                return;
            }
            delaysMillis[measured++] = (nanos - dueNanos((int) probe)) / NANOS_PER_MILLI;
            visible[customer]++;
        }
    }

    /** Probes that no answer has shown yet. */
    int missing() {
        return total() - measured;
    }

    /** The delays of the probes that were seen, in milliseconds, ascending. */
    double[] delaysMillis() {
        double[] sorted = Arrays.copyOf(delaysMillis, measured);
        Arrays.sort(sorted);
        return sorted;
    }
}
