package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.RfmValues;

/**
 * What the population knows of a person.
 *
 * @param awaitedDay the business day whose beginning the pending timer waits for, or {@link #NO_DAY}
 */
public record Settled(RfmValues values, int awaitedDay) {

    /** No day at all. */
    static final int NO_DAY = Integer.MAX_VALUE;

    /** A person whom the population does not know and no timer waits for. */
    static final Settled NOTHING = new Settled(RfmValues.NONE, NO_DAY);
}
