package io.clientele.jobs.profile;

import io.clientele.jobs.domain.behaviour.RecentEvents;
import io.clientele.jobs.state.BundledValue;
import io.clientele.jobs.state.KeyedStates;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The recent events of each key: {@code recent}, one value, and of a key with more than {@value #MOST_IN_A_PART} of them {@code recent-parts}, by
 * their hashes. So an event of a robot costs what one of a person costs, since each reads and writes one small part. The parts of one that
 * rested beyond the horizon are not looked at again, and go when they have lain idle.
 */
final class KeyedRecentEvents {
    static final int MOST_IN_A_PART = 512;

    private final BundledValue<RecentEvents> recent;
    private final MapState<Integer, RecentEvents> parts;

    /** @param idle after how long without an event those of a key are forgotten (wall clock: a safety net) */
    KeyedRecentEvents(RuntimeContext context, Duration idle) {
        recent = new BundledValue<>(KeyedStates.value(context, "recent", RecentEvents.class, idle));
        parts = KeyedStates.map(context, "recent-parts", Integer.class, RecentEvents.class, idle);
    }

    /**
     * Remembers an event.
     *
     * @param time epoch microseconds
     * @param horizon epoch microseconds; events before it may be forgotten
     * @param newest when the newest event that is remembered happened; when that was before the horizon, nothing has to be looked up
     * @return false if it is remembered already
     */
    boolean remember(String eventId, long time, long horizon, long newest) throws Exception {
        if (newest < horizon) {
            recent.assume(null);
        }
        @Nullable RecentEvents remembered = recent.value();
        RecentEvents all = remembered == null ? RecentEvents.none() : remembered;
        long hash = RecentEvents.hash(eventId);
        boolean isInParts = all.parts() > 0;
        int part = isInParts ? RecentEvents.partOf(hash, all.parts()) : 0;
        RecentEvents known = isInParts ? part(part) : all;
        if (known.contains(hash)) {
            return false;
        }
        RecentEvents more = known.with(hash, time, horizon);
        boolean isTooMany = more.size() > MOST_IN_A_PART;
        if (isInParts || isTooMany) {
            parts.put(part, more);
        }
        if (isTooMany) {
            split(Math.max(1, all.parts()), horizon);
        } else {
            // also beside a part, or it would be forgotten before that
            recent.update(isInParts ? all : more);
        }
        return true;
    }

    /** Makes two parts of each. */
    private void split(int before, long horizon) throws Exception {
        int now = 2 * before;
        for (int half = 0; half < before; half++) {
            RecentEvents whole = part(half);
            parts.put(half, whole.part(half, now, horizon));
            parts.put(half + before, whole.part(half + before, now, horizon));
        }
        recent.update(RecentEvents.inParts(now));
    }

    private RecentEvents part(int number) throws Exception {
        @Nullable RecentEvents known = parts.get(number);
        return known == null ? RecentEvents.none() : known;
    }

    void clear() {
        recent.clear();
        parts.clear();
    }

    /** As {@link BundledValue#store}. */
    void store() throws IOException {
        recent.store();
    }
}
