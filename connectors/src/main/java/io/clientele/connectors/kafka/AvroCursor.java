package io.clientele.connectors.kafka;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads Avro's binary encoding inside the bounds of one array. Avro's own decoder believes every length it reads and allocates
 * for it, so twenty poisoned bytes can ask for two gigabytes; this one checks each length against the bytes that are left and
 * allocates only for the strings it is asked for.
 */
final class AvroCursor {
    /** Deeper nesting than any contract has; keeps a poisoned recursive record from overflowing the stack. */
    private static final int MAX_DEPTH = 64;

    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    private final byte[] bytes;
    private int position;

    AvroCursor(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int remaining() {
        return bytes.length - position;
    }

    /** A zigzag variable-length integer of up to 64 bits. */
    long readLong() throws UndecodableEvent {
        long encoded = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = readByte();
            encoded |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (encoded >>> 1) ^ -(encoded & 1);
            }
        }
        throw malformed("a number longer than 64 bits");
    }

    String readString() throws UndecodableEvent {
        int length = readLength();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** The schema of the value that follows: the chosen branch of a union, else the schema itself. */
    Schema branch(Schema schema) throws UndecodableEvent {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().get(readIndex(schema.getTypes().size()))
                : schema;
    }

    /** Moves past one value, checking all of it. */
    void skip(Schema schema) throws UndecodableEvent {
        skip(schema, 0);
    }

    private void skip(Schema schema, int depth) throws UndecodableEvent {
        if (depth > MAX_DEPTH) {
            throw malformed("values nested deeper than " + MAX_DEPTH);
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> readIndex(readByte(), 2);
            case INT -> readInt();
            case LONG -> readLong();
            case FLOAT -> advance(Float.BYTES);
            case DOUBLE -> advance(Double.BYTES);
            case STRING -> advance(readLength());
            case BYTES -> skipBytes(schema);
            case FIXED -> advance(schema.getFixedSize());
            case ENUM -> readIndex(schema.getEnumSymbols().size());
            case UNION -> skip(branch(schema), depth + 1);
            case ARRAY -> skipBlocks(schema.getElementType(), false, depth + 1);
            case MAP -> skipBlocks(schema.getValueType(), true, depth + 1);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), depth + 1);
                }
            }
        }
    }

    private void skipBytes(Schema schema) throws UndecodableEvent {
        int length = readLength();
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            requireDigits(length, decimal.getPrecision());
        }
        advance(length);
    }

    /** Avro decodes a decimal of any length, but no table takes more digits than its type has. */
    private void requireDigits(int length, int precision) throws UndecodableEvent {
        if (length == 0) {
            throw malformed("a decimal of no bytes");
        }
        boolean surelyFits = length * (double) Byte.SIZE - 1 <= Math.floor(precision * BITS_PER_DIGIT);
        if (!surelyFits
                && new BigInteger(bytes, position, length).abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            throw malformed("a decimal of more than %d digits".formatted(precision));
        }
    }

    private void skipBlocks(Schema item, boolean keyed, int depth) throws UndecodableEvent {
        long count = readLong();
        while (count != 0) {
            int end = -1;
            if (count < 0) {
                count = -count;
                end = readLength() + position;
            }
            // Items of no size at all (an array of nulls) are not in any contract, and would let a few bytes mean
            // billions.
            if (count < 0 || count > remaining()) {
                throw malformed("a block of %d items in %d bytes".formatted(count, remaining()));
            }
            for (long index = 0; index < count; index++) {
                if (keyed) {
                    advance(readLength());
                }
                skip(item, depth);
            }
            if (end >= 0 && end != position) {
                throw malformed("a block that does not end where it says");
            }
            count = readLong();
        }
    }

    private int readIndex(int bound) throws UndecodableEvent {
        return readIndex(readLong(), bound);
    }

    private int readIndex(long index, int bound) throws UndecodableEvent {
        if (index < 0 || index >= bound) {
            throw malformed("the choice %d of %d".formatted(index, bound));
        }
        return (int) index;
    }

    private void readInt() throws UndecodableEvent {
        long value = readLong();
        if (value != (int) value) {
            throw malformed("%d where a 32-bit number belongs".formatted(value));
        }
    }

    private int readLength() throws UndecodableEvent {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw malformed("a length of %d with %d bytes left".formatted(length, remaining()));
        }
        return (int) length;
    }

    private byte readByte() throws UndecodableEvent {
        if (position >= bytes.length) {
            throw malformed("the end");
        }
        return bytes[position++];
    }

    private void advance(int length) throws UndecodableEvent {
        if (length > remaining()) {
            throw malformed("the end");
        }
        position += length;
    }

    UndecodableEvent malformed(String what) {
        return new UndecodableEvent(
                RejectionReason.UNDECODABLE, "At byte %d of %d: %s".formatted(position, bytes.length, what));
    }
}
