package io.clientele.jobs.journey;

import io.clientele.jobs.domain.sessions.Session;

/**
 * A visitor's session after a change.
 *
 * @param visitor {@link io.clientele.jobs.domain.sessions.Visitor#key}
 * @param version grows with every change of a visitor
 * @param changedAt when what is behind the change happened, epoch microseconds
 * @param isDeleted whether it is no more: an earlier event moved its start, or joined it with another one
 */
public record VisitorSession(String visitor, Session session, long version, long changedAt, boolean isDeleted) {}
