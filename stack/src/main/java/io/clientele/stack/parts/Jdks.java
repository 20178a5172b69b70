package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two Java runtimes: 17 for Flink and what goes with it, 24 or newer for Trino and the registry. The {@code clientele} script finds
 * them.
 */
public record Jdks(Path home17, Path home24) {

    /** Taken from the system properties {@code clientele.java17} and {@code clientele.java24}. */
    public static Jdks find() {
        return new Jdks(of("clientele.java17", "17"), of("clientele.java24", "24 or newer"));
    }

    private static Path of(String property, String version) {
        String home = System.getProperty(property, "");
        Path java = Path.of(home, "bin", "java");
        if (home.isEmpty() || !Files.isExecutable(java)) {
            throw new StackFailure(
                    "no JDK " + version + ": start this through ./clientele, or give -D" + property + "=<its folder>");
        }
        return Path.of(home);
    }

    /** The java program of the JDK 17. */
    Path java17() {
        return home17.resolve("bin/java");
    }

    /** The java program of the newer JDK. */
    Path java24() {
        return home24.resolve("bin/java");
    }
}
