package io.clientele.stack.imports;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows how far something has come: a bar that moves on a terminal, a line now and then elsewhere. */
public final class Progress {
    private static final int BAR_WIDTH = 30;
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean isTerminal;
    private String stage = "";
    private long stageStart = System.nanoTime();
    private long lastShown = System.nanoTime();
    private int lastWidth;

    /** @param isTerminal whether a line can be written over */
    public Progress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Writes with a moving bar if the {@code clientele} script said that its output is a terminal. */
    public static Progress on(PrintWriter out) {
        return new Progress(out, Boolean.getBoolean("clientele.terminal"));
    }

    /** Begins a stage; the one before is over. */
    public void begin(String newStage) {
        clear();
        stage = newStage;
        stageStart = System.nanoTime();
        lastShown = stageStart;
    }

    /**
     * Shows the state of the stage, unless it was shown a moment ago.
     *
     * @param done how much of {@code total} is done, in any unit; the bar shows their ratio
     * @param count what is counted for the rate
     * @param unit what the count counts, plural
     */
    public void show(long done, long total, long count, String unit) {
        if (isDue()) {
            double share = total <= 0 ? 1 : Math.min(1, (double) done / total);
            int filled = (int) (share * BAR_WIDTH);
            String bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
            write(String.format(
                    Locale.ROOT,
                    "%-10s %s %3.0f %%  %,d %s  %,.0f/s",
                    stage,
                    isTerminal ? bar : "",
                    share * 100,
                    count,
                    unit,
                    count / Math.max(seconds(), 0.001)));
        }
    }

    /** Shows what is waited for, unless something was shown a moment ago. */
    public void show(String state) {
        if (isDue()) {
            write(String.format(Locale.ROOT, "%-10s %s  (%.0f s)", stage, state, seconds()));
        }
    }

    /** Writes a line that stays. */
    public void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /** Ends the last stage. */
    public void end() {
        clear();
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - lastShown < (isTerminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
            return false;
        }
        lastShown = now;
        return true;
    }

    private double seconds() {
        return (System.nanoTime() - stageStart) / 1e9;
    }

    private void write(String line) {
        if (isTerminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, lastWidth - line.length())));
            lastWidth = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    private void clear() {
        if (isTerminal && lastWidth > 0) {
            out.print("\r" + " ".repeat(lastWidth) + "\r");
            out.flush();
            lastWidth = 0;
        }
    }
}
