package consort.worker.cli;

/** The exit codes of these commands; docs/join.md gives the remedies. */
final class ExitCodes {

    static final int OK = 0;
    static final int UNEXPECTED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 20;
    static final int INVITE = 21;
    static final int ENROLLMENT = 22;
    static final int NOT_THE_COORDINATOR = 23;
    static final int CERTIFICATE = 24;
    static final int REFUSED = 25;
    static final int FOLDER = 26;
    static final int TRANSFER = 27;
    static final int NOT_ACCEPTED = 28;
    static final int DISK = 29;
    static final int CLOCK = 30;
    static final int CHECK_FAILED = 40;
    static final int ISOLATION = 41;
    static final int INITIALIZATION = 42;
    static final int DEVICE_HELD = 43;
    static final int BENCHMARK = 44;
    static final int UNPROVEN = 45;
    static final int TAMPERING = 60;

    private ExitCodes() {
    }
}
