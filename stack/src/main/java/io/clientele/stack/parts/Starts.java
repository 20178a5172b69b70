package io.clientele.stack.parts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that one command starts, so that they can be ended together if it fails or is interrupted. Once they are being ended,
 * no thread starts another one that would be left behind.
 */
public final class Starts {

    /** Ends processes by their names. */
    @FunctionalInterface
    interface Ending {
        void end(List<String> names) throws InterruptedException;
    }

    private final Home home;
    private final List<String> names = new ArrayList<>();
    private volatile boolean isOver;

    public Starts(Home home) {
        this.home = home;
    }

    /** Starts a process; false if what was started is being ended, and nothing was started. */
    synchronized boolean start(String name, Launch launch) throws IOException {
        if (isOver) {
            return false;
        }
        names.add(name);
        ChildProcess.start(home, name, launch);
        return true;
    }

    /** Whether what was started is being ended. */
    boolean isOver() {
        return isOver;
    }

    /** What was started stays. Returns its names. */
    synchronized List<String> keep() {
        List<String> kept = List.copyOf(names);
        names.clear();
        return kept;
    }

    /** Ends what was started and not kept; returns when it is ended, also when another thread does so already. */
    synchronized void end(Ending ending) throws InterruptedException {
        isOver = true;
        List<String> left = List.copyOf(names);
        names.clear();
        ending.end(left);
    }
}
