package io.clientele.connectors.kafka;

import io.clientele.schemas.Contracts;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events into the fields of a reader schema: a contract, or a projection of it. Fields the writer did not know have
 * their defaults, fields the reader does not ask for are skipped. Serializable with what it needs, and used by one thread.
 */
public final class EventDecoder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final WriterSchemas schemas;
    private final Schema reader;

    private transient @Nullable Map<Integer, GenericDatumReader<GenericRecord>> readers;
    private transient @Nullable BinaryDecoder reused;

    /** @param reader schema of the records to return; a projection keeps the contract's names, types and logical types */
    public EventDecoder(WriterSchemas schemas, Schema reader) {
        this.schemas = schemas;
        this.reader = reader;
    }

    /**
     * Decodes an event. Values look as {@link Contracts#model()} says: decimals as {@link java.math.BigDecimal}, instants as
     * {@code Long} microseconds, and strings as {@link String} if the reader schema comes from a contract's
     * {@code readerSchema()} or {@code schema(fields)}.
     *
     * @throws UndecodableEvent if the writer schema is unknown, does not fit the reader schema, or the bytes do not fit it
     * @throws RegistryFailure if the registry does not answer
     */
    public GenericRecord decode(ReceivedEvent event) throws UndecodableEvent {
        GenericDatumReader<GenericRecord> datumReader = datumReader(event.schemaId());
        byte[] value = event.value();
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(value, WireFormat.PAYLOAD_OFFSET, value.length - WireFormat.PAYLOAD_OFFSET, reused);
        reused = decoder;
        try {
            return datumReader.read(null, decoder);
        } catch (IOException | AvroRuntimeException | NumberFormatException unreadable) {
            // NumberFormatException: a decimal of no bytes at all
            throw new UndecodableEvent(
                    RejectionReason.UNDECODABLE,
                    "Schema %d does not give a %s: %s"
                            .formatted(event.schemaId(), reader.getFullName(), unreadable.getMessage()),
                    unreadable);
        }
    }

    private GenericDatumReader<GenericRecord> datumReader(int schemaId) throws UndecodableEvent {
        if (readers == null) {
            readers = new HashMap<>();
        }
        GenericDatumReader<GenericRecord> datumReader = readers.get(schemaId);
        if (datumReader == null) {
            Schema writer = writer(schemaId);
            WriterAgreement.require(writer, reader);
            datumReader = new GenericDatumReader<>(writer, reader, Contracts.model());
            readers.put(schemaId, datumReader);
        }
        return datumReader;
    }

    private Schema writer(int schemaId) throws UndecodableEvent {
        try {
            return schemas.byId(schemaId);
        } catch (UnknownSchema unknown) {
            throw new UndecodableEvent(RejectionReason.UNKNOWN_SCHEMA, String.valueOf(unknown.getMessage()), unknown);
        }
    }
}
