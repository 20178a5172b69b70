package io.clientele.jobs.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes in the making: numbers as short as they are, texts and arrays at once. */
public final class PackedOutput {
    private static final int LOW_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private byte[] bytes = new byte[256];
    private int length;

    /** Empties it. */
    public void clear() {
        length = 0;
    }

    /** The bytes, up to {@link #length}. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** A number, the shorter the smaller it is; a negative one has ten bytes. */
    public PackedOutput number(long value) {
        reserve(Long.BYTES + 2);
        long left = value;
        while ((left & ~LOW_BITS) != 0) {
            bytes[length++] = (byte) ((left & LOW_BITS) | MORE);
            left >>>= BITS;
        }
        bytes[length++] = (byte) left;
        return this;
    }

    /** A number of eight bytes: for those that are mostly large, such as instants. */
    public PackedOutput fixed(long value) {
        reserve(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Whether something is so. */
    public PackedOutput flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** A text, or that there is none. */
    public PackedOutput text(@Nullable String value) {
        if (value == null) {
            return number(0);
        }
        // almost every text is ASCII, which needs no array of its own
        int before = length;
        int characters = value.length();
        number(characters + 1L);
        reserve(characters);
        for (int at = 0; at < characters; at++) {
            char character = value.charAt(at);
            if (character > LOW_BITS) {
                length = before;
                return array(value.getBytes(StandardCharsets.UTF_8));
            }
            bytes[length + at] = (byte) character;
        }
        length += characters;
        return this;
    }

    /** An array of bytes, or that there is none. */
    public PackedOutput array(byte @Nullable [] value) {
        if (value == null) {
            return number(0);
        }
        number(value.length + 1L);
        return raw(value, 0, value.length);
    }

    /** Bytes as they are, from one place to before another; whoever reads them knows their number. */
    PackedOutput raw(byte[] value, int from, int to) {
        reserve(to - from);
        System.arraycopy(value, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
