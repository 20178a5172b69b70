package io.clientele.jobs.domain.sessions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What one visitor did lately: the events and orders of the sessions that may still change, in columns. Its sessions are computed from
 * it alone, so neither the order of arrival nor a repetition can matter. An event takes 25 bytes; pages and arrivals are kept
 * once each.
 *
 * @param times of the events, epoch microseconds, rising; at the same time the ids rise
 * @param ids 64-bit hashes of the event ids
 * @param actions codes of {@link Action}
 * @param pages positions in {@code pageNames}
 * @param arrivals positions in {@code arrivalTexts}
 * @param pageNames the different paths, the empty one for no page
 * @param arrivalTexts the different arrivals, {@link Arrival#FIELDS} texts each
 * @param orderIds the orders, in no order
 * @param orderTimes when each belongs to the visitor, epoch microseconds
 * @param orderValues in ten-thousandths of the reporting currency
 * @param version number of changes so far
 */
public record VisitorLog(
        long[] times,
        long[] ids,
        byte[] actions,
        int[] pages,
        int[] arrivals,
        String[] pageNames,
        String[] arrivalTexts,
        String[] orderIds,
        long[] orderTimes,
        long[] orderValues,
        long version) {

    private static final String[] NO_TEXTS = {};
    private static final long[] NO_NUMBERS = {};

    /** Nothing yet. */
    public static VisitorLog empty() {
        return new VisitorLog(
                NO_NUMBERS,
                NO_NUMBERS,
                new byte[0],
                new int[0],
                new int[0],
                NO_TEXTS,
                NO_TEXTS,
                NO_TEXTS,
                NO_NUMBERS,
                NO_NUMBERS,
                0);
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
        return times.length == 0 && orderIds.length == 0;
    }

    /** Number of events. */
    public int events() {
        return times.length;
    }

    /** Number of events and orders. */
    public int size() {
        return times.length + orderIds.length;
    }

    /** Time of the newest event or order, epoch microseconds; of a log that is not empty. */
    public long newest() {
        long newest = times.length == 0 ? Long.MIN_VALUE : times[times.length - 1];
        for (long time : orderTimes) {
            newest = Math.max(newest, time);
        }
        return newest;
    }

    /** Whether the event is in it. */
    public boolean contains(String eventId) {
        long id = hash(eventId);
        for (long known : ids) {
            if (known == id) {
                return true;
            }
        }
        return false;
    }

    /** With one more event; the log itself if it is in it. */
    public VisitorLog with(VisitEvent event) {
        return with(List.of(event));
    }

    /** With more events; one that is in it, or comes twice, counts once. */
    public VisitorLog with(List<VisitEvent> events) {
        Map<Long, VisitEvent> news = new HashMap<>();
        events.forEach(event -> news.putIfAbsent(hash(event.eventId()), event));
        for (long known : ids) {
            news.remove(known);
        }
        if (news.isEmpty()) {
            return this;
        }
        List<Map.Entry<Long, VisitEvent>> added = new ArrayList<>(news.entrySet());
        added.sort(Comparator.<Map.Entry<Long, VisitEvent>>comparingLong(
                        entry -> entry.getValue().time())
                .thenComparingLong(Map.Entry::getKey));
        return merged(added);
    }

    private VisitorLog merged(List<Map.Entry<Long, VisitEvent>> added) {
        int count = times.length + added.size();
        long[] newTimes = Arrays.copyOf(times, count);
        long[] newIds = Arrays.copyOf(ids, count);
        byte[] newActions = Arrays.copyOf(actions, count);
        int[] newPages = Arrays.copyOf(pages, count);
        int[] newArrivals = Arrays.copyOf(arrivals, count);
        List<String> names = new ArrayList<>(Arrays.asList(pageNames));
        Map<String, Integer> places = new HashMap<>();
        for (String name : pageNames) {
            places.put(name, places.size());
        }
        String[] texts = arrivalTexts;
        // from the end, so that what moves is never overwritten
        int end = count;
        int known = times.length;
        for (int next = added.size() - 1; next >= 0; next--) {
            long id = added.get(next).getKey();
            VisitEvent event = added.get(next).getValue();
            int at = known;
            while (at > 0 && (times[at - 1] > event.time() || (times[at - 1] == event.time() && ids[at - 1] > id))) {
                at--;
            }
            int later = known - at;
            end -= later;
            System.arraycopy(times, at, newTimes, end, later);
            System.arraycopy(ids, at, newIds, end, later);
            System.arraycopy(actions, at, newActions, end, later);
            System.arraycopy(pages, at, newPages, end, later);
            System.arraycopy(arrivals, at, newArrivals, end, later);
            known = at;
            end--;
            newTimes[end] = event.time();
            newIds[end] = id;
            newActions[end] = event.action().code();
            newPages[end] = places.computeIfAbsent(event.page(), name -> {
                names.add(name);
                return names.size() - 1;
            });
            int arrival = indexOf(texts, event.arrival());
            if (arrival == texts.length) {
                texts = Arrays.copyOf(texts, arrival + Arrival.FIELDS);
                event.arrival().write(texts, arrival);
            }
            newArrivals[end] = arrival;
        }
        return new VisitorLog(
                newTimes,
                newIds,
                newActions,
                newPages,
                newArrivals,
                names.toArray(NO_TEXTS),
                texts,
                orderIds,
                orderTimes,
                orderValues,
                version + added.size());
    }

    /** With an order in place of what was known of it. */
    public VisitorLog withOrder(VisitOrder order) {
        return withOrders(Set.of(order.orderId()), List.of(order));
    }

    /** Without an order. */
    public VisitorLog withoutOrder(String orderId) {
        return withOrders(Set.of(orderId), List.of());
    }

    /**
     * With what has become of some orders.
     *
     * @param told all of them by their ids; what was known of them is no more
     * @param given those of them that are the visitor's
     */
    public VisitorLog withOrders(Set<String> told, Collection<VisitOrder> given) {
        VisitorLog others = ordersWhere(at -> !told.contains(orderIds[at]));
        if (given.isEmpty()) {
            return others;
        }
        int count = others.orderIds.length;
        String[] newIds = Arrays.copyOf(others.orderIds, count + given.size());
        long[] newTimes = Arrays.copyOf(others.orderTimes, newIds.length);
        long[] newValues = Arrays.copyOf(others.orderValues, newIds.length);
        for (VisitOrder order : given) {
            newIds[count] = order.orderId();
            newTimes[count] = order.time();
            newValues[count] = order.value();
            count++;
        }
        return withOrders(newIds, newTimes, newValues, others.version + given.size());
    }

    private VisitorLog ordersWhere(IntPredicate isKept) {
        int[] kept = IntStream.range(0, orderIds.length).filter(isKept).toArray();
        return kept.length == orderIds.length
                ? this
                : withOrders(
                        Arrays.stream(kept).mapToObj(at -> orderIds[at]).toArray(String[]::new),
                        Arrays.stream(kept).mapToLong(at -> orderTimes[at]).toArray(),
                        Arrays.stream(kept).mapToLong(at -> orderValues[at]).toArray(),
                        version + orderIds.length - kept.length);
    }

    /** When the order belongs to the visitor, epoch microseconds; {@code otherwise} if it is not in the log. */
    public long timeOfOrder(String orderId, long otherwise) {
        int at = Arrays.asList(orderIds).indexOf(orderId);
        return at < 0 ? otherwise : orderTimes[at];
    }

    private VisitorLog withOrders(String[] newIds, long[] newTimes, long[] newValues, long newVersion) {
        return new VisitorLog(
                times, ids, actions, pages, arrivals, pageNames, arrivalTexts, newIds, newTimes, newValues, newVersion);
    }

    /** The log without the sessions that ended before a time, and without the orders before it that are in no other session. */
    public VisitorLog since(long time, SessionRules rules) {
        int kept = 0;
        for (int end = endOfSession(0, rules); kept < times.length && times[end - 1] < time; ) {
            kept = end;
            end = endOfSession(kept, rules);
        }
        long firstKept = kept < times.length ? Math.min(time, times[kept]) : time;
        VisitorLog log = ordersWhere(at -> orderTimes[at] >= firstKept);
        return kept == 0 && log.equals(this) ? this : log.from(kept, version);
    }

    private VisitorLog from(int first, long keptVersion) {
        int count = times.length - first;
        int[] newPages = new int[count];
        int[] newArrivals = new int[count];
        int[] pagesKept = new int[pageNames.length];
        int[] arrivalsKept = new int[arrivalTexts.length];
        Arrays.fill(pagesKept, -1);
        Arrays.fill(arrivalsKept, -1);
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            int page = pages[first + at];
            if (pagesKept[page] < 0) {
                pagesKept[page] = names.size();
                names.add(pageNames[page]);
            }
            newPages[at] = pagesKept[page];
            int arrival = arrivals[first + at];
            if (arrivalsKept[arrival] < 0) {
                arrivalsKept[arrival] = texts.size();
                texts.addAll(Arrays.asList(arrivalTexts).subList(arrival, arrival + Arrival.FIELDS));
            }
            newArrivals[at] = arrivalsKept[arrival];
        }
        return new VisitorLog(
                Arrays.copyOfRange(times, first, times.length),
                Arrays.copyOfRange(ids, first, times.length),
                Arrays.copyOfRange(actions, first, times.length),
                newPages,
                newArrivals,
                names.toArray(NO_TEXTS),
                texts.toArray(NO_TEXTS),
                orderIds,
                orderTimes,
                orderValues,
                keptVersion);
    }

    /** All sessions. */
    public List<Session> sessions(SessionRules rules) {
        return sessions(0, times.length, rules);
    }

    /**
     * The span of the sessions that something at this time can have to do with: events of which none is further from the next than
     * the gap. Two times, epoch microseconds; the second before the first if there is none.
     */
    long[] spanAround(long time, SessionRules rules) {
        int last = times.length;
        while (last > 0 && times[last - 1] > time) {
            last--;
        }
        if (last == 0 || time - times[last - 1] > rules.gap()) {
            return new long[] {0, -1};
        }
        int first = last - 1;
        while (first > 0 && times[first] - times[first - 1] <= rules.gap()) {
            first--;
        }
        while (last < times.length && times[last] - times[last - 1] <= rules.gap()) {
            last++;
        }
        return new long[] {times[first], times[last - 1]};
    }

    /** The sessions of the events in a span that {@link #spanAround} gave, of this log or of one with more events. */
    List<Session> sessionsIn(long[] span, SessionRules rules) {
        int first = 0;
        while (first < times.length && times[first] < span[0]) {
            first++;
        }
        int end = first;
        while (end < times.length && times[end] <= span[1]) {
            end++;
        }
        return sessions(first, end, rules);
    }

    private List<Session> sessions(int from, int to, SessionRules rules) {
        List<Session> sessions = new ArrayList<>(1);
        for (int first = from; first < to; ) {
            int end = endOfSession(first, rules);
            SessionDraft draft = new SessionDraft(times[first]);
            for (int at = first; at < end; at++) {
                draft.add(times[at], Action.ofCode(actions[at]), pageNames[pages[at]], arrivalTexts, arrivals[at]);
            }
            addOrders(draft, end < times.length ? times[end] : Long.MAX_VALUE, rules);
            sessions.add(draft.finish());
            first = end;
        }
        return sessions;
    }

    /** An order belongs to the last session that began before it, unless that had ended for longer than the gap. */
    private void addOrders(SessionDraft draft, long nextSession, SessionRules rules) {
        for (int at = 0; at < orderIds.length; at++) {
            long time = orderTimes[at];
            if (time >= draft.startedAt() && time < nextSession && time - draft.endedAt() <= rules.gap()) {
                draft.addOrder(orderIds[at], orderValues[at]);
            }
        }
    }

    private int endOfSession(int first, SessionRules rules) {
        int end = first + 1;
        while (end < times.length
                && times[end] - times[end - 1] <= rules.gap()
                && times[end] - times[first] <= rules.longest()) {
            end++;
        }
        return Math.min(end, times.length);
    }

    private static int indexOf(String[] texts, Arrival arrival) {
        int at = 0;
        while (at < texts.length && !arrival.isAt(texts, at)) {
            at += Arrival.FIELDS;
        }
        return at;
    }

    /** FNV-1a over the id's characters: a visitor has few recent events, so 64 bits do not collide in practice. */
    private static long hash(String eventId) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < eventId.length(); i++) {
            hash = (hash ^ eventId.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
