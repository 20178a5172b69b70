package io.clientele.jobs.state;

import io.clientele.schemas.IdentifierDigest;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.slf4j.MDC;

/**
 * Logs what is about one key, with fields in the logging context beside Flink's own {@code flink-job-id}:
 * {@value #JOB}, {@value #OPERATOR} and {@value #KEY}. The key itself may name a person and is never logged, only its
 * digest ({@link IdentifierDigest}).
 */
public final class KeyedLog {
    /** The job's name. */
    public static final String JOB = "job";

    /** The task's name: the operators that are chained in it. */
    public static final String OPERATOR = "operator";

    /** SHA-256 of the key, hexadecimal. */
    public static final String KEY = "key-hash";

    private KeyedLog() {}

    /** Logs about a key. */
    public static void about(RuntimeContext context, String key, Runnable log) {
        MDC.put(JOB, context.getJobInfo().getJobName());
        MDC.put(OPERATOR, context.getTaskInfo().getTaskName());
        MDC.put(KEY, IdentifierDigest.ofText(key));
        try {
            log.run();
        } finally {
            MDC.remove(JOB);
            MDC.remove(OPERATOR);
            MDC.remove(KEY);
        }
    }
}
