package io.clientele.jobs.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;

/**
 * What the topic {@code erasures} says of a person.
 *
 * @param requestId identity of the request
 * @param action {@code erase}, {@code remember} or {@code lift}, as the contract has them
 * @param requestedAt epoch microseconds UTC
 * @param identifiers all identifiers of the person
 */
public record Erasure(String requestId, String action, long requestedAt, List<ErasedIdentifier> identifiers) {
    private static final String ERASE = "erase";
    private static final String LIFT = "lift";

    /** A record of the contract {@link io.clientele.schemas.Contracts#ERASURE}. */
    public static Erasure of(GenericRecord record) {
        List<ErasedIdentifier> identifiers = new ArrayList<>();
        for (Object item : (List<?>) record.get("identifiers")) {
            GenericRecord identifier = (GenericRecord) item;
            identifiers.add(
                    new ErasedIdentifier((String) identifier.get("digest"), (String) identifier.get("identifier")));
        }
        return new Erasure(
                (String) record.get("request_id"),
                (String) record.get("action"),
                (Long) record.get("requested_at"),
                identifiers);
    }

    /** An order to forget identifiers, {@code type:value} each. */
    public static Erasure of(String requestId, long requestedAt, List<String> identifiers) {
        return new Erasure(
                requestId,
                ERASE,
                requestedAt,
                identifiers.stream()
                        .map(text -> new ErasedIdentifier(io.clientele.schemas.IdentifierDigest.ofText(text), text))
                        .toList());
    }

    /** Whether events of the identifiers are taken in again. */
    public boolean isLift() {
        return action.equals(LIFT);
    }

    /** What is to be forgotten, {@code type:value} each: nothing unless this is an order to erase. */
    public List<String> toForget() {
        return action.equals(ERASE)
                ? identifiers.stream()
                        .map(ErasedIdentifier::identifier)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList()
                : List.of();
    }
}
