package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/** A broker beside the stack's, of the same Kafka, that answers nobody who does not say who it is (SASL, PLAIN). */
final class SecuredBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final String address;
    private final Path access;

    private SecuredBroker(Process process, String address, Path access) {
        this.process = process;
        this.address = address;
        this.access = access;
    }

    static SecuredBroker beside(RunningStack stack, Path folder) throws IOException, InterruptedException {
        String address = "127.0.0.1:" + (stack.portsBase() + 140);
        String controller = "127.0.0.1:" + (stack.portsBase() + 141);
        String inside = "127.0.0.1:" + (stack.portsBase() + 142);
        String login = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
        Path conf = Files.writeString(folder.resolve("broker.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@%2$s
                controller.listener.names=CONTROLLER
                listeners=SASL_PLAINTEXT://%1$s,CONTROLLER://%2$s,INSIDE://%3$s
                advertised.listeners=SASL_PLAINTEXT://%1$s,INSIDE://%3$s
                inter.broker.listener.name=INSIDE
                listener.security.protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl_plaintext.plain.sasl.jaas.config=%4$suser_jobs="hunter2";
                log.dirs=%5$s
                offsets.topic.replication.factor=1
                """.formatted(
                        address, controller, inside, login, folder.resolve("broker")));
        Path access = Files.writeString(folder.resolve("access.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=%susername="jobs" password="hunter2";
                """.formatted(login));
        List<String> java = likeTheStacks(stack, folder);
        List<String> format = new ArrayList<>(java);
        format.addAll(List.of("kafka.tools.StorageTool", "format", "--config", conf.toString(), "--cluster-id"));
        format.add(Uuid.randomUuid().toString());
        Process formatting = start(format, folder.resolve("format.out"));
        assertThat(formatting.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(formatting.exitValue())
                .as(Files.readString(folder.resolve("format.out")))
                .isZero();
        List<String> serve = new ArrayList<>(java);
        serve.addAll(List.of("kafka.Kafka", conf.toString()));
        return new SecuredBroker(start(serve, folder.resolve("broker.out")), address, access);
    }

    /** The command line of the stack's broker, up to its main class. */
    private static List<String> likeTheStacks(RunningStack stack, Path folder) throws IOException {
        Path commandLine = Path.of("/proc", String.valueOf(stack.processOf("kafka")), "cmdline");
        List<String> java = new ArrayList<>();
        for (String argument :
                Files.readString(commandLine, StandardCharsets.UTF_8).split("\0")) {
            if (argument.equals("kafka.Kafka")) {
                return java;
            }
            java.add(argument.startsWith("-Dlog.file=") ? "-Dlog.file=" + folder.resolve("broker.log") : argument);
        }
        throw new IllegalStateException("the stack's broker has another command line: " + java);
    }

    private static Process start(List<String> command, Path output) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    String address() {
        return address;
    }

    /** A file of a client's properties that say who it is. */
    Path access() {
        return access;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
