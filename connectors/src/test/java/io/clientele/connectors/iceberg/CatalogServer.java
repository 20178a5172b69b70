package io.clientele.connectors.iceberg;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.JsonAutoDetect;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.PropertyAccessor;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.PropertyNamingStrategies;
import org.jspecify.annotations.Nullable;

/**
 * An Iceberg REST catalog in this JVM, with the tables' files in a folder. What happens to the commits that come next can
 * be told beforehand: applied and the answer lost, held back, refused.
 */
final class CatalogServer implements AutoCloseable {
    /** What happens to one commit. */
    interface CommitFault {
        /** Runs the commit or not, and says how to answer. */
        Answer on(Supplier<Object> commit) throws InterruptedException;
    }

    /** An HTTP status with a body; a status of 0 closes the connection without a word. */
    record Answer(int status, @Nullable Object body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final InMemoryCatalog backend = new InMemoryCatalog();
    private final ObjectMapper json = new ObjectMapper();
    private final Queue<CommitFault> faults = new ArrayDeque<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final Path warehouse;

    private CatalogServer(Path warehouse) throws IOException {
        this.warehouse = warehouse;
        backend.initialize("backend", Map.of("warehouse", warehouse.toUri().toString()));
        json.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        json.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        json.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        RESTSerializers.registerAll(json);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static CatalogServer start(Path warehouse) throws IOException {
        return new CatalogServer(warehouse);
    }

    LakeSettings settings() {
        return LakeSettings.local(address(), warehouse.toUri().toString());
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Applies to the next commit that no other fault is waiting for. */
    void nextCommit(CommitFault fault) {
        synchronized (faults) {
            faults.add(fault);
        }
    }

    /** The commits that arrived, applied or not. */
    int commits() {
        return commits.get();
    }

    /** Applied, but the connection is closed instead of an answer. */
    static CommitFault answerLost() {
        return appliedButAnswered(0);
    }

    /** Applied, but answered with an error. */
    static CommitFault appliedButAnswered(int status) {
        return commit -> {
            Object unused = commit.get();
            return new Answer(status, null);
        };
    }

    /** Not applied, and answered with an error. */
    static CommitFault refused(int status) {
        return commit -> new Answer(status, null);
    }

    /** Says that it arrived, waits until released, then is applied. */
    static CommitFault held(CountDownLatch arrived, CountDownLatch released) {
        return commit -> {
            arrived.countDown();
            released.await();
            return new Answer(200, commit.get());
        };
    }

    /** Runs something first, then is applied as usual. */
    static CommitFault after(Runnable first) {
        return commit -> {
            first.run();
            return new Answer(200, commit.get());
        };
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        backend.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            byte[] request = body.readAllBytes();
            Answer answer;
            try {
                answer = route(exchange.getRequestMethod(), exchange.getRequestURI(), request);
            } catch (NoSuchTableException | NoSuchNamespaceException missing) {
                answer = error(404, missing);
            } catch (AlreadyExistsException | CommitFailedException conflict) {
                answer = error(409, conflict);
            } catch (RuntimeException | IOException bug) {
                answer = error(400, bug);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            if (answer.status() == 0) {
                return;
            }
            byte[] bytes = answer.body() == null ? new byte[0] : json.writeValueAsBytes(answer.body());
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 || isHead ? -1 : bytes.length);
            if (!isHead) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static Answer error(int status, Exception failure) {
        Map<String, Object> error = Map.of(
                "message", String.valueOf(failure.getMessage()),
                "type", failure.getClass().getSimpleName(),
                "code", status);
        return new Answer(status, Map.of("error", error));
    }

    private Answer route(String method, URI uri, byte[] request) throws IOException, InterruptedException {
        String[] path = Arrays.stream(uri.getRawPath().split("/"))
                .skip(2)
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toArray(String[]::new);
        Namespace namespace = path.length > 1 ? Namespace.of(path[1]) : Namespace.empty();
        TableIdentifier table = TableIdentifier.of(namespace, path[path.length - 1]);
        String operation = method + " " + path[0] + (path.length > 2 ? " " + path[2] : "") + " " + path.length;
        return switch (operation) {
            case "GET config 1" -> ok(ConfigResponse.builder().build());
            case "GET namespaces 1" -> ok(CatalogHandlers.listNamespaces(backend, namespace));
            case "POST namespaces 1" ->
                ok(CatalogHandlers.createNamespace(backend, json.readValue(request, CreateNamespaceRequest.class)));
            case "GET namespaces 2", "HEAD namespaces 2" -> ok(CatalogHandlers.loadNamespace(backend, namespace));
            case "GET namespaces tables 3" -> ok(CatalogHandlers.listTables(backend, namespace));
            case "POST namespaces tables 3" ->
                ok(CatalogHandlers.createTable(backend, namespace, json.readValue(request, CreateTableRequest.class)));
            case "GET namespaces tables 4", "HEAD namespaces tables 4" ->
                ok(CatalogHandlers.loadTable(backend, table, RESTCatalogProperties.SnapshotMode.ALL));
            case "POST namespaces tables 4" -> {
                UpdateTableRequest update = json.readValue(request, UpdateTableRequest.class);
                yield commit(() -> CatalogHandlers.updateTable(backend, table, update));
            }
            case "POST namespaces tables 5" -> new Answer(204, null); // metrics of scans and commits
            default -> throw new IllegalArgumentException(operation + " is not served: " + uri);
        };
    }

    private Answer commit(Supplier<Object> commit) throws InterruptedException {
        commits.incrementAndGet();
        CommitFault fault;
        synchronized (faults) {
            fault = faults.poll();
        }
        return fault == null ? ok(commit.get()) : fault.on(commit);
    }

    private static Answer ok(Object body) {
        return new Answer(200, body);
    }
}
