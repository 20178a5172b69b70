package io.clientele.stack.parts;

/**
 * Whether a part can be used now.
 *
 * @param isUsable it did real work just now
 * @param detail what was seen, in a few words
 */
public record Health(boolean isUsable, String detail) {

    public static Health usable(String detail) {
        return new Health(true, detail);
    }

    public static Health unusable(String detail) {
        return new Health(false, detail);
    }
}
