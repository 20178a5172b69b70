package io.clientele.jobs.domain.orders;

import io.clientele.jobs.domain.BusinessCalendar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Everything that is known of one order, as a set of facts: what it means is computed from the whole set, so neither
 * the order of arrival nor a repetition can change it.
 *
 * <p>The rules: the newest version by event time is in force from its own day on. A cancelled order counts for nothing
 * from the day of its cancellation (its refunds neither: the cancellation has taken the value back already). Cancelled
 * lines take their share of gross and discount back. A refund counts on its own date. An order whose refunds reach its
 * net value does not count as an order any more. Nothing about an order counts before it was placed, except refunds.
 */
public record OrderFacts(List<OrderVersion> versions, List<Cancellation> cancellations, List<Refund> refunds) {

    private static final Comparator<OrderVersion> OLDEST_FIRST =
            Comparator.comparingLong(OrderVersion::at).thenComparing(OrderVersion::eventId);

    /** An order of which nothing is known yet. */
    public static OrderFacts none() {
        return new OrderFacts(List.of(), List.of(), List.of());
    }

    /** The facts with this event; the very same object when the event is known already. */
    public OrderFacts with(OrderEvent event) {
        if (event instanceof OrderVersion version) {
            return with(version);
        }
        return event instanceof Cancellation cancellation ? with(cancellation) : with((Refund) event);
    }

    private OrderFacts with(OrderVersion version) {
        if (versions.stream().anyMatch(known -> known.eventId().equals(version.eventId()))) {
            return this;
        }
        List<OrderVersion> more = appended(versions, version);
        more.sort(OLDEST_FIRST);
        return new OrderFacts(more, cancellations, refunds);
    }

    private OrderFacts with(Cancellation cancellation) {
        return cancellations.stream().anyMatch(known -> known.eventId().equals(cancellation.eventId()))
                ? this
                : new OrderFacts(versions, appended(cancellations, cancellation), refunds);
    }

    private OrderFacts with(Refund refund) {
        return refunds.stream().anyMatch(known -> known.eventId().equals(refund.eventId()))
                ? this
                : new OrderFacts(versions, cancellations, appended(refunds, refund));
    }

    /** What this order adds to its customer's ledger, one entry per business day on which something changes. */
    public List<LedgerEntry> timeline(BusinessCalendar calendar) {
        long placedAt = placedAt();
        int placedOn = versions.isEmpty() ? Integer.MAX_VALUE : calendar.dayOf(placedAt);
        TreeSet<Integer> days = new TreeSet<>();
        versions.forEach(version -> days.add(calendar.dayOf(version.at())));
        refunds.forEach(refund -> days.add(calendar.dayOf(refund.at())));
        if (!versions.isEmpty()) {
            cancellations.forEach(cancellation -> days.add(Math.max(placedOn, calendar.dayOf(cancellation.at()))));
        }
        List<LedgerEntry> timeline = new ArrayList<>(days.size());
        LedgerEntry before = new LedgerEntry(0, placedAt, 0, 0, 0, 0, 0);
        for (int day : days) {
            LedgerEntry state = stateAtEndOf(day, placedAt, calendar);
            LedgerEntry change = state.plus(before.negated());
            if (!change.isNothing()) {
                timeline.add(change);
            }
            before = state;
        }
        return timeline;
    }

    private long placedAt() {
        return versions.isEmpty()
                ? refunds.stream().mapToLong(Refund::at).min().orElse(0)
                : versions.get(0).at();
    }

    private LedgerEntry stateAtEndOf(int day, long placedAt, BusinessCalendar calendar) {
        long refunded = refunds.stream()
                .filter(refund -> calendar.dayOf(refund.at()) <= day)
                .mapToLong(Refund::amount)
                .sum();
        OrderVersion inForce = versions.stream()
                .filter(version -> calendar.dayOf(version.at()) <= day)
                .reduce((older, newer) -> newer)
                .orElse(null);
        if (inForce == null) {
            return new LedgerEntry(day, placedAt, 0, 0, 0, 0, refunded);
        }
        List<Cancellation> soFar = cancellations.stream()
                .filter(cancellation -> calendar.dayOf(cancellation.at()) <= day)
                .toList();
        if (soFar.stream().anyMatch(Cancellation::isWhole)) {
            return new LedgerEntry(day, placedAt, 0, 0, 0, 0, 0);
        }
        return remaining(day, placedAt, inForce, piecesCancelled(soFar), refunded);
    }

    private static LedgerEntry remaining(
            int day, long placedAt, OrderVersion version, Map<Integer, Long> cancelled, long refunded) {
        long items = 0;
        long cancelledGross = 0;
        long cancelledDiscount = 0;
        boolean isAnyPieceLeft = version.lines().isEmpty();
        for (OrderLine line : version.lines()) {
            OrderLine gone = line.share(cancelled.getOrDefault(line.position(), 0L));
            items += line.quantity() - gone.quantity();
            cancelledGross += gone.gross();
            cancelledDiscount += gone.discount();
            isAnyPieceLeft |= gone.quantity() < line.quantity();
        }
        if (!isAnyPieceLeft) {
            return new LedgerEntry(day, placedAt, 0, 0, 0, 0, 0);
        }
        long gross = version.gross() - cancelledGross;
        long discount = Math.max(0, version.discount() - cancelledDiscount);
        boolean isFullyRefunded = refunded > 0 && refunded >= gross - discount;
        return new LedgerEntry(day, placedAt, isFullyRefunded ? 0 : 1, items, gross, discount, refunded);
    }

    private static Map<Integer, Long> piecesCancelled(List<Cancellation> cancellations) {
        Map<Integer, Long> pieces = new HashMap<>();
        cancellations.forEach(cancellation ->
                cancellation.pieces().forEach((position, count) -> pieces.merge(position, count, Long::sum)));
        return pieces;
    }

    private static <T> List<T> appended(List<T> list, T element) {
        List<T> more = new ArrayList<>(list.size() + 1);
        more.addAll(list);
        more.add(element);
        return more;
    }
}
