package io.clientele.connectors.iceberg;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The data files that wait for one checkpoint to complete.
 *
 * @param checkpointId the checkpoint
 * @param files each file as Iceberg's JSON
 */
// Public because Flink's record serializer wants it so.
@SuppressWarnings("ArrayRecordComponent") // Flink keeps it in state; nobody compares two
public record PendingFiles(long checkpointId, String[] files) {

    /** The same for the same files in any order; it tells a commit from another one of the same number. */
    String digest() {
        String[] sorted = files.clone();
        Arrays.sort(sorted);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : sorted) {
                digest.update(file.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
