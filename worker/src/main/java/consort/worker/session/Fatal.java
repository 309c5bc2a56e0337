package consort.worker.session;

/** Why a worker ends by itself. The exit codes are those of docs/join.md. */
public enum Fatal {
    /** The coordinator does not accept this worker's certificate, or no longer. */
    CERTIFICATE(24),
    /** The coordinator does not let this worker in, or does not speak this version. */
    REFUSED(25),
    /** What this worker keeps of the ledger is not what was kept. */
    DAMAGED(29),
    /** The coordinator did not prove, whenever it asked, that its ledger continues what this worker's witness cosigned. */
    UNPROVEN(45),
    /** The coordinator contradicts something it signed. The evidence is kept. */
    TAMPERING(60);

    private final int exitCode;

    Fatal(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
