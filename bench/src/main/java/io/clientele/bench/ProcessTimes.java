package io.clientele.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** What this process has used so far, in seconds: of all its threads, RocksDB's too. */
public record ProcessTimes(double cpu, double gc) {

    /** Up to now. */
    public static ProcessTimes now() {
        long nanos =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        long millis = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return new ProcessTimes(nanos / 1e9, millis / 1e3);
    }

    /** Of the time since then. */
    public ProcessTimes since(ProcessTimes before) {
        return new ProcessTimes(cpu - before.cpu, gc - before.gc);
    }
}
