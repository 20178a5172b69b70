package io.clientele.jobs.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The texts given for options, from a command line and the file it names; only known options. */
final class Arguments {
    private static final String PREFIX = "--";
    private static final String CONFIG = "config";

    private final Map<String, String> texts;

    private Arguments(Map<String, String> texts) {
        this.texts = texts;
    }

    static Arguments parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int index = 0; index < arguments.length; index += 2) {
            String name = arguments[index];
            if (!name.startsWith(PREFIX)) {
                throw new InvalidOption("'%s' is no option; expected is --key value".formatted(name));
            }
            String key = name.substring(PREFIX.length());
            if (index + 1 == arguments.length) {
                throw new InvalidOption("Option %s has no value; expected is --key value".formatted(key));
            }
            if (given.put(key, arguments[index + 1]) != null) {
                throw new InvalidOption("Option %s is given twice".formatted(key));
            }
        }
        String file = given.remove(CONFIG);
        Map<String, String> texts = new HashMap<>(file == null ? Map.of() : read(file));
        given.forEach((key, value) -> texts.put(known(key, value, "the command line"), value));
        return new Arguments(texts);
    }

    /**
     * The value of an option, or its default.
     *
     * @throws InvalidOption if it is not allowed, or missing and without default
     */
    <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> InvalidOption.missing(option.key(), option.allowed()));
    }

    /** The value of an option, or its default; empty if there is neither. */
    <T> Optional<T> find(Option<T> option) {
        String text = texts.get(option.key());
        return Optional.ofNullable(text == null ? option.defaultText() : text).map(option::parse);
    }

    private static Map<String, String> read(String file) {
        Map<String, String> texts = OptionTypes.readProperties(CONFIG, file);
        texts.forEach((key, value) -> known(key, value, file));
        return texts;
    }

    private static String known(String key, String value, String origin) {
        if (Options.all().stream().noneMatch(option -> option.key().equals(key))) {
            throw new InvalidOption("Unknown option %s with value '%s' in %s; there are: %s"
                    .formatted(
                            key,
                            looksSecret(key) ? "(not shown)" : value,
                            origin,
                            Options.all().stream().map(Option::key).collect(Collectors.toCollection(TreeSet::new))));
        }
        return key;
    }

    private static boolean looksSecret(String key) {
        return key.contains("secret") || key.contains("password") || key.contains("access-key");
    }
}
