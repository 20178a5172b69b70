package io.clientele.jobs.domain.orders;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.RfmValues;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.RandomAccess;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A customer's orders as a sum: per business day what was added and what was taken back. Ledgers of two customers who
 * turn out to be one are simply added, and every figure of the profile is read off the entries.
 *
 * @param entries how states kept them before they were packed; null in every ledger
 * @param packed the entries one after another, the seven numbers of each in the order of its components: sorted by day, then by
 *     the order's time; no two of the same day and time, none empty
 */
public record OrderLedger(@Nullable List<LedgerEntry> entries, long[] packed) {
    private static final int NUMBERS = 7;
    private static final Comparator<LedgerEntry> BY_DAY =
            Comparator.comparingInt(LedgerEntry::day).thenComparingLong(LedgerEntry::placedAt);

    /** From its columns as a state has them: either of the two. */
    public OrderLedger {
        packed = packed == null ? pack(entries == null ? List.of() : entries) : packed;
        entries = null;
    }

    /** A ledger without an entry. */
    public static OrderLedger empty() {
        return of(List.of());
    }

    /** A ledger of these entries, in the order that {@link #packed} asks for. */
    public static OrderLedger of(List<LedgerEntry> entries) {
        return new OrderLedger(null, pack(entries));
    }

    private static long[] pack(List<LedgerEntry> entries) {
        long[] packed = new long[entries.size() * NUMBERS];
        int at = 0;
        for (LedgerEntry entry : entries) {
            packed[at++] = entry.day();
            packed[at++] = entry.placedAt();
            packed[at++] = entry.orders();
            packed[at++] = entry.items();
            packed[at++] = entry.gross();
            packed[at++] = entry.discounts();
            packed[at++] = entry.refunds();
        }
        return packed;
    }

    /** How many entries there are. */
    public int size() {
        return packed.length / NUMBERS;
    }

    /** The entries, read off {@link #packed}. */
    public List<LedgerEntry> all() {
        return new Unpacked(packed);
    }

    /** What {@link #plus} is to add when one order's timeline becomes another. */
    public static List<LedgerEntry> changes(List<LedgerEntry> before, List<LedgerEntry> after) {
        List<LedgerEntry> changes = new ArrayList<>(after);
        before.forEach(entry -> changes.add(entry.negated()));
        return changes;
    }

    /** The sum of both ledgers. */
    public OrderLedger merge(OrderLedger other) {
        return plus(other.all());
    }

    /** The sum of this and the entries, which may be in any order: one pass for the changes of many orders. */
    public OrderLedger plus(List<LedgerEntry> changes) {
        List<LedgerEntry> sorted = new ArrayList<>(changes);
        sorted.sort(BY_DAY);
        List<LedgerEntry> entries = all();
        List<LedgerEntry> sum = new ArrayList<>(entries.size() + sorted.size());
        int known = 0;
        int next = 0;
        while (known < entries.size() || next < sorted.size()) {
            boolean isKnown = next == sorted.size()
                    || (known < entries.size() && BY_DAY.compare(entries.get(known), sorted.get(next)) <= 0);
            LedgerEntry entry = isKnown ? entries.get(known++) : sorted.get(next++);
            while (next < sorted.size() && BY_DAY.compare(entry, sorted.get(next)) == 0) {
                entry = entry.plus(sorted.get(next++));
            }
            if (!entry.isNothing()) {
                sum.add(entry);
            }
        }
        return of(sum);
    }

    /** The sum of all entries; its day and time mean nothing. */
    public LedgerEntry total() {
        LedgerEntry total = new LedgerEntry(0, 0, 0, 0, 0, 0, 0);
        for (LedgerEntry entry : all()) {
            total = total.plus(entry);
        }
        return total;
    }

    /** Times (epoch microseconds) of the orders that count at the end of a day, sorted. */
    public List<Long> ordersThrough(int day) {
        TreeMap<Long, Integer> counts = new TreeMap<>();
        for (LedgerEntry entry : all()) {
            if (entry.day() <= day) {
                counts.merge(entry.placedAt(), entry.orders(), Integer::sum);
            }
        }
        List<Long> times = new ArrayList<>(counts.size());
        counts.forEach((placedAt, orders) -> {
            if (orders > 0) {
                times.add(placedAt);
            }
        });
        return times;
    }

    /**
     * Recency, frequency and monetary value at the end of a business day, that is as of the day after it.
     *
     * @param lookBackDays how many days of net sales the monetary value covers
     */
    public RfmValues valuesThrough(int day, long lookBackDays, BusinessCalendar calendar) {
        long frequency = 0;
        long monetary = 0;
        for (LedgerEntry entry : all()) {
            if (entry.day() <= day) {
                frequency += entry.orders();
                if (entry.day() > day - lookBackDays) {
                    monetary += entry.net();
                }
            }
        }
        if (frequency <= 0) {
            return RfmValues.NONE;
        }
        List<Long> counting = ordersThrough(day);
        return new RfmValues(calendar.dayOf(counting.get(counting.size() - 1)), frequency, monetary);
    }

    /** The days, from {@code first} on, at whose end the values may differ from those of the day before. */
    public NavigableSet<Integer> steps(int first, long lookBackDays) {
        TreeSet<Integer> steps = new TreeSet<>();
        for (LedgerEntry entry : all()) {
            steps.add(entry.day());
            long leaves = entry.day() + lookBackDays;
            if (leaves < Integer.MAX_VALUE) {
                steps.add((int) leaves);
            }
        }
        return new TreeSet<>(steps.tailSet(first, true));
    }

    /** The first day on which the two say different things. */
    public OptionalInt firstDifference(OrderLedger other) {
        int at = Arrays.mismatch(packed, other.packed);
        if (at < 0) {
            return OptionalInt.empty();
        }
        at -= at % NUMBERS;
        long mine = at < packed.length ? packed[at] : Integer.MAX_VALUE;
        long its = at < other.packed.length ? other.packed[at] : Integer.MAX_VALUE;
        return OptionalInt.of((int) Math.min(mine, its));
    }

    /** The day of the first entry. */
    public OptionalInt firstDay() {
        return size() == 0 ? OptionalInt.empty() : OptionalInt.of((int) packed[0]);
    }

    /** Net sales by business date over the newest days of activity. */
    public Map<LocalDate, Long> recentNetSales(int days) {
        Map<LocalDate, Long> recent = new TreeMap<>();
        List<LedgerEntry> entries = all();
        if (entries.isEmpty()) {
            return recent;
        }
        int newest = entries.get(entries.size() - 1).day();
        for (LedgerEntry entry : entries) {
            if (entry.day() > newest - days && entry.net() != 0) {
                recent.merge(LocalDate.ofEpochDay(entry.day()), entry.net(), Long::sum);
            }
        }
        return recent;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OrderLedger ledger && Arrays.equals(packed, ledger.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return all().toString();
    }

    private static final class Unpacked extends AbstractList<LedgerEntry> implements RandomAccess {
        private final long[] packed;

        Unpacked(long[] packed) {
            this.packed = packed;
        }

        @Override
        public LedgerEntry get(int index) {
            int at = Objects.checkIndex(index, size()) * NUMBERS;
            return new LedgerEntry(
                    (int) packed[at],
                    packed[at + 1],
                    (int) packed[at + 2],
                    packed[at + 3],
                    packed[at + 4],
                    packed[at + 5],
                    packed[at + 6]);
        }

        @Override
        public int size() {
            return packed.length / NUMBERS;
        }
    }
}
