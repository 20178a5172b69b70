package io.clientele.jobs.domain.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Events of one visitor, and the sessions that an operator would have told of them, one event after the other. */
final class Visits {
    static final SessionRules RULES = SessionRules.DEFAULT;
    static final Arrival DIRECT = new Arrival("mobile", "", "", "", "");

    private Visits() {}

    static long micros(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1000;
    }

    static VisitEvent view(String instant) {
        return event(micros(instant), Action.VIEW, "/");
    }

    static VisitEvent event(long time, Action action, String page) {
        return new VisitEvent(action + " " + time, time, action, page, DIRECT);
    }

    /** What is told after each event, by the start of the session; what was told of a session before is replaced. */
    static final class Told {
        final TreeMap<Long, Session> sessions = new TreeMap<>();
        VisitorLog log = VisitorLog.empty();

        Told add(VisitEvent... events) {
            for (VisitEvent event : events) {
                if (!log.contains(event.eventId())) {
                    change(log.with(event), event.time());
                }
            }
            return this;
        }

        Told bundle(List<VisitEvent> events) {
            VisitorLog after = log.with(events);
            tell(SessionChange.between(log, after, RULES));
            log = after;
            return this;
        }

        Told order(String id, long time, long value) {
            noOrder(id).change(log.withOrder(new VisitOrder(id, time, value)), time);
            return this;
        }

        Told noOrder(String id) {
            change(log.withoutOrder(id), log.timeOfOrder(id, 0));
            return this;
        }

        Told forgetBefore(long time) {
            log = log.since(time, RULES);
            return this;
        }

        private void change(VisitorLog after, long time) {
            tell(SessionChange.between(log, after, time, RULES));
            log = after;
        }

        private void tell(List<SessionChange> changes) {
            for (SessionChange change : changes) {
                if (change.isDeleted()) {
                    sessions.remove(change.session().startedAt());
                } else {
                    sessions.put(change.session().startedAt(), change.session());
                }
            }
        }

        List<Session> all() {
            return new ArrayList<>(sessions.values());
        }
    }
}
