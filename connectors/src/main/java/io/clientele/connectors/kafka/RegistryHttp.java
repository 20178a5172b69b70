package io.clientele.connectors.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to a registry, repeated while it is away or busy (no connection, status 429 or 5xx) with doubling pauses, and then
 * given up with its address in the message.
 */
final class RegistryHttp implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);

    /**
     * How often and after which pause a request is repeated.
     *
     * @param attempts tries in all, at least one
     * @param firstPause pause after the first try; doubles with each
     * @param patience after this time there is no further try; a single try is given as long
     */
    record Retries(int attempts, Duration firstPause, Duration patience) implements Serializable {}

    /**
     * Six tries with pauses of 0.3 to 4.8 seconds: 9.3 seconds for a registry that answers "busy" at once; ten for one that is
     * connected to and says nothing.
     */
    static final Retries DEFAULT_RETRIES = new Retries(6, Duration.ofMillis(300), Duration.ofSeconds(10));

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI base;
    private final @Nullable String authorization;
    private final Retries retries;
    private transient @Nullable HttpClient client;

    RegistryHttp(URI base, @Nullable String credentials, Retries retries) {
        String text = base.toString();
        this.base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        this.authorization = credentials == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        this.retries = retries;
    }

    URI base() {
        return base;
    }

    /**
     * Sends a request and returns the answer, whatever its status below 500.
     *
     * @throws RegistryFailure if there is none after all tries
     */
    HttpResponse<String> send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(retries.patience())
                .header("Accept", MEDIA_TYPE + ", application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    /** The failure for an answer that a registry does not give. */
    RegistryFailure failure(HttpResponse<String> response, String what) {
        return new RegistryFailure(
                "The schema registry at %s cannot be used: %s to %s: %s"
                        .formatted(base, response.request().method(), response.uri(), what),
                null);
    }

    private HttpResponse<String> send(HttpRequest request) {
        String problem = "";
        @Nullable IOException cause = null;
        long start = System.nanoTime();
        int attempt = 0;
        while (attempt < retries.attempts()
                && (attempt == 0
                        || System.nanoTime() - start < retries.patience().toNanos())) {
            attempt++;
            try {
                HttpResponse<String> response = client().send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() < 500 && response.statusCode() != TOO_MANY_REQUESTS) {
                    return response;
                }
                problem = "status " + response.statusCode();
                cause = null;
            } catch (IOException unreachable) {
                problem = unreachable.toString();
                cause = unreachable;
            } catch (InterruptedException cancelled) {
                throw interrupted(cancelled);
            }
            LOG.warn("Schema registry {}, try {} of {}: {}", request.uri(), attempt, retries.attempts(), problem);
            if (attempt < retries.attempts()) {
                pause(retries.firstPause().multipliedBy(1L << (attempt - 1)));
            }
        }
        throw new RegistryFailure(
                "The schema registry at %s does not answer %s %s after %d tries: %s"
                        .formatted(base, request.method(), request.uri(), attempt, problem),
                cause);
    }

    private RegistryFailure interrupted(InterruptedException cancelled) {
        Thread.currentThread().interrupt();
        return new RegistryFailure("Interrupted while asking the schema registry at " + base, cancelled);
    }

    private void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException cancelled) {
            throw interrupted(cancelled);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        }
        return client;
    }
}
