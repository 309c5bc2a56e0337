package consort.simulator.machine;

/** What hits a machine in the middle of a call that changes its disk. */
public enum Blow {
    /** The machine dies before anything of the call was done. */
    DEATH_BEFORE,
    /** The machine dies when a part of the call was done, or all of it without being durable. */
    DEATH_MIDWAY,
    /** The machine dies when all of the call was done and durable, and nobody was told. */
    DEATH_AFTER,
    /** The call fails and changes nothing; the machine lives on, its process bears it or ends by itself. */
    ERROR,
    /** The call fails although it was done; the machine lives on, its process bears it or ends by itself. */
    ERROR_AFTER,
    /** The disk is full: the call fails, and a write has written a part; the machine lives on. */
    FULL
}
