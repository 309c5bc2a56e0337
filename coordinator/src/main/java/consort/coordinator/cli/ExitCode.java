package consort.coordinator.cli;

/** Exit codes of the coordinator's commands; {@code docs/operate.md} gives the remedies. */
enum ExitCode {
    OK(0),
    UNEXPECTED(1),
    /** Wrong options, or a file that does not say what it must. */
    USAGE(2),
    /** The coordinator cannot be reached. */
    UNREACHABLE(10),
    /** The coordinator answered no. */
    REFUSED(11),
    /** The ledger is damaged, or breaks a rule. */
    LEDGER_DAMAGED(12),
    /** Another coordinator has this folder open. */
    IN_USE(13),
    /** The disk failed; what is durable is for the next start to find out. */
    DISK_FAILED(14),
    /** The port cannot be listened on. */
    PORT(15),
    /** A certificate or key is missing, expired or not the right one. */
    CERTIFICATE(16),
    /** A backup is incomplete, damaged, of another consortium, or has no place where it was to stand. */
    BACKUP(17),
    /** The folder was written by another version of this program, which knows more. */
    OTHER_VERSION(18),
    /** A job that cannot be done with the disk, the workers, the leases or the limits there are. */
    CANNOT_FIT(19),
    /** This machine's clock is before what it is to serve with: it may be set any moment. */
    CLOCK(30);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
