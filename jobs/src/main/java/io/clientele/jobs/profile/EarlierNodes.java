package io.clientele.jobs.profile;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.jobs.domain.orders.OrderLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a person's nodes are to scores and cut points until the days come from whose ends on the news of them count. Mostly there is none:
 * only what is read ahead of event time has news of a day to come.
 */
public record EarlierNodes(List<Version> versions) {

    static final EarlierNodes NONE = new EarlierNodes(List.of());

    /**
     * What a node is for a while.
     *
     * @param node the hash of it: nobody tells the person that a node is forgotten which has gone to another one meanwhile
     * @param through the last business day, days since 1970-01-01, at whose beginning it is that still
     * @param ledger its orders; empty when it is not the person's
     */
    public record Version(String node, int through, OrderLedger ledger) {
        public Version {
            // states of earlier versions have the node itself
            node = hash(node);
        }

        private boolean isOf(String hash, int day) {
            return node.equals(hash) && through == day;
        }
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    /** With what the node was before news that count from the end of a day on; of several for that day the first has told it. */
    EarlierNodes with(String node, int through, OrderLedger ledger) {
        String hash = hash(node);
        if (versions.stream().anyMatch(version -> version.isOf(hash, through))) {
            return this;
        }
        List<Version> more = new ArrayList<>(versions);
        more.add(new Version(node, through, ledger));
        return new EarlierNodes(more);
    }

    /** With what the node was until then, whatever was said of it; a node that had orders then. */
    EarlierNodes instead(String node, int through, OrderLedger ledger) {
        String hash = hash(node);
        List<Version> others = new ArrayList<>(versions);
        others.removeIf(version -> version.isOf(hash, through));
        others.add(new Version(node, through, ledger));
        return new EarlierNodes(others);
    }

    /** What the node was until then; empty if it was nothing, or is the same still. */
    OrderLedger until(String node, int through) {
        String hash = hash(node);
        for (Version version : versions) {
            if (version.isOf(hash, through)) {
                return version.ledger();
            }
        }
        return OrderLedger.empty();
    }

    EarlierNodes without(String node) {
        String hash = hash(node);
        return new EarlierNodes(versions.stream()
                .filter(version -> !version.node().equals(hash))
                .toList());
    }

    /** What counts from the beginning of this day on. */
    EarlierNodes from(int day) {
        return isEmpty()
                ? this
                : new EarlierNodes(versions.stream()
                        .filter(version -> version.through() >= day)
                        .toList());
    }

    /** The ledger of all nodes at the beginning of a day, given what they are now, by node. */
    OrderLedger at(int day, Map<String, OrderLedger> now) {
        Map<String, Version> valid = new HashMap<>();
        for (Version version : versions) {
            if (version.through() >= day) {
                valid.merge(version.node(), version, (one, other) -> one.through() < other.through() ? one : other);
            }
        }
        Map<String, OrderLedger> then = new HashMap<>();
        now.forEach((node, ledger) -> then.put(hash(node), ledger));
        valid.values().forEach(version -> then.put(version.node(), version.ledger()));
        return then.values().stream().reduce(OrderLedger.empty(), OrderLedger::merge);
    }

    private static String hash(String node) {
        return node.indexOf(':') < 0 ? node : Identifier.parse(node).personId();
    }

    /** The days, from {@code first} on, at whose end the values of the earlier ledgers may change, or give way to others. */
    IntStream steps(int first, long lookBackDays) {
        return versions.stream()
                .filter(version -> version.through() >= first)
                .flatMapToInt(version -> IntStream.concat(
                        IntStream.of(version.through()),
                        version.ledger().steps(first, lookBackDays).headSet(version.through()).stream()
                                .mapToInt(Integer::intValue)));
    }
}
