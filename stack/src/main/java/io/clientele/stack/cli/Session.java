package io.clientele.stack.cli;

import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.Home;
import io.clientele.stack.parts.Jdks;
import io.clientele.stack.parts.Settings;
import io.clientele.stack.parts.StackLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Which project and which home a command works on: told by the {@code clientele} script. */
public final class Session {

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(20);

    private Session() {}

    /** The folder of the project ({@code clientele.project}, else the working directory). */
    public static Path project() {
        return Path.of(System.getProperty("clientele.project", "")).toAbsolutePath();
    }

    /** The stack's home: {@code clientele.home}, else {@code CLIENTELE_HOME}, else {@code .clientele} in the project. */
    public static Home home() {
        String named = System.getProperty("clientele.home", System.getenv().getOrDefault("CLIENTELE_HOME", ""));
        return new Home(named.isEmpty() ? project().resolve(".clientele") : Path.of(named));
    }

    /** The stack as its settings say. */
    public static EmbeddedStack stack() {
        return stack(Map.of());
    }

    /** The same with settings that are kept from now on. */
    static EmbeddedStack stack(Map<String, String> settings) {
        Home home = home();
        return EmbeddedStack.of(project(), home, Settings.store(home, settings), Jdks.find());
    }

    /**
     * The JDBC address of Trino: of a line elsewhere as {@code --trino} says it, else this stack's, which must be there.
     *
     * @throws CommandLine.ParameterException if it is none
     */
    public static String trino(CommandSpec spec, @Nullable String url) throws InterruptedException {
        if (url == null) {
            stack().requireTrino();
            return stack().jdbcUrl();
        }
        if (!url.startsWith("jdbc:trino:")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--trino must be jdbc:trino://host:port/lake, but is '" + url + "'");
        }
        return url;
    }

    /** Does something while no other command changes the stack. */
    public static <T> T locked(String command, Callable<T> work) throws Exception {
        StackLock lock = StackLock.acquire(home(), command, LOCK_PATIENCE);
        try {
            return work.call();
        } finally {
            lock.close();
        }
    }
}
