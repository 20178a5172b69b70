package io.clientele.jobs.domain.sessions;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that is new or another one than before, or is no more.
 *
 * @param session as it is now; of one that is no more, as it was
 */
public record SessionChange(Session session, boolean isDeleted) {

    /**
     * What the difference between two logs of a visitor makes of the sessions.
     *
     * @param time of the one event or order by which they differ, epoch microseconds
     */
    public static List<SessionChange> between(VisitorLog before, VisitorLog after, long time, SessionRules rules) {
        long[] span = after.spanAround(time, rules);
        return between(before.sessionsIn(span, rules), after.sessionsIn(span, rules));
    }

    /** The same for logs that differ by any number of events and orders. */
    public static List<SessionChange> between(VisitorLog before, VisitorLog after, SessionRules rules) {
        return between(before.sessions(rules), after.sessions(rules));
    }

    private static List<SessionChange> between(List<Session> old, List<Session> now) {
        List<SessionChange> changes = new ArrayList<>(now.size());
        for (Session session : old) {
            if (startingWith(session, now) == null) {
                changes.add(new SessionChange(session, true));
            }
        }
        for (Session session : now) {
            if (!session.equals(startingWith(session, old))) {
                changes.add(new SessionChange(session, false));
            }
        }
        return changes;
    }

    private static @Nullable Session startingWith(Session session, List<Session> others) {
        for (Session other : others) {
            if (other.startedAt() == session.startedAt()) {
                return other;
            }
        }
        return null;
    }
}
