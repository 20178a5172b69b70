package io.clientele.jobs.domain.behaviour;

import java.util.Arrays;

/**
 * Events of one key inside the de-duplication horizon, by a 64-bit hash of their id.
 *
 * @param hashes of the event ids
 * @param times epoch microseconds, one for each hash
 * @param parts into how many parts, a power of two, the key's events were split; 0 while all of them are here
 */
public record RecentEvents(long[] hashes, long[] times, int parts) {

    /** No event yet. */
    public static RecentEvents none() {
        return inParts(0);
    }

    /** Stands for events that are in so many parts. */
    public static RecentEvents inParts(int parts) {
        return new RecentEvents(new long[0], new long[0], parts);
    }

    /** How many there are. */
    public int size() {
        return hashes.length;
    }

    /** Whether the event of this {@link #hash} is among them. */
    public boolean contains(long hash) {
        for (long known : hashes) {
            if (known == hash) {
                return true;
            }
        }
        return false;
    }

    /** With one more event, and without those before the horizon (epoch microseconds). */
    public RecentEvents with(long hash, long time, long horizon) {
        RecentEvents kept = since(horizon, 0, 1, 1);
        kept.hashes[kept.size() - 1] = hash;
        kept.times[kept.size() - 1] = time;
        return kept;
    }

    /**
     * The events of one of so many parts, without those before the horizon.
     *
     * @param parts a power of two
     */
    public RecentEvents part(int part, int parts, long horizon) {
        return since(horizon, part, parts, 0);
    }

    /** In which of so many parts an event is. */
    public static int partOf(long hash, int parts) {
        return (int) hash & (parts - 1);
    }

    /** A copy with room for so many more. */
    private RecentEvents since(long horizon, int part, int of, int free) {
        long[] keptHashes = new long[hashes.length + free];
        long[] keptTimes = new long[hashes.length + free];
        int kept = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (times[i] >= horizon && partOf(hashes[i], of) == part) {
                keptHashes[kept] = hashes[i];
                keptTimes[kept++] = times[i];
            }
        }
        return new RecentEvents(Arrays.copyOf(keptHashes, kept + free), Arrays.copyOf(keptTimes, kept + free), 0);
    }

    /** FNV-1a over the id's characters: of one key's recent events 64 bits do not collide in practice. */
    public static long hash(String eventId) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < eventId.length(); i++) {
            hash = (hash ^ eventId.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
