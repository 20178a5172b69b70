package io.clientele.stack.erasure;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.IdentifierDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A person who is to be erased.
 *
 * @param id identity of the request
 * @param requestedAt when it was requested
 * @param identifiers all identifiers of the person
 */
record ErasureRequest(String id, Instant requestedAt, List<Identifier> identifiers) {
    static final String ERASE = "erase";
    static final String REMEMBER = "remember";
    static final String LIFT = "lift";

    ErasureRequest {
        identifiers = List.copyOf(identifiers);
    }

    List<String> digests() {
        return identifiers.stream()
                .map(identifier -> IdentifierDigest.ofText(identifier.text()))
                .toList();
    }

    /** The ids that the persons of these identifiers have or had. */
    List<String> personIds() {
        return identifiers.stream().map(Identifier::personId).distinct().toList();
    }

    /** The record that tells the jobs; only an order to erase says the identifiers themselves. */
    GenericRecord record(String action) {
        List<GenericRecord> items = new ArrayList<>();
        for (Identifier identifier : identifiers) {
            items.add(
                    item(IdentifierDigest.ofText(identifier.text()), action.equals(ERASE) ? identifier.text() : null));
        }
        return record(id, action, requestedAt, items);
    }

    /** A record that says whom to refuse, and nothing of what for. */
    static GenericRecord remember(List<String> digests, Instant at) {
        return record(
                REMEMBER,
                REMEMBER,
                at,
                digests.stream().map(digest -> item(digest, null)).toList());
    }

    private static GenericRecord item(String digest, @Nullable String identifier) {
        GenericRecord item = new GenericData.Record(
                Contracts.ERASURE.schema().getField("identifiers").schema().getElementType());
        item.put("digest", digest);
        item.put("identifier", identifier);
        return item;
    }

    private static GenericRecord record(String id, String action, Instant at, List<GenericRecord> items) {
        GenericRecord record = new GenericData.Record(Contracts.ERASURE.schema());
        record.put("request_id", id);
        record.put("action", action);
        record.put("requested_at", ChronoUnit.MICROS.between(Instant.EPOCH, at));
        record.put("identifiers", items);
        return record;
    }

    /** The request that an order to erase tells of. */
    static ErasureRequest of(GenericRecord record) {
        List<Identifier> identifiers = new ArrayList<>();
        for (Object item : (List<?>) record.get("identifiers")) {
            identifiers.add(Identifier.parse(String.valueOf(((GenericRecord) item).get("identifier"))));
        }
        return new ErasureRequest(
                String.valueOf(record.get("request_id")),
                Instant.EPOCH.plus((Long) record.get("requested_at"), ChronoUnit.MICROS),
                identifiers);
    }
}
