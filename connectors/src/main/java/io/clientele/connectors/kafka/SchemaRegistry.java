package io.clientele.connectors.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A client of a schema registry with Confluent's API: Confluent's own, Apicurio's {@code /apis/ccompat/v7}, Karapace and others.
 *
 * <p>"The registry has no such schema" ({@link UnknownSchema}: one bad record) and "the registry does not answer"
 * ({@link RegistryFailure}: nobody's record is to blame) are kept apart. Schemas never change under their id and are kept for good;
 * that an id is unknown is remembered for {@link #UNKNOWN_KEPT_FOR} only, since it may be registered next.
 */
public final class SchemaRegistry implements WriterSchemas {
    private static final long serialVersionUID = 1L;

    /**
     * How long an id stays unknown without asking again: a burst of poison must not become a burst of requests. Short, so that records
     * that are sent again right after their schema was registered find it.
     */
    static final Duration UNKNOWN_KEPT_FOR = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";
    /** What lets a registry accept only schemas that can read everything written before; the second asks for more. */
    private static final Set<String> BACKWARD = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    /** Confluent's error codes for "not found" are 404xx; a plain 404 means that there is no registry at this address. */
    private static final int FIRST_NOT_FOUND_CODE = 40400;

    private record Unknown(String message, long nanoTime) {}

    private final RegistryHttp http;
    private final ConcurrentHashMap<Integer, Schema> known = new ConcurrentHashMap<>();
    private transient @Nullable Map<Integer, Unknown> unknown;

    /** A client of the registry at this base address, with the default patience of about ten seconds. */
    public SchemaRegistry(URI base) {
        this(base, (String) null);
    }

    /**
     * The same of a registry that asks who it is.
     *
     * @param credentials {@code user:password}; null for none
     */
    public SchemaRegistry(URI base, @Nullable String credentials) {
        this.http = new RegistryHttp(base, credentials, RegistryHttp.DEFAULT_RETRIES);
    }

    SchemaRegistry(URI base, RegistryHttp.Retries retries) {
        this.http = new RegistryHttp(base, null, retries);
    }

    @Override
    public Schema byId(int id) throws UnknownSchema {
        Schema schema = known.get(id);
        if (schema == null) {
            refuseIfKnownToBeUnknown(id);
            schema = fetch(id);
            known.put(id, schema);
        }
        return schema;
    }

    /**
     * Asks for something that every registry knows.
     *
     * @throws RegistryFailure if it does not answer, or not as a registry does
     */
    public void requireAnswer() {
        HttpResponse<String> response = http.send("GET", "/subjects", null);
        if (response.statusCode() / 100 != 2 || !json(response).isArray()) {
            throw http.failure(response, "no list of subjects, but status %d".formatted(response.statusCode()));
        }
    }

    /**
     * Whether a schema is a version of a subject.
     *
     * @throws RegistryFailure if the registry does not answer
     */
    public boolean isRegistered(String subject, Schema schema) {
        HttpResponse<String> response = http.send("POST", "/subjects/" + encoded(subject), asBody(schema));
        if (isNotFound(response)) {
            return false;
        }
        success(response);
        return true;
    }

    /**
     * Registers a schema as the newest version of a subject and returns its id; doing it again changes nothing.
     *
     * @throws IncompatibleSchema if the registry refuses it as incompatible with the versions before
     * @throws RegistryFailure if the registry does not answer or refuses for another reason
     */
    public int register(String subject, Schema schema) {
        HttpResponse<String> response =
                http.send("POST", "/subjects/" + encoded(subject) + "/versions", asBody(schema));
        if (response.statusCode() == CONFLICT) {
            throw new IncompatibleSchema("The registry at %s refuses the schema %s for %s: %s"
                    .formatted(http.base(), schema.getFullName(), subject, message(response)));
        }
        JsonNode id = success(response).path("id");
        if (!id.isInt()) {
            throw http.failure(response, "the answer has no id");
        }
        return id.intValue();
    }

    private static String asBody(Schema schema) {
        return JSON.createObjectNode()
                .put("schemaType", "AVRO")
                .put("schema", schema.toString())
                .toString();
    }

    /**
     * Whether the registry has been told to accept only schemas of this subject that can read everything written before.
     *
     * @throws RegistryFailure if the registry does not answer
     */
    public boolean requiresBackwardCompatibility(String subject) {
        HttpResponse<String> response = http.send("GET", "/config/" + encoded(subject), null);
        return !isNotFound(response)
                && BACKWARD.contains(
                        success(response).path("compatibilityLevel").asText());
    }

    /**
     * Lets the registry accept only schemas of this subject that can read everything written before.
     *
     * @throws RegistryFailure if the registry does not answer or refuses
     */
    public void requireBackwardCompatibility(String subject) {
        String body =
                JSON.createObjectNode().put("compatibility", COMPATIBILITY).toString();
        success(http.send("PUT", "/config/" + encoded(subject), body));
    }

    private Schema fetch(int id) throws UnknownSchema {
        HttpResponse<String> response = http.send("GET", "/schemas/ids/" + id, null);
        if (isNotFound(response)) {
            throw rememberUnknown(id, "The registry at %s has no schema %d".formatted(http.base(), id));
        }
        JsonNode answer = success(response);
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw rememberUnknown(id, "Schema %d is %s, not Avro".formatted(id, type));
        }
        if (!answer.path("schema").isTextual()) {
            throw http.failure(response, "the answer has no schema");
        }
        try {
            return new Schema.Parser().parse(answer.path("schema").textValue());
        } catch (AvroRuntimeException unparsable) {
            throw rememberUnknown(id, "Schema %d is no Avro schema: %s".formatted(id, unparsable.getMessage()));
        }
    }

    private void refuseIfKnownToBeUnknown(int id) throws UnknownSchema {
        Unknown entry = unknownIds().get(id);
        if (entry != null && System.nanoTime() - entry.nanoTime() < UNKNOWN_KEPT_FOR.toNanos()) {
            throw new UnknownSchema(entry.message());
        }
    }

    private UnknownSchema rememberUnknown(int id, String message) {
        Map<Integer, Unknown> ids = unknownIds();
        if (ids.size() >= 10_000) {
            ids.clear();
        }
        ids.put(id, new Unknown(message, System.nanoTime()));
        return new UnknownSchema(message);
    }

    private synchronized Map<Integer, Unknown> unknownIds() {
        if (unknown == null) {
            unknown = new ConcurrentHashMap<>();
        }
        return unknown;
    }

    private JsonNode success(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw http.failure(response, "status %d: %s".formatted(response.statusCode(), message(response)));
        }
        JsonNode answer = json(response);
        if (!answer.isObject()) {
            throw http.failure(response, "the answer is not JSON");
        }
        return answer;
    }

    private static boolean isNotFound(HttpResponse<String> response) {
        return response.statusCode() == NOT_FOUND && errorCode(response) >= FIRST_NOT_FOUND_CODE;
    }

    private static int errorCode(HttpResponse<String> response) {
        return json(response).path("error_code").asInt(0);
    }

    private static String message(HttpResponse<String> response) {
        return json(response).path("message").asText(response.body());
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
