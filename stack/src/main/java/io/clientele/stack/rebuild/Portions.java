package io.clientele.stack.rebuild;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Cuts the days of a raw table into pieces that Trino can sort in memory. */
final class Portions {
    private Portions() {}

    /**
     * Days in UTC, one after the other.
     *
     * @param before the first day that does not belong to it
     */
    record Portion(LocalDate from, LocalDate before, long rows) {

        /** The condition that holds for its rows. */
        String condition() {
            return "event_time >= timestamp '%s 00:00:00 UTC' and event_time < timestamp '%s 00:00:00 UTC'"
                    .formatted(from, before);
        }
    }

    /** Whole days in their order, as many to a portion as have at most {@code maxRows} rows together, at least one. */
    static List<Portion> of(SortedMap<LocalDate, Long> rowsByDay, long maxRows) {
        List<Portion> portions = new ArrayList<>();
        for (Map.Entry<LocalDate, Long> day : rowsByDay.entrySet()) {
            LocalDate next = day.getKey().plusDays(1);
            Portion last = portions.isEmpty() ? null : portions.get(portions.size() - 1);
            if (last != null && last.rows() + day.getValue() <= maxRows) {
                portions.set(portions.size() - 1, new Portion(last.from(), next, last.rows() + day.getValue()));
            } else {
                portions.add(new Portion(day.getKey(), next, day.getValue()));
            }
        }
        return portions;
    }
}
