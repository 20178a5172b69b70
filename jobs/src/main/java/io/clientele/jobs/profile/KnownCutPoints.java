package io.clientele.jobs.profile;

import io.clientele.jobs.domain.rfm.CutPoints;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cut points that a pending timer may still need, by business day. */
final class KnownCutPoints {

    private final NavigableMap<Integer, CutPoints> byDay = new TreeMap<>();
    private final NavigableMap<Integer, CutPoints> changes = new TreeMap<>();

    void add(CutPoints cuts) {
        byDay.put(cuts.asOfDay(), cuts);
        if (!cuts.isMoved()) {
            changes.put(cuts.asOfDay(), cuts);
        }
    }

    @Nullable
    CutPoints inForceOn(int day) {
        var inForce = byDay.floorEntry(day);
        return inForce == null ? null : inForce.getValue();
    }

    /** The first day after this one whose cut points did not just move along with the days. */
    @Nullable
    Integer nextChangeAfter(int day) {
        return changes.higherKey(day);
    }

    /** Forgets what was in force before the day; returns those days. */
    List<Integer> forgetBefore(int day) {
        Integer inForce = byDay.floorKey(day);
        if (inForce == null) {
            return List.of();
        }
        NavigableMap<Integer, CutPoints> passed = byDay.headMap(inForce, false);
        List<Integer> days = List.copyOf(passed.keySet());
        passed.clear();
        changes.headMap(inForce, false).clear();
        return days;
    }
}
