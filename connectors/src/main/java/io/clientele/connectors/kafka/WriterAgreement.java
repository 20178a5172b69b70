package io.clientele.connectors.kafka;

import java.util.List;
import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a writer schema that means something else than the reader's, where Avro's own resolution would go on: another record
 * (an order on the topic of the clickstream would be read, with defaults for all it lacks), and other logical types, which
 * registries ignore too (milliseconds would be read as microseconds, and 12.50 with scale 2 as 0.1250 with scale 4).
 */
final class WriterAgreement {
    private WriterAgreement() {}

    /** @throws UndecodableEvent naming the first thing that means something else to the writer */
    static void require(Schema writer, Schema reader) throws UndecodableEvent {
        if (!writer.getName().equals(reader.getName())) {
            throw new UndecodableEvent(
                    RejectionReason.UNDECODABLE,
                    "The writer's record is a %s, the contract's a %s"
                            .formatted(writer.getFullName(), reader.getFullName()));
        }
        require(writer, reader, reader.getName());
    }

    private static void require(Schema writer, Schema reader, String path) throws UndecodableEvent {
        if (reader.getType() == Schema.Type.UNION || writer.getType() == Schema.Type.UNION) {
            for (Schema readerBranch : branches(reader)) {
                for (Schema writerBranch : branches(writer)) {
                    if (readerBranch.getType() == writerBranch.getType()) {
                        require(writerBranch, readerBranch, path);
                    }
                }
            }
            return;
        }
        if (reader.getType() != writer.getType()) {
            return; // Avro's resolution promotes it or refuses it by itself
        }
        requireSame(writer.getLogicalType(), reader.getLogicalType(), path);
        switch (reader.getType()) {
            case ARRAY -> require(writer.getElementType(), reader.getElementType(), path);
            case MAP -> require(writer.getValueType(), reader.getValueType(), path);
            case RECORD -> {
                for (Schema.Field field : reader.getFields()) {
                    Schema.Field written = writer.getField(field.name());
                    if (written != null) {
                        require(written.schema(), field.schema(), path + "." + field.name());
                    }
                }
            }
            default -> {}
        }
    }

    private static void requireSame(@Nullable LogicalType writer, @Nullable LogicalType reader, String path)
            throws UndecodableEvent {
        if (reader != null && !Objects.equals(writer, reader)) {
            throw new UndecodableEvent(
                    RejectionReason.UNDECODABLE,
                    "The writer's %s is %s, the contract's %s".formatted(path, describe(writer), describe(reader)));
        }
    }

    private static String describe(@Nullable LogicalType type) {
        if (type == null) {
            return "a plain value";
        }
        return type instanceof org.apache.avro.LogicalTypes.Decimal decimal
                ? "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale())
                : type.getName();
    }

    private static List<Schema> branches(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }
}
