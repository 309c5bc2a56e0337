package consort.worker.isolation;

import consort.trainer.protocol.isolation.Bubblewrap;
import consort.worker.folder.IsolationMode;
import java.util.Optional;

/** Whether this machine isolates trainers now. */
public sealed interface Isolating {

    /** It does. */
    record By(Bubblewrap bubblewrap) implements Isolating {
        @Override
        public String text() {
            return "trainers are isolated by " + bubblewrap.program() + ": they see their own files, their data and their work,"
                    + " no other process, and of this worker's folder neither keys nor certificates nor outbox";
        }
    }

    /**
     * It does not.
     *
     * @param why as a clause
     */
    record Not(String why) implements Isolating {
        @Override
        public String text() {
            return "trainers are NOT isolated, " + why + ": a trainer runs as this user and can read all that this user can,"
                    + " this worker's keys among it, and use the network";
        }
    }

    /** One line for the person at the site. */
    String text();

    /** Tries what the site wants; without isolation though it is required, that is what {@link Not} says. */
    static Isolating here(IsolationMode mode, String searched) {
        if (mode == IsolationMode.NONE) {
            return new Not("as worker.yaml says isolation: none");
        }
        Optional<Bubblewrap> found = Bubblewrap.find(searched);
        if (found.isEmpty()) {
            return new Not("as bubblewrap is not installed (apt-get install " + Bubblewrap.PACKAGE + ")");
        }
        Optional<String> problem = problem(found.get());
        return problem.isEmpty() ? new By(found.get())
                : new Not("as " + found.get().program() + " may not do it here (" + problem.get() + "); " + Remedy.here());
    }

    private static Optional<String> problem(Bubblewrap bubblewrap) {
        try {
            return bubblewrap.problem();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
