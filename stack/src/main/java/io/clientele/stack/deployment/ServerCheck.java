package io.clientele.stack.deployment;

import io.clientele.connectors.kafka.RegistryFailure;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks every server before anything is changed on one of them, so that a wrong address leaves nothing half done. */
public final class ServerCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int MOST_CHARACTERS = 160;

    private final Servers servers;

    public ServerCheck(Servers servers) {
        this.servers = servers;
    }

    /**
     * Changes nothing.
     *
     * @throws StackFailure naming the first server that does not answer, its address and the option that says it
     */
    public void requireAnswers() throws InterruptedException {
        kafka();
        registry();
        catalog();
        trino();
    }

    private void kafka() throws InterruptedException {
        int patience = (int) PATIENCE.toMillis();
        Properties config = servers.kafka().clientProperties();
        config.put("request.timeout.ms", patience);
        config.put("default.api.timeout.ms", patience);
        config.put("reconnect.backoff.max.ms", 1000);
        try (Admin admin = Admin.create(config)) {
            admin.describeCluster().nodes().get(PATIENCE.toSeconds() + 2, TimeUnit.SECONDS);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw noAnswer(
                    "Kafka", servers.kafka().bootstrapServers(), e, "kafka.bootstrap-servers, or kafka.client-config");
        }
    }

    private void registry() {
        URI address = servers.kafka().schemaRegistry();
        requireOpen("the schema registry", address, address, "schema-registry.url");
        try {
            servers.kafka().registry().requireAnswer();
        } catch (RegistryFailure e) {
            throw unusable("the schema registry", address, e, "schema-registry.url");
        }
    }

    private void catalog() {
        URI address = servers.lake().catalog();
        requireOpen("the Iceberg catalog", address, address, "lake.catalog.uri");
        try {
            servers.lake().open().close();
        } catch (RESTException | IOException e) {
            throw unusable("the Iceberg catalog", address, e, "lake.catalog.uri");
        }
    }

    private void trino() {
        String address = servers.trino();
        requireOpen("Trino", address, URI.create(address.substring("jdbc:".length())), "--trino");
        try (TrinoClient trino = TrinoClient.connect(address, servers.trinoUser())) {
            if (trino.query("show catalogs like '" + Servers.CATALOG + "'").isEmpty()) {
                throw new StackFailure(
                        "Trino at %s has no catalog '%s': add one of the Iceberg connector with iceberg.rest-catalog.uri=%s"
                                .formatted(
                                        address, Servers.CATALOG, servers.lake().catalog()));
            }
        } catch (TrinoFailure e) {
            throw unusable("Trino", address, e, "--trino");
        }
    }

    /** The clients of some servers try for minutes before they say that nobody listens. */
    private static void requireOpen(String server, Object named, URI address, String option) {
        boolean isEncrypted = "https".equals(address.getScheme())
                || String.valueOf(address.getQuery()).contains("SSL=true");
        int port = address.getPort() > 0 ? address.getPort() : isEncrypted ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port), (int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw noAnswer(server, named, e, option);
        }
    }

    private static StackFailure noAnswer(String server, Object address, Exception e, String option) {
        return failure("%s does not answer at %s (%s): start it, or correct %s", server, address, e, option);
    }

    private static StackFailure unusable(String server, Object address, Exception e, String option) {
        return failure("%s cannot be used at %s (%s): see its log, or correct %s", server, address, e, option);
    }

    private static StackFailure failure(String text, String server, Object address, Exception e, String option) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = why.lines().findFirst().orElse("");
        String shown = line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
        return new StackFailure(text.formatted(server, address, shown, option) + "; nothing was changed", e);
    }
}
