package io.clientele.connectors.kafka;

import io.clientele.schemas.Contracts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Confluent's wire format: a zero byte, the schema id as four bytes (big-endian), then the Avro-encoded record. */
public final class WireFormat {
    /** Where the Avro bytes begin. */
    public static final int PAYLOAD_OFFSET = 5;

    private static final byte MAGIC = 0;
    private static final GenericData MODEL = Contracts.model();

    private WireFormat() {}

    /**
     * Encodes a record with its own schema; decimals may be {@link java.math.BigDecimal} of exactly the schema's scale.
     *
     * @throws org.apache.avro.AvroRuntimeException if a value does not fit the schema
     */
    public static byte[] encode(int schemaId, GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.writeBytes(
                ByteBuffer.allocate(PAYLOAD_OFFSET).put(MAGIC).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema(), MODEL).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("An array of bytes cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The schema id of a value.
     *
     * @throws UndecodableEvent with {@link RejectionReason#NOT_WIRE_FORMAT} if the value is not in this format
     */
    public static int schemaId(byte[] value) throws UndecodableEvent {
        if (value.length < PAYLOAD_OFFSET) {
            throw new UndecodableEvent(
                    RejectionReason.NOT_WIRE_FORMAT,
                    "%d bytes are too few for the wire format's header of %d".formatted(value.length, PAYLOAD_OFFSET));
        }
        if (value[0] != MAGIC) {
            throw new UndecodableEvent(
                    RejectionReason.NOT_WIRE_FORMAT, "The first byte is %d instead of 0".formatted(value[0]));
        }
        return ByteBuffer.wrap(value).getInt(1);
    }
}
