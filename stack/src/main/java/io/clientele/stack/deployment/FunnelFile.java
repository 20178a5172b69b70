package io.clientele.stack.deployment;

import io.clientele.schemas.EventContract;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the file that declares the funnels: {@code NAME.steps}, {@code NAME.window} and {@code NAME.order}, a line each. */
final class FunnelFile {
    private static final String ORDER_PLACED = "order_placed";
    private static final String SESSION = "session";
    private static final String STRICT = "strict";
    private static final int MOST_STEPS = 20;
    private static final int LONGEST_DAYS = 366;
    private static final Duration DEFAULT_WINDOW = Duration.ofDays(30);
    private static final Pattern LINE = Pattern.compile("([^=\\s]+)\\s*=\\s*(.*)");
    private static final Pattern KEY = Pattern.compile("([a-z][a-z0-9_]{0,62})\\.(steps|window|order)");
    private static final Pattern STEP = Pattern.compile("([a-z_]+)(?:\\s+(/[A-Za-z0-9/_.~%+-]*)(\\*?))?");
    private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,6})\\s*(s|min|h|d)");

    private final Path file;

    private FunnelFile(Path file) {
        this.file = file;
    }

    /**
     * The funnels of a file, by name.
     *
     * @throws StackFailure if it cannot be read, or naming the line, the value and what is allowed
     */
    static List<Funnel> read(Path file) {
        try {
            return new FunnelFile(file).funnels(Files.readAllLines(file));
        } catch (IOException e) {
            throw new StackFailure(
                    "cannot read the funnels in %s (setting funnels.file): %s".formatted(file, e.getMessage()), e);
        }
    }

    private List<Funnel> funnels(List<String> lines) {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(text);
            Matcher key = KEY.matcher(parts.matches() ? parts.group(1) : "");
            if (!key.matches()) {
                throw wrong(text, "", "lines NAME.steps, NAME.window and NAME.order = …, the name in lower case");
            }
            Map<String, String> funnel = declared.computeIfAbsent(key.group(1), name -> new TreeMap<>());
            if (funnel.put(key.group(2), parts.group(2)) != null) {
                throw wrong(key.group(), parts.group(2), "one line each; it is there twice");
            }
        }
        if (declared.isEmpty()) {
            throw wrong("the file", "", "one funnel at least");
        }
        List<Funnel> funnels = new ArrayList<>();
        declared.forEach((name, parts) -> funnels.add(funnel(name, parts)));
        return funnels;
    }

    private Funnel funnel(String name, Map<String, String> parts) {
        String order = parts.getOrDefault("order", STRICT);
        if (!List.of(STRICT, "any").contains(order)) {
            throw wrong(name + ".order", order, "strict or any");
        }
        @Nullable String window = parts.get("window");
        return new Funnel(
                name,
                steps(name + ".steps", parts.getOrDefault("steps", "")),
                window == null ? DEFAULT_WINDOW : window(name + ".window", window),
                !order.equals(STRICT));
    }

    private List<Funnel.Step> steps(String key, String text) {
        List<Funnel.Step> steps = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Funnel.Step step = step(key, part.strip());
            if (steps.contains(step)) {
                throw wrong(key, part.strip(), "each step once");
            }
            steps.add(step);
        }
        if (steps.size() > MOST_STEPS) {
            throw wrong(key, steps.size() + " steps", "from 1 to " + MOST_STEPS);
        }
        return steps;
    }

    private Funnel.Step step(String key, String text) {
        Matcher step = STEP.matcher(text);
        if (!step.matches()) {
            throw wrong(
                    key,
                    text,
                    "event names with commas between, with a page as \"page_viewed /path\" or \"page_viewed /path/*\"");
        }
        List<String> allowed = eventNames();
        if (!allowed.contains(step.group(1))) {
            throw wrong(key, step.group(1), String.join(", ", allowed));
        }
        boolean hasPage = step.group(2) != null;
        if (hasPage && step.group(1).equals(ORDER_PLACED)) {
            throw wrong(key, text, "an order without a page");
        }
        return new Funnel.Step(
                step.group(1),
                hasPage ? step.group(2) : "",
                hasPage && !step.group(3).isEmpty());
    }

    private static List<String> eventNames() {
        return Stream.concat(EventContract.of("clickstream").eventNames().stream(), Stream.of(ORDER_PLACED))
                .sorted()
                .toList();
    }

    private @Nullable Duration window(String key, String text) {
        if (text.equals(SESSION)) {
            return null;
        }
        Matcher span = SPAN.matcher(text);
        Duration window = !span.matches()
                ? Duration.ZERO
                : switch (span.group(2)) {
                    case "s" -> Duration.ofSeconds(Long.parseLong(span.group(1)));
                    case "min" -> Duration.ofMinutes(Long.parseLong(span.group(1)));
                    case "h" -> Duration.ofHours(Long.parseLong(span.group(1)));
                    default -> Duration.ofDays(Long.parseLong(span.group(1)));
                };
        if (window.isZero() || window.compareTo(Duration.ofDays(LONGEST_DAYS)) > 0) {
            throw wrong(
                    key, text, "session, or a duration such as 90 min, 24 h or 30 d, at most " + LONGEST_DAYS + " d");
        }
        return window;
    }

    private StackFailure wrong(String key, String value, String allowed) {
        return new StackFailure("%s: %s is '%s'; allowed is %s".formatted(file, key, value, allowed));
    }
}
