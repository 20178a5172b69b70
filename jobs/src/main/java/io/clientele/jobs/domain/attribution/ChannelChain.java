package io.clientele.jobs.domain.attribution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ways from channel to channel as a Markov chain of the first order: where somebody goes next depends on where they are alone. The
 * removal effect of a channel is the share of the orders that is lost when whoever comes to it goes away (Anderl, Becker, von Wangenheim
 * and Schumann, Mapping the customer journey, 2016). Sums are taken in the order of the names, so the result is the same to the last
 * digit for every order of the passages.
 */
public final class ChannelChain {
    /** Where every way begins. */
    public static final String START = "(start)";
    /** The end of a way that led to an order. */
    public static final String ORDER = "(order)";
    /** The end of a way that led to nothing. */
    public static final String NOTHING = "(nothing)";

    private final Map<String, Map<String, Long>> passages = new TreeMap<>();

    /**
     * How often one state followed another.
     *
     * @param from a channel or {@link #START}
     * @param to a channel, {@link #ORDER} or {@link #NOTHING}
     */
    public record Passages(String from, String to, long count) {}

    /**
     * The chain of these passages.
     *
     * @throws IllegalArgumentException if a count is not above zero, a way goes back to its start or on from its end
     */
    public ChannelChain(Collection<Passages> counted) {
        for (Passages passage : counted) {
            boolean isPossible = !passage.to().equals(START)
                    && !passage.from().equals(ORDER)
                    && !passage.from().equals(NOTHING);
            if (passage.count() <= 0 || !isPossible) {
                throw new IllegalArgumentException("no passage of a way: " + passage);
            }
            passages.computeIfAbsent(passage.from(), from -> new TreeMap<>())
                    .merge(passage.to(), passage.count(), Long::sum);
        }
    }

    /** Number of ways that led to an order. */
    public long orders() {
        return passages.values().stream()
                .mapToLong(next -> next.getOrDefault(ORDER, 0L))
                .sum();
    }

    /** Number of ways. */
    public long ways() {
        return passages.getOrDefault(START, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The effects of all channels by name; none when no way led to an order. */
    public List<ChannelEffect> effects() {
        long orders = orders();
        if (orders == 0) {
            return List.of();
        }
        double all = orderProbability("");
        Map<String, Double> effects = new TreeMap<>();
        for (String channel : passages.keySet()) {
            if (!channel.equals(START)) {
                effects.put(channel, Math.max(0, 1 - orderProbability(channel) / all));
            }
        }
        double sum = effects.values().stream().mapToDouble(Double::doubleValue).reduce(0, Double::sum);
        List<ChannelEffect> credited = new ArrayList<>();
        effects.forEach((channel, effect) -> credited.add(new ChannelEffect(channel, effect, orders * effect / sum)));
        return credited;
    }

    /** The probability that a way leads to an order when one channel is a dead end. */
    private double orderProbability(String removed) {
        List<String> states = passages.keySet().stream()
                .filter(state -> !state.equals(removed))
                .toList();
        Map<String, Integer> places = new HashMap<>();
        for (String state : states) {
            places.put(state, places.size());
        }
        double[][] rows = new double[states.size()][states.size() + 1];
        for (int place = 0; place < states.size(); place++) {
            Map<String, Long> next = passages.getOrDefault(states.get(place), Map.of());
            double all = next.values().stream().mapToLong(Long::longValue).sum();
            rows[place][place] = 1;
            for (Map.Entry<String, Long> passage : next.entrySet()) {
                Integer to = places.get(passage.getKey());
                if (to != null) {
                    rows[place][to] -= passage.getValue() / all;
                } else if (passage.getKey().equals(ORDER)) {
                    rows[place][states.size()] = passage.getValue() / all;
                }
            }
        }
        Integer start = places.get(START);
        return start == null ? 0 : solve(rows)[start];
    }

    /** Gauss and Jordan's elimination, by the largest pivot. Every way ends, so there is one solution. */
    private static double[] solve(double[][] rows) {
        int size = rows.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
                    pivot = row;
                }
            }
            double[] pivotRow = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = pivotRow;
            for (int row = 0; row < size; row++) {
                double factor = row == column ? 0 : rows[row][column] / pivotRow[column];
                for (int cell = column; factor != 0 && cell <= size; cell++) {
                    rows[row][cell] -= factor * pivotRow[cell];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = 0; row < size; row++) {
            solution[row] = rows[row][size] / rows[row][row];
        }
        return solution;
    }
}
