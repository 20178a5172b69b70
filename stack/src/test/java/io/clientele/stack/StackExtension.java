package io.clientele.stack;

import io.clientele.stack.faults.FaultProxies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one running stack for the whole suite, under {@code target/}: started when the first asks for it, ended after the last, and
 * also when the test process is ended in between.
 */
public final class StackExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(RunningStack.class, FaultProxies.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        @Nullable
        Started started = context.getRoot()
                .getStore(Namespace.create(StackExtension.class))
                .getOrComputeIfAbsent(Started.class, key -> Started.now(), Started.class);
        if (started == null) {
            throw new IllegalStateException("the store gave no stack");
        }
        return parameter.getParameter().getType() == FaultProxies.class ? started.proxies() : started.stack();
    }

    /** The folder of the project, from that of the module which tests run in. */
    static Path project() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    private record Started(RunningStack stack, FaultProxies proxies, Thread hook) implements AutoCloseable {

        static Started now() {
            RunningStack stack =
                    new RunningStack(project(), Path.of("target", "stack-it").toAbsolutePath());
            FaultProxies proxies = proxiesBefore(stack);
            Thread hook = new Thread(() -> end(stack), "end the stack of the tests");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                // what an earlier run left, of another version perhaps, or broken off in the middle of a test
                stack.run("down", "--purge");
                RunningStack.Result up = stack.run(
                        "up",
                        "--set",
                        "ports.base=" + stack.portsBase(),
                        // the jobs talk to the lake through what can make faults; it makes none unless a test asks for
                        // it
                        "--set",
                        "lake.catalog.uri=" + proxies.catalog().address(),
                        "--set",
                        "lake.s3.endpoint=" + proxies.store().address(),
                        // tests check when they choose to
                        "--set",
                        "checks.interval-minutes=10080");
                if (up.status() != 0) {
                    throw new IllegalStateException("the stack did not start: " + up.out() + up.err());
                }
            } catch (IOException e) {
                throw new IllegalStateException("the stack did not start", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the stack started", e);
            }
            return new Started(stack, proxies, hook);
        }

        private static FaultProxies proxiesBefore(RunningStack stack) {
            try {
                return FaultProxies.before(stack.catalogPort(), stack.storePort());
            } catch (IOException e) {
                throw new IllegalStateException("the proxies do not start", e);
            }
        }

        @Override
        public void close() throws IOException {
            end(stack);
            proxies.close();
            Runtime.getRuntime().removeShutdownHook(hook);
        }

        private static void end(RunningStack stack) {
            try {
                stack.end();
            } catch (IOException e) {
                throw new IllegalStateException("the stack did not end", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
