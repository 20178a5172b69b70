package io.clientele.jobs.settings;

import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One option.
 *
 * @param key its name, dots and dashes
 * @param defaultText its value where none is given; null if it must be given
 * @param allowed which values are allowed, for people
 * @param description what it is for
 * @param parser turns the text into the value; throws IllegalArgumentException, ArithmeticException or DateTimeException for
 *     what is not allowed
 */
public record Option<T>(
        String key, @Nullable String defaultText, String allowed, String description, Function<String, T> parser) {

    /**
     * The value of a text.
     *
     * @throws InvalidOption naming the option, the text and what is allowed
     */
    T parse(String text) {
        try {
            return parser.apply(text.strip());
        } catch (InvalidOption named) {
            throw named;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException refused) {
            InvalidOption invalid = InvalidOption.value(key, text, allowed);
            invalid.initCause(refused);
            throw invalid;
        }
    }
}
