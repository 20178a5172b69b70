package io.clientele.stack.erasure;

/** Whoever can stop the jobs and start them again. */
interface JobControl {
    /**
     * Stops the jobs with savepoints, does something while nothing writes, and starts them again from there; older checkpoints and
     * savepoints are deleted.
     */
    void renew(Runnable whileStopped) throws InterruptedException;
}
