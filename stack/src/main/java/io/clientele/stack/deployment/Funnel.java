package io.clientele.stack.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A funnel as it is declared.
 *
 * @param steps in their order
 * @param window how long after its entry an entry may take steps; null for one session
 * @param isAnyOrder whether the steps may be taken in any order
 */
record Funnel(String name, List<Step> steps, @Nullable Duration window, boolean isAnyOrder) {

    /**
     * A step.
     *
     * @param eventName one of the clickstream, or order_placed
     * @param pagePath path of the page that the event must be about; empty for any
     * @param isPrefix whether the path only has to begin so
     */
    record Step(String eventName, String pagePath, boolean isPrefix) {

        /** As it is declared. */
        String text() {
            return pagePath.isEmpty() ? eventName : eventName + " " + pagePath + (isPrefix ? "*" : "");
        }
    }

    Funnel {
        steps = List.copyOf(steps);
    }

    /** Rows of the view core.funnel_steps. No part has a quote in it. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (Step step : steps) {
            rows.add("('%s', %d, '%s', '%s', %s, %s, %s, %s)"
                    .formatted(
                            name,
                            rows.size() + 1,
                            step.text(),
                            step.eventName(),
                            step.pagePath().isEmpty() ? "null" : "'" + step.pagePath() + "'",
                            step.isPrefix(),
                            window == null ? "null" : String.valueOf(window.toSeconds()),
                            isAnyOrder));
        }
        return rows;
    }
}
