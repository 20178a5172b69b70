package io.clientele.stack.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Writes the configuration files of the parts. They may hold keys, so only their owner reads them. */
final class ConfigFiles {

    private ConfigFiles() {}

    static Path write(Path file, Map<String, String> entries, String separator) throws IOException {
        StringBuilder text =
                new StringBuilder("# written by clientele at each start; settings belong in clientele.properties\n");
        entries.forEach(
                (key, value) -> text.append(key).append(separator).append(value).append('\n'));
        return writePrivate(file, text.toString());
    }

    static Path writePrivate(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return Files.writeString(file, text);
    }
}
