package io.clientele.connectors.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An HTTP server that gives prepared answers in turn (the last one for ever) and remembers the requests. */
final class RegistryServer implements AutoCloseable {
    record Answer(int status, String body) {}

    private final HttpServer server;
    private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private volatile @Nullable String authorization;

    RegistryServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    RegistryServer answers(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    /** Method, path and body of each request, in order. */
    List<String> requests() {
        return requests;
    }

    /** Header of the newest request. */
    @Nullable
    String authorization() {
        return authorization;
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/apis/ccompat/v7");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add("%s %s %s"
                .formatted(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), body)
                .strip());
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
