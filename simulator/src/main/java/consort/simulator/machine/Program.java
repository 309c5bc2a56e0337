package consort.simulator.machine;

import java.io.IOException;

/** What runs on a machine. */
public interface Program {

    /**
     * Starts a new process, which recovers from the machine's disk.
     *
     * @throws IOException ends the process
     */
    void start() throws IOException;

    /** The process is gone: everything it knew is to be dropped, nothing is to be written. */
    void died();
}
