package io.clientele.stack.erasure;

import java.util.List;

/** Whoever can stop the jobs and start them again. */
interface JobControl {
    /**
     * Stops the jobs with savepoints, does something while nothing writes, and starts them again from there; older checkpoints and
     * savepoints are deleted.
     */
    void renew(Runnable whileStopped) throws InterruptedException;

    /** Starts the jobs that a pass has stopped and not started again, because it was killed. */
    void resume() throws InterruptedException;

    /**
     * Drops what rebuilds hold: copies of events, tables and states that are made anew from {@code raw.*} once somebody asks for it.
     *
     * @return the jobs whose rebuilds were dropped
     */
    List<String> dropRebuilds() throws InterruptedException;
}
