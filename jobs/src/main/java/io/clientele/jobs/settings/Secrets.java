package io.clientele.jobs.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Secrets from the environment, or from files that the environment names: never from arguments, which everybody can list. */
final class Secrets {
    private final Map<String, String> environment;

    Secrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The value of the variable, else the content of the file that the variable with {@code _FILE} names, else null.
     *
     * @throws InvalidOption if the file cannot be read
     */
    @Nullable
    String find(String name) {
        String value = environment.get(name);
        String file = environment.get(name + "_FILE");
        if (value != null || file == null) {
            return value;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException unreadable) {
            throw InvalidOption.value(name + "_FILE", file, "a readable file (" + unreadable.getMessage() + ")");
        }
    }
}
