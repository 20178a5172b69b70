package io.clientele.stack.parts;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The key pair of the stack's own object store, made at the first start and kept in {@code conf/object-store-credentials.properties},
 * readable by its owner alone.
 */
public record Credentials(String accessKey, String secretKey) {

    static Credentials of(Home home) throws IOException {
        Path file = home.conf().resolve("object-store-credentials.properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        if (!properties.containsKey("access-key") || !properties.containsKey("secret-key")) {
            properties.setProperty("access-key", "clientele");
            properties.setProperty("secret-key", random());
            StringWriter text = new StringWriter();
            properties.store(text, "The key pair of this stack's object store");
            ConfigFiles.writePrivate(file, text.toString());
        }
        return new Credentials(properties.getProperty("access-key"), properties.getProperty("secret-key"));
    }

    private static String random() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKey + "]";
    }
}
