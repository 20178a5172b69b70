package io.clientele.stack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultProxyTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** What the server got. */
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(exchange.getRequestMethod() + " " + new String(body, StandardCharsets.UTF_8));
            boolean isChunked = exchange.getRequestURI().getPath().equals("/chunked");
            byte[] answer = ("got " + body.length).getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "1000");
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, isChunked ? 0 : answer.length);
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        server.start();
        proxy = FaultProxy.before(server.getAddress().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/chunked"})
    void handsEverythingOnAsItIs(String path) throws IOException, InterruptedException {
        for (int request = 0; request < 3; request++) {
            assertThat(send(put(path, "body " + request)).body()).isEqualTo("got 6");
        }
        HttpRequest chunked = HttpRequest.newBuilder(proxy.address().resolve(path))
                .expectContinue(true)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("in chunks")))
                .build();
        assertThat(send(chunked).body()).isEqualTo("got 9");
        HttpRequest head = HttpRequest.newBuilder(proxy.address().resolve(path))
                .method("HEAD", BodyPublishers.noBody())
                .build();
        assertThat(send(head).statusCode()).isEqualTo(200);
        assertThat(seen).containsExactly("PUT body 0", "PUT body 1", "PUT body 2", "POST in chunks", "HEAD ");
    }

    @Test
    void anAnswerIsLostOnceAndTheServerHasSeenTheRequest() throws IOException, InterruptedException {
        Trap trap = proxy.on(request -> request.text().equals("this"), Fault.replyLost());

        assertThat(send(put("/", "other")).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> send(put("/", "this"))).isInstanceOf(IOException.class);
        assertThat(trap.left()).isZero();
        assertThat(send(put("/", "this")).statusCode()).isEqualTo(200);
        assertThat(seen).contains("PUT other", "PUT this");
    }

    @Test
    void aHeldRequestArrivesThoughItsClientHasGone() throws IOException, InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        Trap trap = proxy.on(request -> true, (request, upstream) -> {
            gate.await();
            HttpMessage answer = upstream.send(request);
            arrived.countDown();
            return answer;
        });
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(put("/", "late"), BodyHandlers.ofString(StandardCharsets.UTF_8));
        trap.awaitSprung(Duration.ofSeconds(10));
        sent.cancel(true);
        assertThat(seen).isEmpty();

        gate.countDown();

        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("PUT late");
    }

    @Test
    void anErrorIsToldWithItsHeadersAppliedOrNot() throws IOException, InterruptedException {
        proxy.on(request -> true, Fault.status(503, false, "Retry-After: 1"), Fault.status(500, true));

        HttpResponse<String> refused = send(put("/", "one"));
        HttpResponse<String> applied = send(put("/", "two"));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(applied.statusCode()).isEqualTo(500);
        assertThat(seen).containsExactly("PUT two");
    }

    @Test
    void ofATruncatedRequestNothingIsWhole() {
        proxy.on(request -> true, Collections.nCopies(10, Fault.truncated()).toArray(Fault[]::new));

        assertThatThrownBy(() -> send(put("/", "0123456789"))).isInstanceOf(IOException.class);
        assertThat(seen).doesNotContain("PUT 0123456789");
    }

    @Test
    void anOutageLastsUntilItIsCleared() throws IOException, InterruptedException {
        proxy.always(Fault.requestLost());
        assertThatThrownBy(() -> send(put("/", "x"))).isInstanceOf(IOException.class);

        proxy.clear();

        assertThat(send(put("/", "y")).statusCode()).isEqualTo(200);
        assertThat(seen).containsExactly("PUT y");
    }

    private HttpRequest put(String path, String body) {
        return HttpRequest.newBuilder(proxy.address().resolve(path))
                .PUT(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
