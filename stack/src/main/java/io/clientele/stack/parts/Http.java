package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON over HTTP with the servers of the stack. */
final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** @throws IOException if it cannot be reached, answers with an error or not with JSON */
    JsonNode get(String url) throws IOException, InterruptedException {
        return send(request(url).GET().build());
    }

    JsonNode post(String url, String json) throws IOException, InterruptedException {
        return send(request(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = raw(request);
        if (response.statusCode() >= 300) {
            throw new HttpFailure(response.statusCode(), response.body());
        }
        return JSON.readTree(response.body());
    }

    HttpResponse<String> raw(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (e.getMessage() != null) {
                throw e;
            }
            throw new IOException(request.uri() + " broke off the connection: does its process still run?", e);
        }
    }

    static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    }

    static ObjectMapper json() {
        return JSON;
    }

    /** An answer with an error status. */
    static final class HttpFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String body;

        HttpFailure(int status, String body) {
            super("HTTP " + status + " " + body.lines().findFirst().orElse(""));
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        String body() {
            return body;
        }
    }
}
