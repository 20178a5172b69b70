package io.clientele.stack.freshness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Quantiles and a picture of delays. */
final class Delays {
    private static final int BUCKETS = 16;
    private static final int BAR_WIDTH = 40;

    private Delays() {}

    /**
     * The smallest delay that at least this share of the delays does not exceed.
     *
     * @param sorted ascending, at least one
     * @param share above 0, at most 1
     */
    static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** One line per half second (or more, so that the lines fit a screen), with a bar as long as its share. */
    static List<String> histogram(double[] sortedMillis) {
        double widest = sortedMillis[sortedMillis.length - 1];
        double bucketMillis = 500 * Math.max(1, Math.ceil(widest / 500 / BUCKETS));
        int[] counts = new int[(int) (widest / bucketMillis) + 1];
        for (double delay : sortedMillis) {
            counts[Math.max(0, (int) (delay / bucketMillis))]++;
        }
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%5.1f-%4.1f s %7d  %s",
                    i * bucketMillis / 1000,
                    (i + 1) * bucketMillis / 1000,
                    counts[i],
                    "█".repeat((int) Math.round((double) counts[i] * BAR_WIDTH / most))));
        }
        return lines;
    }
}
