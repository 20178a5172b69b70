package io.clientele.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Real data sets with results that were computed independently of this project; not part of it, so tests do without. */
public final class ReferenceData {
    /** A tar file is made of blocks of this size. */
    private static final int BLOCK = 512;

    private static final @Nullable Path FOLDER = find();

    private ReferenceData() {}

    /** Skips the test where the data is not there. */
    public static void require() {
        assumeTrue(isThere(), "skipped: no folder above the project has shared/data/oracle");
    }

    /** For what is compared besides, where the data is there. */
    public static boolean isThere() {
        return FOLDER != null;
    }

    /** A file of it, such as {@code oracle/rfm_cdnow_sample_1998-07-01.csv}. */
    public static Path file(String name) {
        return Objects.requireNonNull(FOLDER).resolve(name);
    }

    /** The rows of a file without quoted values, by the names in its header. */
    public static List<Map<String, String>> csv(String name) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file(name));
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            String[] names = reader.readLine().split(",");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] values = line.split(",");
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < names.length; i++) {
                    row.put(names[i], values[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Writes the files of a {@code .tar.gz}, without their folders, into a folder. */
    public static void unpack(String archive, Path folder) throws IOException {
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file(archive)))) {
            for (byte[] header = bytes.readNBytes(BLOCK);
                    header.length == BLOCK && header[0] != 0;
                    header = bytes.readNBytes(BLOCK)) {
                Path name = Path.of(field(header, 0, 100)).getFileName();
                int size = Integer.parseInt(field(header, 124, 12), 8);
                byte[] content = bytes.readNBytes(size);
                bytes.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if (header[156] == '0' && name != null) {
                    Files.write(folder.resolve(name), content);
                }
            }
        }
    }

    /** A text of a tar header, up to the first zero or blank. */
    private static String field(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0 && header[end] != ' ') {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static @Nullable Path find() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve("shared/data/oracle"))) {
                return above.resolve("shared/data");
            }
        }
        return null;
    }
}
