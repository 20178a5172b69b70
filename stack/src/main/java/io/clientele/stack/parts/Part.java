package io.clientele.stack.parts;

import java.io.IOException;
import java.util.List;

/** One server of the stack. */
public interface Part {

    /** Short name, used in commands, logs and records. */
    String name();

    /** Name and version for people. */
    String title();

    /** Parts that must be usable before this one can start. */
    default List<String> needs() {
        return List.of();
    }

    /** The ports it listens on, the one that users care about first. */
    List<Port> ports();

    /** Writes its configuration files and says how to start it. */
    Launch prepare() throws IOException, InterruptedException;

    /** Asks it to do something real. Never throws because the part is down. */
    Health health() throws InterruptedException;
}
