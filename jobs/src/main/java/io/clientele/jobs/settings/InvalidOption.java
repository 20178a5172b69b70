package io.clientele.jobs.settings;

/** An option that is unknown, missing or has a value that is not allowed. The message names all three. */
public final class InvalidOption extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidOption(String message) {
        super(message);
    }

    static InvalidOption value(String key, String value, String allowed) {
        return new InvalidOption("Option %s is '%s'; allowed is %s".formatted(key, value, allowed));
    }

    static InvalidOption missing(String key, String allowed) {
        return new InvalidOption("Option %s is missing; allowed is %s".formatted(key, allowed));
    }
}
