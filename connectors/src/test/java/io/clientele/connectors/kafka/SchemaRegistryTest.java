package io.clientele.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryTest {
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final String TEXT_ANSWER = "{\"schema\": \"\\\"string\\\"\"}";
    private static final String NOT_FOUND = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

    private final RegistryServer server = new RegistryServer();
    private final SchemaRegistry registry = new SchemaRegistry(
            server.address(), new RegistryHttp.Retries(3, Duration.ofMillis(1), Duration.ofSeconds(10)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSchemaIsFetchedOnce() throws UnknownSchema {
        server.answers(200, TEXT_ANSWER);

        assertThat(registry.byId(5)).isEqualTo(TEXT);
        assertThat(registry.byId(5)).isEqualTo(TEXT);

        assertThat(server.requests()).containsExactly("GET /apis/ccompat/v7/schemas/ids/5");
    }

    @Test
    void aRegistryThatAsksIsToldWhoItIs() throws UnknownSchema {
        server.answers(200, TEXT_ANSWER);

        registry.byId(5);
        assertThat(server.authorization()).isNull();

        new SchemaRegistry(server.address(), "jobs:secret").byId(5);
        assertThat(server.authorization()).isEqualTo("Basic am9iczpzZWNyZXQ=");
    }

    @Test
    void anUnknownIdIsAskedForOnceInABurst() {
        server.answers(404, NOT_FOUND);

        assertThatThrownBy(() -> registry.byId(5))
                .isInstanceOf(UnknownSchema.class)
                .hasMessageContaining("no schema 5");
        assertThatThrownBy(() -> registry.byId(5)).isInstanceOf(UnknownSchema.class);

        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schemaType\": \"PROTOBUF\", \"schema\": \"message M {}\"} | PROTOBUF, not Avro",
                "{\"schema\": \"no schema at all\"}                           | no Avro schema"
            })
    void whatIsNotAvroIsUnknown(String answer, String message) {
        server.answers(200, answer);

        assertThatThrownBy(() -> registry.byId(5))
                .isInstanceOf(UnknownSchema.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBusyRegistryIsAskedAgain() throws UnknownSchema {
        server.answers(503, "").answers(429, "").answers(200, TEXT_ANSWER);

        assertThat(registry.byId(5)).isEqualTo(TEXT);
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | out of memory                     | 3 tries",
                "404 | <html>no such page</html>         | status 404",
                "404 | {\"error_code\": 404}              | status 404",
                "401 | {\"message\": \"who are you?\"}    | who are you?",
                "200 | welcome to the proxy              | not JSON",
                "200 | {\"version\": 3}                   | no schema"
            })
    void anythingElseIsNoAnswerOfARegistryAndFailsTheJob(int status, String body, String message) {
        server.answers(status, body);

        assertThatThrownBy(() -> registry.byId(5))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining(server.address().toString())
                .hasMessageContaining(message);
    }

    @Test
    void aStoppedRegistryIsNamedAfterTheLastTry() {
        server.close();

        assertThatThrownBy(() -> registry.byId(5))
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining(server.address().toString())
                .hasMessageContaining("3 tries");
    }

    @Test
    void aRegistryThatTakesTheCallAndSaysNothingIsNotWaitedForAgainAndAgain() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SchemaRegistry unanswered = new SchemaRegistry(
                    URI.create("http://localhost:" + silent.getLocalPort()),
                    new RegistryHttp.Retries(100, Duration.ofMillis(1), Duration.ofMillis(200)));

            assertThatThrownBy(() -> unanswered.byId(5))
                    .isInstanceOf(RegistryFailure.class)
                    .hasMessageContaining("after 1 tries");
        }
    }

    @Test
    void onlyAListOfSubjectsIsARegistrysAnswer() {
        server.answers(200, "[\"orders-value\"]").answers(200, "{}").answers(404, "[]");

        registry.requireAnswer();

        assertThatThrownBy(registry::requireAnswer).isInstanceOf(RegistryFailure.class);
        assertThatThrownBy(registry::requireAnswer)
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("404");
    }

    @Test
    void aSchemaIsLookedUpUnderItsSubject() {
        server.answers(200, "{\"id\": 12}").answers(404, NOT_FOUND).answers(404, "<html>no such page</html>");

        assertThat(registry.isRegistered("orders-value", TEXT)).isTrue();
        assertThat(registry.isRegistered("orders-value", TEXT)).isFalse();
        assertThatThrownBy(() -> registry.isRegistered("orders-value", TEXT)).isInstanceOf(RegistryFailure.class);

        assertThat(server.requests())
                .contains("POST /apis/ccompat/v7/subjects/orders-value"
                        + " {\"schemaType\":\"AVRO\",\"schema\":\"\\\"string\\\"\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"compatibilityLevel\": \"BACKWARD_TRANSITIVE\"} | true",
                "200 | {\"compatibilityLevel\": \"FULL_TRANSITIVE\"}     | true",
                "200 | {\"compatibilityLevel\": \"BACKWARD\"}            | false",
                "200 | {\"compatibilityLevel\": \"NONE\"}                | false",
                "404 | {\"error_code\": 40408}                         | false"
            })
    void aSubjectIsSafeWhenEverySchemaMustReadWhatWasWritten(int status, String body, boolean isSafe) {
        server.answers(status, body);

        assertThat(registry.requiresBackwardCompatibility("orders-value")).isEqualTo(isSafe);
        assertThat(server.requests()).containsExactly("GET /apis/ccompat/v7/config/orders-value");
    }

    @Test
    void registeringReturnsTheId() {
        server.answers(200, "{\"id\": 12}");

        assertThat(registry.register("orders-value", TEXT)).isEqualTo(12);
        assertThat(server.requests())
                .containsExactly("POST /apis/ccompat/v7/subjects/orders-value/versions"
                        + " {\"schemaType\":\"AVRO\",\"schema\":\"\\\"string\\\"\"}");
    }

    @Test
    void anIncompatibleSchemaIsRefusedInWords() {
        server.answers(409, "{\"error_code\": 409, \"message\": \"reader field missing\"}");

        assertThatThrownBy(() -> registry.register("orders-value", TEXT))
                .isInstanceOf(IncompatibleSchema.class)
                .hasMessageContaining("orders-value")
                .hasMessageContaining("reader field missing");
    }

    @Test
    void compatibilityIsSetPerSubject() {
        server.answers(200, "{\"compatibility\": \"BACKWARD_TRANSITIVE\"}");

        registry.requireBackwardCompatibility("orders-value");

        assertThat(server.requests())
                .containsExactly(
                        "PUT /apis/ccompat/v7/config/orders-value {\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
    }

    @Test
    void itTravelsToTheTaskManagers() throws Exception {
        server.answers(200, TEXT_ANSWER);

        assertThat(InstantiationUtil.clone(registry).byId(5)).isEqualTo(TEXT);
    }
}
