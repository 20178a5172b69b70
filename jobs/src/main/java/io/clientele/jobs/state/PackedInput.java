package io.clientele.jobs.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link PackedOutput} has made, in the same order. */
public final class PackedInput {
    private static final int LOW_BITS = 0x7f;
    private static final int BITS = 7;
    private static final int BYTE = 0xff;

    private final byte[] bytes;
    private int at;

    /** Reads from the first byte on. */
    public PackedInput(byte[] bytes) {
        this(bytes, 0);
    }

    /** Reads from a byte on. */
    PackedInput(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** All of the bytes, also those before and behind. */
    byte[] bytes() {
        return bytes;
    }

    /** The place of the next byte. */
    int position() {
        return at;
    }

    /** What {@link PackedOutput#number} wrote. */
    public long number() {
        long value = 0;
        int shift = 0;
        byte next = bytes[at++];
        while (next < 0) {
            value |= (long) (next & LOW_BITS) << shift;
            shift += BITS;
            next = bytes[at++];
        }
        return value | ((long) next << shift);
    }

    /** The same, of a number that fits. */
    public int count() {
        return (int) number();
    }

    /** What {@link PackedOutput#fixed} wrote. */
    public long fixed() {
        long value = 0;
        for (int part = 0; part < Long.BYTES; part++) {
            value = (value << Byte.SIZE) | (bytes[at++] & BYTE);
        }
        return value;
    }

    /** What {@link PackedOutput#flag} wrote. */
    public boolean flag() {
        return number() != 0;
    }

    /** What {@link PackedOutput#text} wrote. */
    public @Nullable String text() {
        int length = count() - 1;
        if (length < 0) {
            return null;
        }
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    /** Passes over a text. */
    void skipText() {
        int length = count() - 1;
        at += Math.max(0, length);
    }

    /** The same, of a text that is there. */
    public String givenText() {
        return Objects.requireNonNull(text(), "a text is missing");
    }

    /** What {@link PackedOutput#array} wrote. */
    public byte @Nullable [] array() {
        int length = count() - 1;
        if (length < 0) {
            return null;
        }
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }
}
