package io.clientele.stack.parts;

import java.util.function.Consumer;

/** The maintenance of the tables, as a process of its own. */
public final class Maintenance {

    Maintenance() {}

    /** Starts it if it does not run. */
    public void start(Consumer<String> started, Consumer<String> progress) {
        if (progress == started) {
            started.accept("maintenance");
        }
    }

    /** Ends it. */
    public void stop() {}
}
