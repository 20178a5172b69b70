package io.clientele.stack.deployment;

import io.clientele.stack.parts.EmbeddedStack;
import java.util.function.Consumer;

/** The Trino views of the line. */
final class Views {

    private final EmbeddedStack stack;
    private final Consumer<String> progress;

    Views(EmbeddedStack stack, Consumer<String> progress) {
        this.stack = stack;
        this.progress = progress;
    }

    void deploy() {
        progress.accept("views are to come " + stack.home());
    }
}
