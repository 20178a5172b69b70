package io.clientele.jobs.domain.behaviour;

import java.util.Arrays;

/**
 * The events of one key inside the de-duplication horizon, by a 64-bit hash of their id.
 *
 * @param hashes of the event ids
 * @param times epoch microseconds, one for each hash
 */
public record RecentEvents(long[] hashes, long[] times) {

    /** No event yet. */
    public static RecentEvents none() {
        return new RecentEvents(new long[0], new long[0]);
    }

    /** Whether the event is among them. */
    public boolean contains(String eventId) {
        long hash = hash(eventId);
        for (long known : hashes) {
            if (known == hash) {
                return true;
            }
        }
        return false;
    }

    /** With one more event, and without those before the horizon (epoch microseconds). */
    public RecentEvents with(String eventId, long time, long horizon) {
        long[] keptHashes = new long[hashes.length + 1];
        long[] keptTimes = new long[hashes.length + 1];
        int kept = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (times[i] >= horizon) {
                keptHashes[kept] = hashes[i];
                keptTimes[kept++] = times[i];
            }
        }
        keptHashes[kept] = hash(eventId);
        keptTimes[kept++] = time;
        return new RecentEvents(Arrays.copyOf(keptHashes, kept), Arrays.copyOf(keptTimes, kept));
    }

    /** FNV-1a over the id's characters: a customer has few recent events, so 64 bits do not collide in practice. */
    private static long hash(String eventId) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < eventId.length(); i++) {
            hash = (hash ^ eventId.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
