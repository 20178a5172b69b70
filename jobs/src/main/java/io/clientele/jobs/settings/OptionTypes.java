package io.clientele.jobs.settings;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** The kinds of values that options have. */
final class OptionTypes {
    private static final int CUT_POINTS = 4;
    private static final int MOST = 1000;
    private static final int LONGEST_LOOK_BACK_DAYS = 36_500;

    private OptionTypes() {}

    static Option<String> text(String key, @Nullable String defaultText, String allowed, String description) {
        return new Option<>(key, defaultText, allowed, description, text -> {
            require(!text.isEmpty());
            return text;
        });
    }

    static Option<Map<String, String>> propertiesFile(String key, String description) {
        return new Option<>(key, "", "the path of a readable properties file, or nothing", description, text -> {
            return text.isEmpty() ? Map.of() : readProperties(key, text);
        });
    }

    /** What a properties file says; an option that names one which cannot be read is refused. */
    static Map<String, String> readProperties(String key, String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw InvalidOption.value(key, file, "a readable properties file (" + unreadable + ")");
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    static String jobName(String text) {
        require(text.matches("[a-z]*"));
        return text;
    }

    static Option<URI> httpAddress(String key, String description) {
        return new Option<>(key, null, "an http:// or https:// address", description, text -> {
            URI address = URI.create(text);
            require(List.of("http", "https").contains(String.valueOf(address.getScheme())));
            require(address.getHost() != null);
            return address;
        });
    }

    static Option<Duration> duration(String key, String defaultText, String description) {
        return new Option<>(key, defaultText, "a duration such as 90 s, 10 min, 2 h or 4 d", description, text -> {
            Duration duration = TimeUtils.parseDuration(text);
            require(!duration.isNegative() && hasUnit(text));
            return duration;
        });
    }

    static Option<Duration> positiveDuration(String key, String defaultText, String description) {
        Option<Duration> duration = duration(key, defaultText, description);
        return new Option<>(key, defaultText, duration.allowed() + ", above zero", description, text -> {
            Duration value = duration.parser().apply(text);
            require(value.toMillis() > 0);
            return value;
        });
    }

    static Option<Duration> durationUpTo(String key, String defaultText, Duration most, String description) {
        Option<Duration> duration = positiveDuration(key, defaultText, description);
        String allowed = "%s, at most %d d".formatted(duration.allowed(), most.toDays());
        return new Option<>(key, defaultText, allowed, description, text -> {
            Duration value = duration.parser().apply(text);
            require(value.compareTo(most) <= 0);
            return value;
        });
    }

    static Option<Integer> size(String key, String defaultText, String description) {
        return new Option<>(key, defaultText, "a size such as 512 kb or 1 mb, below 2 gb", description, text -> {
            require(hasUnit(text));
            long bytes = MemorySize.parse(text.toLowerCase(Locale.ROOT).replaceFirst("(?<=[kmg])ib$", "b"))
                    .getBytes();
            require(bytes > 0);
            return Math.toIntExact(bytes);
        });
    }

    static Option<Integer> count(String key, String defaultText, String description) {
        return new Option<>(key, defaultText, "a whole number from 1 to " + MOST, description, text -> {
            int number = Integer.parseInt(text);
            require(number >= 1 && number <= MOST);
            return number;
        });
    }

    static Option<List<BigDecimal>> cutPoints(String key, String description) {
        return new Option<>(key, null, "four numbers that do not fall, such as 30,90,180,365", description, text -> {
            List<BigDecimal> cuts = Arrays.stream(text.split(",", -1))
                    .map(cut -> new BigDecimal(cut.strip()))
                    .toList();
            require(cuts.size() == CUT_POINTS);
            require(cuts.stream().sorted().toList().equals(cuts));
            return cuts;
        });
    }

    static OptionalInt lookBack(String text) {
        if (text.equals("all")) {
            return OptionalInt.empty();
        }
        int days = Integer.parseInt(text);
        require(days >= 1 && days <= LONGEST_LOOK_BACK_DAYS);
        return OptionalInt.of(days);
    }

    /** Flink reads a number without a unit as milliseconds or bytes; here a quantity says what it is. */
    private static boolean hasUnit(String text) {
        return !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
    }

    private static void require(boolean isAllowed) {
        if (!isAllowed) {
            throw new IllegalArgumentException("not allowed");
        }
    }
}
