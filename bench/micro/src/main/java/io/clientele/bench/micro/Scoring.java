package io.clientele.bench.micro;

import io.clientele.jobs.domain.rfm.CutPoints;
import io.clientele.jobs.domain.rfm.Population;
import io.clientele.jobs.domain.rfm.RfmValues;
import io.clientele.jobs.domain.rfm.Scores;
import io.clientele.jobs.domain.rfm.ScoringRules;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A customer's values in the histograms of all, the cut points of the histograms, and scores by cut points. */
public class Scoring extends HotPart {
    private static final int DAYS = 730;
    private static final int MOST_EXACT_VALUES = 1_000_000;
    private static final int DOLLAR = 10_000;

    /** Customers with orders. */
    @Param({"10000", "1000000"})
    public int customers;

    private final ScoringRules rules = new ScoringRules(null, ScoringRules.ALL_HISTORY, MOST_EXACT_VALUES);
    private final Random random = new Random(42);
    private Population population = new Population();
    private RfmValues[] values = {};
    private CutPoints cuts = new CutPoints(0, new long[4], new long[4], new long[4], 0, true, false);
    private int next;

    /** The customers' values. */
    @Setup
    public void customers() {
        values = new RfmValues[customers];
        for (int customer = 0; customer < customers; customer++) {
            values[customer] = someValues();
            population.move(RfmValues.NONE, values[customer]);
        }
        cuts = Objects.requireNonNull(population.cutPoints(DAYS, rules));
    }

    private RfmValues someValues() {
        return new RfmValues(
                random.nextInt(DAYS), 1 + random.nextInt(40), (long) (Math.exp(3 + random.nextGaussian()) * DOLLAR));
    }

    /** A customer orders. */
    @Benchmark
    public RfmValues move() {
        next = (next + 1) % values.length;
        RfmValues after = someValues();
        population.move(values[next], after);
        values[next] = after;
        return after;
    }

    /** The cut points of a day on which somebody has ordered. */
    @Benchmark
    public @Nullable CutPoints cutPointsOfADay() {
        move();
        return population.cutPoints(DAYS, rules);
    }

    /** A customer's scores and segment. */
    @Benchmark
    public Object score() {
        next = (next + 1) % values.length;
        Scores scores = cuts.score(values[next]);
        return scores.segment();
    }
}
