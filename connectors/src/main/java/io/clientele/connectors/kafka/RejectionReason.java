package io.clientele.connectors.kafka;

import java.util.Locale;

/** Why a record became a dead letter. */
public enum RejectionReason {
    /** The value is null and the record is no heartbeat. */
    NULL_VALUE,
    /** The value does not start with the wire format's zero byte and a schema id. */
    NOT_WIRE_FORMAT,
    /** The registry does not know the schema id, or what it knows is not an Avro schema. */
    UNKNOWN_SCHEMA,
    /** The bytes are not one complete record of their writer schema, or that schema does not fit the contract. */
    UNDECODABLE,
    /** The value is larger than accepted. */
    OVERSIZED,
    /** A readable event that breaks a rule of its contract. */
    INVALID,
    /** It carries an identifier of a person who was erased. */
    ERASED;

    /** The code in the dead letter contract and in the tables: the name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
