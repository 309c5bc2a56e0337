package consort.simulator.machine;

/** Unwinds what a dead machine was doing. */
final class PowerLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PowerLossException(String machine) {
        super(machine + " lost its power", null, false, false);
    }
}
