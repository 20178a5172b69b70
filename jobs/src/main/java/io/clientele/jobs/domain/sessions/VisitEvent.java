package io.clientele.jobs.domain.sessions;

/**
 * An event of a visit, as a session sees it.
 *
 * @param eventId its identity
 * @param time when it happened, epoch microseconds
 * @param page path of its page, see {@link PageAddress#path}; empty for none
 */
public record VisitEvent(String eventId, long time, Action action, String page, Arrival arrival) {}
