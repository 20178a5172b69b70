package io.clientele.jobs.domain.orders;

import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.rfm.RfmValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A customer's orders as a sum: per business day what was added and what was taken back. Ledgers of two customers who
 * turn out to be one are simply added, and every figure of the profile is read off the entries.
 *
 * @param entries sorted by day, then by the order's time; no two of the same day and time, none empty
 */
public record OrderLedger(List<LedgerEntry> entries) {

    private static final Comparator<LedgerEntry> BY_DAY =
            Comparator.comparingInt(LedgerEntry::day).thenComparingLong(LedgerEntry::placedAt);

    /** A ledger without an entry. */
    public static OrderLedger empty() {
        return new OrderLedger(List.of());
    }

    /** This ledger with one order's timeline taken out and its new one put in. */
    public OrderLedger replace(List<LedgerEntry> before, List<LedgerEntry> after) {
        List<LedgerEntry> changes = new ArrayList<>(after);
        before.forEach(entry -> changes.add(entry.negated()));
        return plus(changes);
    }

    /** The sum of both ledgers. */
    public OrderLedger merge(OrderLedger other) {
        return plus(other.entries);
    }

    private OrderLedger plus(List<LedgerEntry> changes) {
        List<LedgerEntry> sorted = new ArrayList<>(changes);
        sorted.sort(BY_DAY);
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
        return new OrderLedger(List.copyOf(sum));
    }

    /** The sum of all entries; its day and time mean nothing. */
    public LedgerEntry total() {
        return entries.stream().reduce(new LedgerEntry(0, 0, 0, 0, 0, 0, 0), LedgerEntry::plus);
    }

    /** Times (epoch microseconds) of the orders that count at the end of a day, sorted. */
    public List<Long> ordersThrough(int day) {
        TreeMap<Long, Integer> counts = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            if (entry.day() <= day) {
                counts.merge(entry.placedAt(), entry.orders(), Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Recency, frequency and monetary value at the end of a business day, that is as of the day after it.
     *
     * @param lookBackDays how many days of net sales the monetary value covers
     */
    public RfmValues valuesThrough(int day, long lookBackDays, BusinessCalendar calendar) {
        long frequency = 0;
        long monetary = 0;
        for (LedgerEntry entry : entries) {
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
        for (LedgerEntry entry : entries) {
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
        int common = Math.min(entries.size(), other.entries.size());
        for (int index = 0; index < common; index++) {
            LedgerEntry mine = entries.get(index);
            LedgerEntry its = other.entries.get(index);
            if (!mine.equals(its)) {
                return OptionalInt.of(Math.min(mine.day(), its.day()));
            }
        }
        List<LedgerEntry> longer = entries.size() > common ? entries : other.entries;
        return longer.size() > common ? OptionalInt.of(longer.get(common).day()) : OptionalInt.empty();
    }

    /** The day of the first entry. */
    public OptionalInt firstDay() {
        return entries.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(entries.get(0).day());
    }

    /** Net sales by business date over the newest days of activity. */
    public Map<LocalDate, Long> recentNetSales(int days) {
        Map<LocalDate, Long> recent = new TreeMap<>();
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
}
